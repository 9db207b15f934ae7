-- name: fact_retire
UPDATE fact SET in_use = 0 WHERE id = ?1 AND in_use = 1;

-- name: fact_insert
INSERT INTO fact (in_use, id, value, source, source_date, checked_on,
	expires_on, confidence, confirmed_by, hours, contact, what, who, at)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: fact_in_use
SELECT id, value, source, source_date, checked_on, expires_on, confidence,
	confirmed_by, hours, contact, what, who, at
FROM fact WHERE in_use = 1 AND id > '' ORDER BY id;

-- name: fact_versions
SELECT id, value, source, source_date, checked_on, expires_on, confidence,
	confirmed_by, hours, contact, what, who, at
FROM fact WHERE id = ?1 ORDER BY seq DESC;

-- name: notice_retire
UPDATE notice SET in_use = 0 WHERE name = ?1 AND in_use = 1;

-- name: notice_insert
INSERT INTO notice (in_use, name, km, km_latn, th, en, since, until, who, at)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: notice_in_use
SELECT name, km, km_latn, th, en, since, until, who, at
FROM notice WHERE in_use = 1 AND name > '' ORDER BY name;

-- name: notice_versions
SELECT name, km, km_latn, th, en, since, until, who, at
FROM notice WHERE name = ?1 ORDER BY seq DESC;

-- Grows with every version of either.
-- name: fact_mark
SELECT coalesce(max(seq), 0) + (SELECT coalesce(max(seq), 0) FROM notice)
FROM fact;
