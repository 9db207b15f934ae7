-- name: referral_offer
INSERT OR REPLACE INTO referral (case_id, to_centre, from_centre, state, by, at)
VALUES (?1, ?2, ?3, 'offered', ?4, ?5);

-- The one that goes on, seen by an office that is at either end of it.
-- name: referral_live
SELECT to_centre, from_centre, state, by, at FROM referral
WHERE case_id = ?1 AND state IN ('offered', 'accepted');

-- name: referral_set
UPDATE referral SET state = ?3, by = ?4, at = ?5
WHERE case_id = ?1 AND to_centre = ?2;

-- name: referrals_in
SELECT case_id, to_centre, from_centre, state, by, at FROM referral
WHERE to_centre = ?1 AND state = 'offered' ORDER BY at LIMIT ?2;

-- name: referrals_out
SELECT case_id, to_centre, from_centre, state, by, at FROM referral
WHERE from_centre = ?1 AND state IN ('offered', 'accepted')
ORDER BY at LIMIT ?2;

-- name: reader_keep
INSERT OR IGNORE INTO reader (case_id, centre, ek) VALUES (?1, ?2, ?3);

-- name: reader_drop
DELETE FROM reader WHERE case_id = ?1 AND centre = ?2;

-- Whoever is none of these three reads it no more.
-- name: reader_drop_others
DELETE FROM reader WHERE case_id = ?1 AND centre NOT IN (?2, ?3, ?4);

-- name: case_move
UPDATE cases SET centre = ?3, owner = ?4, due_at = ?5, waits_for = '',
	changed_at = ?2, version = version + 1,
	state = CASE WHEN state IN ('new', 'incomplete') AND ?4 IS NOT NULL
	    THEN 'working' ELSE state END
WHERE id = ?1;

-- name: case_waits_for_centre
UPDATE cases SET waits_for = ?3, changed_at = ?2, version = version + 1
WHERE id = ?1;

-- name: pulse_raise
INSERT INTO pulse (centre, n) VALUES (?1, 1)
ON CONFLICT (centre) DO UPDATE SET n = n + 1;
