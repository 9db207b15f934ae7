-- name: phone_set
INSERT INTO staff_phone (staff, box, language, reminders)
VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (staff) DO UPDATE SET box = excluded.box,
	language = excluded.language, reminders = excluded.reminders;

-- name: phone_delete
DELETE FROM staff_phone WHERE staff = ?1;

-- name: phone_get
SELECT box, language, reminders FROM staff_phone
JOIN staff ON staff.id = staff_phone.staff
WHERE staff_phone.staff = ?1 AND state = 1;

-- name: phones_all
SELECT staff_phone.staff, language, reminders FROM staff
CROSS JOIN staff_phone ON staff_phone.staff = staff.id WHERE staff.state = 1
ORDER BY staff.id;

-- name: phone_reminders_set
UPDATE staff_phone SET reminders = ?2 WHERE staff = ?1;

-- Who watches over everything: told last.
-- name: phones_of_role
SELECT staff.id FROM staff CROSS JOIN staff_phone ON staff_phone.staff = staff.id
WHERE staff.state = 1 AND staff.role = ?1 ORDER BY staff.id;

-- name: shift_add
INSERT INTO shift (centre, staff, part, hours, since, until)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: shift_delete
DELETE FROM shift WHERE id = ?1 AND centre = ?2;

-- name: shifts_of_centre
SELECT shift.id, shift.centre, shift.staff, staff.name, part, hours, since,
	until, staff.state, staff_phone.staff IS NOT NULL
FROM shift JOIN staff ON staff.id = shift.staff
LEFT JOIN staff_phone ON staff_phone.staff = shift.staff
WHERE shift.centre = ?1 ORDER BY shift.id;

-- Who wishes to be reminded and was not today, and how much of hers is due.
-- name: reminders_due
SELECT staff.id, staff.centre, (SELECT count(*) FROM cases
	WHERE owner = staff.id AND owner IS NOT NULL
	AND state <> 'finished' AND urgent IN (0, 1) AND due_at < ?2) AS n
FROM staff CROSS JOIN staff_phone ON staff_phone.staff = staff.id
WHERE reminders = 1 AND reminded_on < ?1 AND staff.state = 1
ORDER BY staff.id;

-- name: reminder_given
UPDATE staff_phone SET reminded_on = ?2 WHERE staff = ?1;

-- Before it becomes urgent: what was urgent already rings no second time.
-- name: alarm_raise
INSERT INTO alarm (case_id, centre, at, step)
SELECT id, centre, ?2, 0 FROM cases
WHERE id = ?1 AND urgent = ?3 AND state <> 'finished'
ON CONFLICT (case_id) DO UPDATE SET at = excluded.at, step = 0;

-- name: alarm_drop
DELETE FROM alarm WHERE case_id = ?1;

-- name: alarms_all
SELECT case_id, centre, at, step FROM alarm WHERE step < ?1
ORDER BY step, at LIMIT ?2;

-- name: alarm_told
UPDATE alarm SET at = ?2, step = ?3 WHERE case_id = ?1;

-- name: alarms_of_centre
SELECT count(*) FROM alarm WHERE centre = ?1;

-- name: alarm_text_add
INSERT OR IGNORE INTO alarm_text (centre, id) VALUES (?1, ?2);

-- name: alarm_text_one
SELECT id FROM alarm_text WHERE centre = ?1 LIMIT 1;

-- name: alarm_text_drop
DELETE FROM alarm_text WHERE centre = ?1 AND id = ?2;

-- name: diligence_note
INSERT INTO diligence (centre, opened_at) VALUES (?1, ?2)
ON CONFLICT (centre) DO UPDATE SET opened_at = excluded.opened_at, slow = 0
WHERE slow = 1 OR opened_at < excluded.opened_at;

-- name: diligence_get
SELECT opened_at, slow FROM diligence WHERE centre = ?1;

-- name: diligence_slow
INSERT INTO diligence (centre, opened_at, slow) VALUES (?1, 0, ?2)
ON CONFLICT (centre) DO UPDATE SET slow = excluded.slow;

-- The oldest that waits to be opened.
-- name: diligence_waits
SELECT coalesce(min(opened_at), 0) FROM cases
WHERE centre = ?1 AND state <> 'finished' AND state = 'new';
