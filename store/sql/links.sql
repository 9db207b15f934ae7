-- What links cases (links.h, joined.h).

-- name: agency_set
UPDATE cases SET agency = ?2 WHERE id = ?1;

-- name: agency_of
SELECT agency FROM cases WHERE id = ?1;

-- name: employer_set
INSERT OR REPLACE INTO employer (case_id, centre, tag, opened_at)
VALUES (?1, ?2, ?3, ?4);

-- name: employer_drop
DELETE FROM employer WHERE case_id = ?1 AND centre = ?2;

-- name: employer_of
SELECT tag FROM employer WHERE case_id = ?1 AND centre = ?2;

-- The others in a centre's own queue, the last opened first; duplicates are not
-- counted beside what they were joined to.

-- name: others_of_agency
SELECT matter.* FROM cases CROSS JOIN matter ON matter.id = cases.id
WHERE cases.centre = ?1 AND cases.agency = ?2 AND cases.agency <> ''
	AND cases.opened_at >= ?3 AND cases.id <> ?4
	AND EXISTS (SELECT 1 FROM reader WHERE case_id = cases.id
	    AND reader.centre = ?1)
	AND NOT EXISTS (SELECT 1 FROM joined WHERE case_id = cases.id)
ORDER BY cases.opened_at DESC LIMIT ?5;

-- name: others_of_employer
SELECT matter.* FROM employer CROSS JOIN matter ON matter.id = employer.case_id
WHERE employer.centre = ?1 AND employer.tag = ?2 AND employer.opened_at >= ?3
	AND employer.case_id <> ?4 AND matter.centre = ?1
	AND EXISTS (SELECT 1 FROM reader WHERE case_id = matter.id
	    AND reader.centre = ?1)
	AND NOT EXISTS (SELECT 1 FROM joined WHERE case_id = matter.id)
ORDER BY employer.opened_at DESC LIMIT ?5;

-- name: about_set
INSERT OR REPLACE INTO about (case_id, about_id, at) VALUES (?1, ?2, ?3);

-- name: about_drop
DELETE FROM about WHERE case_id = ?1;

-- name: about_of
SELECT matter.* FROM about JOIN matter ON matter.id = about.about_id
WHERE about.case_id = ?1;

-- name: asked_about
SELECT matter.* FROM about JOIN matter ON matter.id = about.case_id
WHERE about.about_id = ?1 ORDER BY about.case_id LIMIT ?2;

-- The versions are those that joining has just made.
-- name: joined_add
INSERT INTO joined (case_id, into_id, ek, at, version, into_version, state,
	owner, due_at, waits_for)
SELECT ?1, ?2, ?3, ?4, own.version, other.version, ?5, ?6, ?7, ?8
FROM cases AS own CROSS JOIN cases AS other
WHERE own.id = ?1 AND other.id = ?2;

-- name: joined_drop
DELETE FROM joined WHERE case_id = ?1;

-- Where it went, and whether both are as joining left them.
-- name: joined_of
SELECT into_id, own.version = joined.version
	AND other.version = joined.into_version,
	joined.state, joined.owner, joined.due_at, joined.waits_for
FROM joined JOIN cases AS own ON own.id = joined.case_id
JOIN cases AS other ON other.id = joined.into_id
WHERE joined.case_id = ?1;

-- name: joined_into
SELECT case_id, ek FROM joined WHERE into_id = ?1 ORDER BY at, case_id LIMIT ?2;

-- name: case_end_joined
UPDATE cases SET state = 'finished', waits_for = '', changed_at = ?2,
	version = version + 1
WHERE id = ?1;

-- Its owner has it again unless she has left.
-- name: case_parted
UPDATE cases SET state = ?3, due_at = ?4, waits_for = ?5, changed_at = ?2,
	version = version + 1,
	owner = (SELECT id FROM staff WHERE id = ?6 AND state = 1)
WHERE id = ?1;
