-- The view "matter" gives a case's clear columns in the order cases.c reads
-- them; tag, nth and pin follow.

-- name: case_open
INSERT INTO cases (id, ref, centre, state, urgent, category, destination,
	channel, language, opened_at, changed_at, version, tag, nth, public_key,
	due_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', ?7, ?8, ?9, ?9, 1, ?10,
	(SELECT coalesce(max(nth), 0) + 1 FROM cases WHERE tag = ?10), ?11, ?12);

-- name: case_ref_taken
SELECT 1 FROM cases WHERE ref = ?1
UNION ALL SELECT 1 FROM parcel WHERE ref = ?1;

-- name: case_reader_add
INSERT INTO reader (case_id, centre, ek) VALUES (?1, ?2, ?3);

-- name: case_load
SELECT * FROM matter WHERE id = ?1;

-- name: case_find
SELECT * FROM matter WHERE ref = ?1;

-- What sealing another item needs.
-- name: case_seal
SELECT public_key, (SELECT coalesce(max(n), 0) + 1 FROM items WHERE case_id = ?1)
FROM cases WHERE id = ?1;

-- name: case_item_add
INSERT INTO items (case_id, n, kind, nonce, ct, ek, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- Since when the one waits that should have been looked at first.
-- name: cases_oldest_due
SELECT due_at FROM cases WHERE urgent = ?1 AND state <> 'finished'
	AND due_at > 0
ORDER BY due_at LIMIT 1;

-- name: case_touch
UPDATE cases SET changed_at = ?2, version = version + 1 WHERE id = ?1;

-- name: case_set_urgent
UPDATE cases SET urgent = 1, due_at = min(due_at, ?3), changed_at = ?2,
	version = version + 1
WHERE id = ?1;

-- name: case_set_destination
UPDATE cases SET destination = ?3, changed_at = ?2, version = version + 1
WHERE id = ?1;

-- name: case_set_state
UPDATE cases SET state = ?3, changed_at = ?2, version = version + 1
WHERE id = ?1 AND version = ?4;

-- She may file what staff have taken up meanwhile: it stays with them.  A case
-- that was opened new (call me, unsorted) is not a draft.
-- name: case_file
UPDATE cases SET pin = ?3, changed_at = ?2, version = version + 1,
	state = CASE state WHEN 'incomplete' THEN 'new' ELSE state END
WHERE id = ?1 AND pin IS NULL AND state <> 'new';

-- Only what holds nothing but the keys that choosing a centre asks again may
-- go: words, of whatever kind, and what staff noted stay.
-- name: case_discard
DELETE FROM cases
WHERE id = ?1 AND state = 'incomplete' AND pin IS NULL AND urgent = 0
	AND NOT EXISTS (SELECT 1 FROM items
	    WHERE case_id = ?1 AND kind NOT IN
		('number', 'contact', 'when', 'days'));

-- name: cases_of_tag
SELECT * FROM matter WHERE tag = ?1 AND filed ORDER BY nth DESC LIMIT ?2;

-- A page of a list: urgent or not, then what is due first (finished: by change),
-- after the last one shown.

-- name: queue_page
SELECT * FROM matter
WHERE state <> 'finished' AND urgent = ?1 AND (due_at, id) > (?2, ?3)
ORDER BY due_at, id LIMIT ?4;

-- name: queue_page_of_centre
SELECT * FROM matter
WHERE state <> 'finished' AND urgent = ?1 AND (due_at, id) > (?2, ?3)
	AND centre = ?5
ORDER BY due_at, id LIMIT ?4;

-- name: finished_page
SELECT * FROM matter
WHERE state = 'finished' AND urgent = ?1 AND (changed_at, id) > (?2, ?3)
ORDER BY changed_at, id LIMIT ?4;

-- name: finished_page_of_centre
SELECT * FROM matter
WHERE state = 'finished' AND urgent = ?1 AND (changed_at, id) > (?2, ?3)
	AND centre = ?5
ORDER BY changed_at, id LIMIT ?4;

-- A draft past its time, and how many rows go with it: one that nobody keeps
-- (?2 is now) and that was told of as it is, by ?3 at the latest (0: not asked).
-- name: draft_old
SELECT id, 1 + (SELECT count(*) FROM items WHERE case_id = cases.id)
	+ (SELECT count(*) FROM reader WHERE case_id = cases.id)
	+ (SELECT count(*) FROM edit WHERE case_id = cases.id)
FROM cases WHERE state = 'incomplete' AND changed_at < ?1
	AND NOT EXISTS (SELECT 1 FROM kept WHERE case_id = cases.id
	    AND until > ?2)
	AND (?3 = 0 OR EXISTS (SELECT 1 FROM going WHERE case_id = cases.id
	    AND going.changed_at = cases.changed_at AND listed_at <= ?3))
ORDER BY changed_at LIMIT 1;

-- A duplicate goes with what it was joined to: until then it is read there.
-- name: finished_old
SELECT id, 1 + (SELECT count(*) FROM items WHERE case_id = cases.id)
	+ (SELECT count(*) FROM reader WHERE case_id = cases.id)
	+ (SELECT count(*) FROM edit WHERE case_id = cases.id)
	+ (SELECT count(*) FROM person WHERE case_id = cases.id)
FROM cases WHERE state = 'finished' AND changed_at < ?1
	AND NOT EXISTS (SELECT 1 FROM joined WHERE case_id = cases.id)
	AND NOT EXISTS (SELECT 1 FROM kept WHERE case_id = cases.id
	    AND until > ?2)
	AND (?3 = 0 OR EXISTS (SELECT 1 FROM going WHERE case_id = cases.id
	    AND going.changed_at = cases.changed_at AND listed_at <= ?3))
ORDER BY changed_at LIMIT 1;

-- name: case_purge
DELETE FROM cases WHERE id = ?1 AND state IN ('incomplete', 'finished');
