-- What another office was offered and has not answered (parcel.h).

-- name: parcel_add
INSERT INTO parcel (id, ref, case_id, to_centre, from_centre, public_key,
	to_ek, from_ek)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: parcel_item_add
INSERT INTO parcel_item (parcel, n, kind, nonce, ct, ek, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: parcel_by_ref
SELECT id, case_id, ref, to_centre, from_centre, public_key FROM parcel
WHERE ref = ?1;

-- name: parcel_by_case
SELECT id, case_id, ref, to_centre, from_centre, public_key FROM parcel
WHERE case_id = ?1;

-- name: parcel_key
SELECT CASE ?2 WHEN to_centre THEN to_ek ELSE from_ek END FROM parcel
WHERE id = ?1 AND ?2 IN (to_centre, from_centre);

-- What a centre's key opens of them, when that is changed.
-- name: parcel_boxes
SELECT id, 1, to_ek FROM parcel WHERE to_centre = ?1
UNION ALL SELECT id, 0, from_ek FROM parcel WHERE from_centre = ?1;

-- name: parcel_box_set
UPDATE parcel SET to_ek = CASE ?2 WHEN 1 THEN ?3 ELSE to_ek END,
	from_ek = CASE ?2 WHEN 1 THEN from_ek ELSE ?3 END
WHERE id = ?1;

-- As reading_items.
-- name: parcel_items
SELECT n, kind, at, nonce, ek, ct FROM parcel_item WHERE parcel = ?1
ORDER BY n;

-- Of one caller's phone it is nothing: what she says later goes to her office.
-- name: parcel_becomes_case
INSERT INTO cases (id, ref, centre, state, urgent, category, destination,
	channel, language, opened_at, changed_at, version, tag, nth, public_key,
	owner, due_at)
SELECT p.id, p.ref, p.to_centre, 'working', c.urgent, c.category, c.destination,
	c.channel, c.language, ?2, ?2, 1, NULL, 1, p.public_key, ?3, ?4
FROM parcel p JOIN cases c ON c.id = p.case_id WHERE p.id = ?1;

-- name: parcel_items_move
INSERT INTO items (case_id, n, kind, nonce, ct, ek, at)
SELECT parcel, n, kind, nonce, ct, ek, at FROM parcel_item WHERE parcel = ?1;

-- name: parcel_readers
INSERT INTO reader (case_id, centre, ek)
SELECT id, to_centre, to_ek FROM parcel WHERE id = ?1
UNION ALL SELECT id, from_centre, from_ek FROM parcel WHERE id = ?1;

-- name: parcel_delete
DELETE FROM parcel WHERE id = ?1;
