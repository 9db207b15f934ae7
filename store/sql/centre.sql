-- name: centre_insert
INSERT INTO centre (name_km, name_km_latn, name_th, name_en,
	area, hours, phone, stand_in, intake, public_key, canary)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: centre_update
UPDATE centre SET name_km = ?1, name_km_latn = ?2, name_th = ?3, name_en = ?4,
	area = ?5, hours = ?6, phone = ?7, stand_in = ?8, intake = ?9
WHERE id = ?10;

-- name: centre_area
SELECT area FROM centre WHERE id = ?1;

-- name: centre_all
SELECT id, name_km, name_km_latn, name_th, name_en, area, hours, phone,
	stand_in, intake,
	(SELECT count(*) FROM staff
	 WHERE staff.centre = centre.id AND staff.state = 1
		AND staff.role IN ('staff', 'lead')),
	started_at
FROM centre ORDER BY id;
