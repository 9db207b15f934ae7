-- name: contact_add
INSERT INTO contact (centre, day, staff, kind, channel, sex, age, province,
	destination, stage, sector, heads, regular)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: contacts_between
SELECT id, day, staff, kind, channel, sex, age, province, destination, stage,
	sector, heads, regular
FROM contact WHERE centre = ?1 AND day >= ?2 AND day < ?3 ORDER BY day, id;

-- Only her own, and only on its day: what was counted stays counted.
-- name: contact_delete
DELETE FROM contact WHERE id = ?1 AND staff = ?2 AND day = ?3;

-- What was finished between two times, with how it ended.
-- name: finished_between
SELECT * FROM matter
WHERE state = 'finished' AND centre = ?1 AND changed_at >= ?2
	AND changed_at < ?3
ORDER BY changed_at;

-- What was opened between two times, drafts left out.
-- name: opened_between
SELECT * FROM matter
WHERE centre = ?1 AND opened_at >= ?2 AND opened_at < ?3
	AND state <> 'incomplete'
ORDER BY opened_at;

-- name: facets_of
SELECT sex, age, province, regular FROM facet WHERE case_id = ?1;

-- name: facets_set
INSERT OR REPLACE INTO facet (case_id, sex, age, province, regular)
VALUES (?1, ?2, ?3, ?4, ?5);

-- name: publication_add
INSERT INTO publication (centre, month, by, at, numbers)
VALUES (?1, ?2, ?3, ?4, ?5);

-- name: publication_of
SELECT by, at, numbers FROM publication WHERE centre = ?1 AND month = ?2;

-- name: publications_of
SELECT month, by, at FROM publication WHERE centre = ?1 ORDER BY month DESC
LIMIT 120;

-- name: item_of_kind
SELECT n, kind, at, nonce, ek, ct FROM items WHERE case_id = ?1 AND kind = ?2
ORDER BY n DESC LIMIT 1;
