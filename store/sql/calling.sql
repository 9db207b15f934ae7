-- name: callings_of_centre
SELECT cases.id, cases.ref, callback.asked_at, callback.tries FROM cases
JOIN callback ON callback.case_id = cases.id
WHERE cases.centre = ?1 AND cases.state <> 'finished'
	AND cases.urgent IN (0, 1) AND reached = 0 AND tries < ?2
LIMIT ?3;

-- Too late to be made, and never tried: the lead has not been told of it.
-- name: callings_missed
SELECT cases.id, cases.centre, callback.asked_at FROM cases
JOIN callback ON callback.case_id = cases.id
WHERE cases.centre = ?1 AND cases.state <> 'finished'
	AND cases.urgent IN (0, 1) AND reached = 0 AND tries = 0
	AND callback.asked_at < ?2
	AND NOT EXISTS (SELECT 1 FROM remark WHERE remark.case_id = cases.id
	    AND what = 'call_missed' AND remark.at > callback.asked_at)
LIMIT ?3;

-- It is not safe, or not her number: nobody tries again.
-- name: calling_over
UPDATE callback SET tries = max(tries, ?2) WHERE case_id = ?1;

-- name: remark_add
INSERT INTO remark (centre, case_id, what, by, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: remarks_of_centre
SELECT remark.id, cases.ref, what, by, at FROM remark
JOIN cases ON cases.id = remark.case_id
WHERE remark.centre = ?1 AND remark.id > 0 AND seen_by = ''
ORDER BY remark.id LIMIT ?2;

-- name: remark_see
UPDATE remark SET seen_by = ?3 WHERE id = ?1 AND centre = ?2 AND seen_by = '';
