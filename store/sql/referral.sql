-- name: referral_offer
INSERT OR REPLACE INTO referral (case_id, to_centre, from_centre, state, by, at,
	copy)
VALUES (?1, ?2, ?3, 'offered', ?4, ?5, NULL);

-- The one that goes on, by the case or by the copy of it; the last column says
-- by which.
-- name: referral_live
SELECT case_id, to_centre, from_centre, state, by, at,
	coalesce((SELECT ref FROM parcel WHERE parcel.case_id = referral.case_id),
	    (SELECT ref FROM cases WHERE id = referral.copy), ''), 0
FROM referral WHERE case_id = ?1 AND state IN ('offered', 'accepted')
UNION ALL
SELECT case_id, to_centre, from_centre, state, by, at,
	coalesce((SELECT ref FROM cases WHERE id = referral.copy), ''), 1
FROM referral WHERE copy = ?1 AND state = 'accepted';

-- Whether an office gave a copy away, and may follow what becomes of it.
-- name: referral_given_by
SELECT 1 FROM referral WHERE copy = ?1 AND from_centre = ?2
	AND state IN ('accepted', 'done');

-- name: referral_set
UPDATE referral SET state = ?3, by = ?4, at = ?5, copy = coalesce(?6, copy)
WHERE case_id = ?1 AND to_centre = ?2;

-- name: referrals_in
SELECT case_id, to_centre, from_centre, state, by, at,
	coalesce((SELECT ref FROM parcel WHERE parcel.case_id = referral.case_id),
	    ''), 0
FROM referral WHERE to_centre = ?1 AND state = 'offered' ORDER BY at LIMIT ?2;

-- name: referrals_out
SELECT case_id, to_centre, from_centre, state, by, at,
	coalesce((SELECT ref FROM parcel WHERE parcel.case_id = referral.case_id),
	    (SELECT ref FROM cases WHERE id = referral.copy), ''), 0
FROM referral WHERE from_centre = ?1 AND state IN ('offered', 'accepted')
ORDER BY at LIMIT ?2;

-- name: reader_keep
INSERT OR IGNORE INTO reader (case_id, centre, ek) VALUES (?1, ?2, ?3);

-- Whoever is not this one reads it no more.
-- name: reader_drop_others
DELETE FROM reader WHERE case_id = ?1 AND centre <> ?2;

-- name: case_waits_for_centre
UPDATE cases SET waits_for = ?3, changed_at = ?2, version = version + 1
WHERE id = ?1;

-- The other office is done with its part: it is due here again.
-- name: case_comes_back
UPDATE cases SET waits_for = '', due_at = ?3, changed_at = ?2,
	version = version + 1
WHERE id = ?1;

-- name: pulse_raise
INSERT INTO pulse (centre, n) VALUES (?1, 1)
ON CONFLICT (centre) DO UPDATE SET n = n + 1;
