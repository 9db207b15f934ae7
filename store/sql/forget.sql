-- Which day it is, for what is erased by days; and what will be erased.

-- name: reckoning_load
SELECT believed_at, seen_at, nights FROM reckoning WHERE one = 1;

-- name: reckoning_save
INSERT INTO reckoning (one, believed_at, seen_at, nights)
VALUES (1, ?1, ?2, ?3)
ON CONFLICT (one) DO UPDATE SET believed_at = ?1, seen_at = ?2, nights = ?3;

-- One that was changed since it came on the list comes on it anew.
-- name: going_add_drafts
INSERT INTO going (case_id, centre, changed_at, listed_at)
SELECT id, centre, changed_at, ?2 FROM cases
WHERE state = 'incomplete' AND changed_at < ?1
	AND NOT EXISTS (SELECT 1 FROM going WHERE case_id = cases.id
	    AND going.changed_at = cases.changed_at)
ORDER BY changed_at LIMIT ?3
ON CONFLICT (case_id) DO UPDATE SET changed_at = excluded.changed_at,
	listed_at = excluded.listed_at;

-- name: going_add_finished
INSERT INTO going (case_id, centre, changed_at, listed_at)
SELECT id, centre, changed_at, ?2 FROM cases
WHERE state = 'finished' AND changed_at < ?1
	AND NOT EXISTS (SELECT 1 FROM joined WHERE case_id = cases.id)
	AND NOT EXISTS (SELECT 1 FROM going WHERE case_id = cases.id
	    AND going.changed_at = cases.changed_at)
ORDER BY changed_at LIMIT ?3
ON CONFLICT (case_id) DO UPDATE SET changed_at = excluded.changed_at,
	listed_at = excluded.listed_at;

-- name: going_of_centre
SELECT cases.id, ref, cases.centre, state, cases.changed_at, listed_at,
	coalesce(until, 0),
	EXISTS (SELECT 1 FROM erasure WHERE case_id = cases.id), category
FROM going JOIN cases ON cases.id = going.case_id
	LEFT JOIN kept ON kept.case_id = going.case_id
WHERE going.centre = ?2 AND going.changed_at = cases.changed_at
	AND state IN ('incomplete', 'finished')
ORDER BY going.changed_at, going.case_id LIMIT ?1;

-- name: going_all
SELECT cases.id, ref, cases.centre, state, cases.changed_at, listed_at,
	coalesce(until, 0),
	EXISTS (SELECT 1 FROM erasure WHERE case_id = cases.id), category
FROM going INDEXED BY going_by_change JOIN cases ON cases.id = going.case_id
	LEFT JOIN kept ON kept.case_id = going.case_id
WHERE going.changed_at > 0 AND going.changed_at = cases.changed_at
	AND state IN ('incomplete', 'finished')
ORDER BY going.changed_at LIMIT ?1;

-- name: going_drop
DELETE FROM going WHERE case_id = ?1;

-- name: kept_set
INSERT INTO kept (case_id, by, until, at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (case_id) DO UPDATE SET by = ?2, until = ?3, at = ?4;

-- name: kept_end
DELETE FROM kept WHERE case_id = ?1;

-- name: kept_of_centre
SELECT ref, state, category, until, by
FROM kept INDEXED BY kept_by_until JOIN cases ON cases.id = kept.case_id
WHERE until > ?3 AND centre = ?2 AND state IN ('incomplete', 'finished')
ORDER BY until, case_id LIMIT ?1;

-- A change that does not make it younger.
-- name: case_age
UPDATE cases SET changed_at = ?2 WHERE id = ?1;

-- name: erasure_find
SELECT staff, leads FROM erasure WHERE case_id = ?1 AND at > ?2;

-- name: erasure_ask
INSERT INTO erasure (case_id, staff, leads, at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (case_id) DO UPDATE SET staff = ?2, leads = ?3, at = ?4;
