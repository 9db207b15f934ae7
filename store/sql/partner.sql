-- name: partner_add
INSERT INTO partner (centre, kind, country, name_km, name_th, name_en, address,
	phone, fact, active, by, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: partner_change
UPDATE partner SET kind = ?2, country = ?3, name_km = ?4, name_th = ?5,
	name_en = ?6, address = ?7, phone = ?8, fact = ?9, active = ?10, by = ?11,
	at = ?12
WHERE centre = ?1 AND id = ?13;

-- name: partners_of_centre
SELECT id, centre, kind, country, name_km, name_th, name_en, address, phone,
	fact, active, by, at
FROM partner WHERE centre = ?1 ORDER BY id LIMIT 200;

-- name: partner_by_id
SELECT id, centre, kind, country, name_km, name_th, name_en, address, phone,
	fact, active, by, at
FROM partner WHERE centre = ?1 AND id = ?2;

-- What was written to whom stands sealed in the case; here only when to ask
-- again.
-- name: letter_add
INSERT INTO letter (case_id, n, chase_at, answered, by, at)
VALUES (?1, ?2, ?3, 0, ?4, ?5);

-- name: letters_of_case
SELECT n, chase_at, answered, by, at FROM letter WHERE case_id = ?1 ORDER BY n;

-- name: letter_answered
UPDATE letter SET answered = 1 WHERE case_id = ?1 AND n = ?2 AND answered = 0;

-- name: letter_there
SELECT 1 FROM letter WHERE case_id = ?1 AND n = ?2;

-- name: case_writes
UPDATE cases SET due_at = min(due_at, ?3), waits_for = ?4, changed_at = ?2,
	version = version + 1
WHERE id = ?1;

-- Nobody is waited for any more once the last letter is answered.
-- name: case_hears
UPDATE cases SET changed_at = ?2, version = version + 1,
	waits_for = CASE WHEN EXISTS (SELECT 1 FROM letter WHERE case_id = ?1
	    AND answered = 0) THEN waits_for ELSE '' END
WHERE id = ?1;
