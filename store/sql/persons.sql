-- The people of a case (persons.h).

-- name: person_add
INSERT INTO person (case_id, n, who, opened_at, nonce, ct, ek)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: person_set
UPDATE person SET nonce = ?3, ct = ?4, ek = ?5 WHERE case_id = ?1 AND n = ?2;

-- name: person_drop
DELETE FROM person WHERE case_id = ?1 AND n = ?2;

-- name: persons_of_case
SELECT n, who, nonce, ek, ct FROM person WHERE case_id = ?1 ORDER BY n;

-- name: person_who
SELECT who FROM person WHERE case_id = ?1 AND n = ?2;

-- She is the same as another: all her rows are now that one's.
-- name: person_becomes
UPDATE person SET who = ?2 WHERE who = ?1;

-- name: person_parts
UPDATE person SET who = ?3 WHERE case_id = ?1 AND n = ?2;

-- name: cases_of_person
SELECT matter.*, person.n FROM person JOIN matter ON matter.id = person.case_id
WHERE person.who = ?1 AND person.case_id <> ?2
ORDER BY person.case_id LIMIT ?3;

-- name: print_set
INSERT OR REPLACE INTO person_print (centre, case_id, n, print)
VALUES (?1, ?2, ?3, ?4);

-- name: prints_of_centre
SELECT case_id, n, print FROM person_print WHERE centre = ?1
ORDER BY case_id, n LIMIT ?2;

-- Cases with people that were opened between two times, whatever became of them.
-- name: peopled_opened
SELECT matter.* FROM (SELECT DISTINCT opened_at, case_id FROM person
	WHERE opened_at >= ?2 AND opened_at < ?3)
CROSS JOIN matter ON matter.id = case_id
WHERE matter.centre = ?1;

-- Those that were finished, with people of their own or of a duplicate; a
-- duplicate is counted with what it was joined to.
-- name: peopled_finished
SELECT * FROM matter
WHERE state = 'finished' AND centre = ?1 AND changed_at >= ?2
	AND changed_at < ?3
	AND (EXISTS (SELECT 1 FROM person WHERE case_id = matter.id)
	    OR EXISTS (SELECT 1 FROM joined WHERE into_id = matter.id))
	AND NOT EXISTS (SELECT 1 FROM joined WHERE case_id = matter.id)
ORDER BY changed_at;

-- name: link_key_get
SELECT ek FROM link_key WHERE centre = ?1;

-- name: link_key_drop
DELETE FROM link_key WHERE centre = ?1;

-- name: link_key_set
INSERT OR REPLACE INTO link_key (centre, ek) VALUES (?1, ?2);
