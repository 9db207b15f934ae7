-- Speaking back: canned.h, wish.h, callback.h, detached.h.

-- name: canned_add
INSERT INTO canned (case_id, n, code, day, centre, by, at)
VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM canned WHERE case_id = ?1),
	?2, ?3, ?4, ?5, ?6);

-- name: canned_of
SELECT n, code, day, centre, at, read_on, taken_back, by FROM canned
WHERE case_id = ?1 ORDER BY n;

-- name: canned_last
SELECT n, code, day, centre, at, read_on, taken_back FROM canned
WHERE case_id = ?1 ORDER BY n DESC LIMIT 1;

-- name: canned_take_back
UPDATE canned SET taken_back = 1 WHERE case_id = ?1 AND taken_back = 0
	AND n = (SELECT max(n) FROM canned WHERE case_id = ?1);

-- name: canned_read
UPDATE canned SET read_on = ?3 WHERE case_id = ?1 AND n = ?2 AND read_on = 0;

-- name: wishes_of
SELECT what, day FROM wish WHERE case_id = ?1;

-- name: wish_add
INSERT OR IGNORE INTO wish (case_id, what, day) VALUES (?1, ?2, ?3);

-- name: case_reopen
UPDATE cases SET state = 'working', due_at = ?3, changed_at = ?2,
	version = version + 1
WHERE id = ?1 AND state = 'finished';

-- name: callback_ask
INSERT OR REPLACE INTO callback (case_id, asked_at, tries, reached)
VALUES (?1, ?2, 0, 0);

-- name: callback_of
SELECT asked_at, tries, reached FROM callback WHERE case_id = ?1;

-- name: callback_tried
UPDATE callback SET tries = tries + 1, reached = max(reached, ?2)
WHERE case_id = ?1;

-- The newest wishes to be called of whoever filed this case.
-- name: callbacks_beside
SELECT asked_at, tries, reached FROM cases
JOIN callback ON callback.case_id = cases.id
WHERE tag = (SELECT tag FROM cases WHERE id = ?1)
ORDER BY nth DESC LIMIT ?2;

-- name: cases_by_tag
SELECT id FROM cases WHERE tag = ?1 ORDER BY nth DESC;

-- name: detached_add
INSERT OR IGNORE INTO detached (tag, case_id) VALUES (?1, ?2);

-- name: detached_is
SELECT 1 FROM detached WHERE tag = ?1 AND case_id = ?2;

-- name: detached_of
SELECT tag FROM detached WHERE case_id = ?1 LIMIT 1;

-- name: detached_drop
DELETE FROM detached WHERE case_id = ?1;

-- name: case_attach
UPDATE cases SET tag = ?2, version = version + 1
WHERE id = ?1 AND tag IS NULL;

-- name: wish_drop
DELETE FROM wish WHERE case_id = ?1 AND what = ?2;

-- name: case_office_of
SELECT centre FROM matter
WHERE tag = ?1 AND state <> 'finished' AND category <> 'unsorted'
ORDER BY nth DESC LIMIT 1;

-- Open cases of the phone that an unsorted message came from, which a centre
-- reads.
-- name: cases_beside
SELECT ref FROM matter
WHERE tag = (SELECT tag FROM cases WHERE id = ?1) AND id <> ?1
	AND state <> 'finished' AND category <> 'unsorted'
	AND EXISTS (SELECT 1 FROM reader WHERE case_id = matter.id
	    AND reader.centre = ?2)
ORDER BY nth DESC LIMIT ?3;

-- name: case_matched
UPDATE cases SET state = 'finished', waits_for = '', changed_at = ?2,
	version = version + 1
WHERE id = ?1 AND state <> 'finished';
