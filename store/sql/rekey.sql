-- A centre's key, its change, and its paper.

-- name: centre_key
SELECT public_key, epoch FROM centre WHERE id = ?1;

-- name: centre_key_set
UPDATE centre SET public_key = ?2, epoch = ?3, canary = ?4, key_due = 0,
	paper_at = 0, rehearsed_at = 0
WHERE id = ?1;

-- name: centre_key_due
UPDATE centre SET key_due = ?2 WHERE id = ?1 AND key_due = 0;

-- name: centre_canary
SELECT canary FROM centre WHERE id = ?1;

-- name: centre_canary_set
UPDATE centre SET canary = ?2 WHERE id = ?1;

-- name: centre_paper_kept
UPDATE centre SET paper_at = ?2 WHERE id = ?1 AND paper_at = 0;

-- name: centre_rehearsed
UPDATE centre SET rehearsed_at = ?2 WHERE id = ?1;

-- name: centre_started
UPDATE centre SET started_at = ?2 WHERE id = ?1 AND started_at = 0;

-- name: centre_footing
SELECT epoch, key_due, paper_at, rehearsed_at, started_at,
	EXISTS (SELECT 1 FROM rekey WHERE centre = ?1)
FROM centre WHERE id = ?1;

-- Whoever shall hold the new key, from her row on.
-- name: staff_with_key
SELECT id, public_key FROM staff
WHERE centre = ?1 AND state <> 2 AND role IN ('staff', 'lead');

-- name: grant_replace
INSERT OR REPLACE INTO grant_ (staff, centre, ek) VALUES (?1, ?2, ?3);

-- name: rekey_add
INSERT INTO rekey (centre, from_centre, old_ek, after_case, after_centre)
VALUES (?1, ?2, ?3, x'', 0);

-- name: rekey_find
SELECT from_centre, old_ek, after_case, after_centre FROM rekey
WHERE centre = ?1;

-- name: rekey_from
SELECT centre FROM rekey WHERE from_centre = ?1 ORDER BY centre LIMIT 1;

-- name: rekey_readers
SELECT case_id, centre, ek FROM reader WHERE (case_id, centre) > (?1, ?2)
ORDER BY case_id, centre LIMIT ?3;

-- Only what is still as it was read: between, somebody may have written it.
-- name: rekey_reader_set
UPDATE reader SET ek = ?3 WHERE case_id = ?1 AND centre = ?2
	AND (?4 IS NULL OR ek = ?4);

-- name: rekey_went
UPDATE rekey SET after_case = ?2, after_centre = ?3 WHERE centre = ?1;

-- name: rekey_done
DELETE FROM rekey WHERE centre = ?1;

-- name: practice_mark
INSERT INTO practice (one) VALUES (1);

-- name: practice_is
SELECT 1 FROM practice WHERE one = 1;

-- name: practice_member
INSERT INTO staff (name, centre, state, public_key, changed_at, role)
VALUES (?1, ?2, 1, ?3, ?4, ?5);

-- name: staff_practised
UPDATE staff SET practised_at = ?2 WHERE id = ?1 AND practised_at = 0;
