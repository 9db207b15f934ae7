-- What the desk's lists and its members do.  The pages of a list stand in
-- cases.sql and here: urgent or not, then what is due first, after the last one
-- shown; only what the centre ?6 reads.

-- name: work_of_centre
SELECT * FROM matter
WHERE state <> 'finished' AND centre = ?5 AND urgent = ?1
	AND (due_at, id) > (?2, ?3)
	AND EXISTS (SELECT 1 FROM reader WHERE case_id = matter.id
	    AND reader.centre = ?6)
ORDER BY due_at, id LIMIT ?4;

-- name: work_of_owner
SELECT * FROM matter
WHERE state <> 'finished' AND owner = ?5 AND urgent = ?1
	AND (due_at, id) > (?2, ?3)
	AND EXISTS (SELECT 1 FROM reader WHERE case_id = matter.id
	    AND reader.centre = ?6)
ORDER BY due_at, id LIMIT ?4;

-- name: work_of_nobody
SELECT * FROM matter
WHERE state <> 'finished' AND owner IS NULL AND centre = ?5 AND urgent = ?1
	AND (due_at, id) > (?2, ?3)
	AND EXISTS (SELECT 1 FROM reader WHERE case_id = matter.id
	    AND reader.centre = ?6)
ORDER BY due_at, id LIMIT ?4;

-- name: work_that_waits
SELECT * FROM matter
WHERE state <> 'finished' AND waits_for <> '' AND centre = ?5 AND urgent = ?1
	AND (due_at, id) > (?2, ?3)
	AND EXISTS (SELECT 1 FROM reader WHERE case_id = matter.id
	    AND reader.centre = ?6)
ORDER BY due_at, id LIMIT ?4;

-- The last change first; ?1 is for the others.
-- name: work_finished
SELECT * FROM matter
WHERE state = 'finished' AND centre = ?5 AND (changed_at, id) < (?2, ?3)
	AND ?1 = ?1
	AND EXISTS (SELECT 1 FROM reader WHERE case_id = matter.id
	    AND reader.centre = ?6)
ORDER BY changed_at DESC, id DESC LIMIT ?4;

-- name: case_claim
UPDATE cases SET owner = ?3, changed_at = ?2, version = version + 1,
	state = CASE WHEN state IN ('new', 'incomplete') AND ?4 THEN 'working'
	    ELSE state END
WHERE id = ?1 AND owner IS NULL;

-- All that an edit may change; the handler gives what stays as it is.
-- name: case_edit
UPDATE cases SET state = ?4, urgent = ?5, owner = ?6, due_at = ?7,
	waits_for = ?8, changed_at = ?2, version = version + 1
WHERE id = ?1 AND version = ?3;

-- name: edit_add
INSERT INTO edit (case_id, version, by, what, at)
SELECT id, version, ?2, ?3, ?4 FROM cases WHERE id = ?1;

-- name: edits_since
SELECT version, by, what, at FROM edit WHERE case_id = ?1 AND version > ?2
ORDER BY version LIMIT 200;

-- name: draft_set
INSERT OR REPLACE INTO draft (case_id, staff, form, nonce, ct, ek, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: drafts_get
SELECT form, nonce, ek, ct FROM draft WHERE case_id = ?1 AND staff = ?2;

-- name: draft_drop
DELETE FROM draft WHERE case_id = ?1 AND staff = ?2 AND form = ?3;

-- name: own_draft_set
INSERT OR REPLACE INTO own_draft (staff, form, nonce, ct, ek, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: own_drafts_get
SELECT form, nonce, ek, ct FROM own_draft WHERE staff = ?1;

-- Those of a centre's members, when its key is changed.
-- name: own_drafts_of_centre
SELECT own_draft.staff, own_draft.form, own_draft.ek
FROM staff JOIN own_draft ON own_draft.staff = staff.id
WHERE staff.centre = ?1;

-- name: own_draft_reseal
UPDATE own_draft SET ek = ?3 WHERE staff = ?1 AND form = ?2;

-- name: own_draft_drop
DELETE FROM own_draft WHERE staff = ?1 AND form = ?2;

-- name: own_draft_drop_old
DELETE FROM own_draft WHERE staff = ?1 AND at < ?2;

-- name: own_drafts_depart
DELETE FROM own_draft WHERE staff = (SELECT id FROM staff WHERE name = ?1);

-- name: pulse_of
SELECT n FROM pulse WHERE centre = ?1;

-- name: staff_name
SELECT name FROM staff WHERE id = ?1;

-- name: owner_has
SELECT count(*) FROM cases WHERE owner = ?1 AND state <> 'finished';

-- Before it: the version that each will have.
-- name: owner_hands_over_noted
INSERT INTO edit (case_id, version, by, what, at)
SELECT id, version + 1, ?2, 'owner', ?3 FROM cases
WHERE owner = ?1 AND state <> 'finished';

-- name: owner_hands_over
UPDATE cases SET owner = ?2, version = version + 1
WHERE owner = ?1 AND state <> 'finished';

-- How long a list is, ?2 and more being ?2.  Only what stands in an index is
-- looked at: a centre reads all that lies in its own queue.  Without being told
-- the planner takes opened_by_time, and each row must be fetched.

-- name: count_of_owner
SELECT count(*) FROM (SELECT 1 FROM cases
	WHERE owner = ?1 AND state <> 'finished' AND owner IS NOT NULL LIMIT ?2);

-- name: count_of_centre
SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY queue_of_centre
	WHERE centre = ?1 AND state <> 'finished' LIMIT ?2);

-- name: count_of_nobody
SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY queue_of_nobody
	WHERE centre = ?1 AND owner IS NULL AND state <> 'finished' LIMIT ?2);

-- name: count_urgent
SELECT count(*) FROM (SELECT 1 FROM cases
	WHERE centre = ?1 AND urgent = 1 AND state <> 'finished' LIMIT ?2);

-- name: count_overdue
SELECT count(*) FROM (SELECT 1 FROM cases
	WHERE centre = ?1 AND urgent IN (0, 1) AND due_at < ?3
	AND state <> 'finished' LIMIT ?2);

-- name: count_that_waits
SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY queue_that_waits
	WHERE centre = ?1 AND waits_for <> '' AND state <> 'finished' LIMIT ?2);

-- name: cases_of_number
SELECT * FROM matter WHERE tag = ?1 ORDER BY nth DESC LIMIT ?2;
