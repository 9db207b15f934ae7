-- What a member may do at the desk, and her second factor: a secret sealed to
-- her own key and the count of the last code that was accepted.
ALTER TABLE staff ADD COLUMN role TEXT NOT NULL DEFAULT 'staff'
	CHECK (role IN ('staff', 'lead', 'administrator', 'numbers'));
ALTER TABLE staff ADD COLUMN factor TEXT NOT NULL DEFAULT ''
	CHECK (factor IN ('', 'totp', 'sheet'));
ALTER TABLE staff ADD COLUMN factor_ek BLOB;
ALTER TABLE staff ADD COLUMN factor_last INTEGER NOT NULL DEFAULT 0;
-- Until now nobody led a centre: its first member does.
UPDATE staff SET role = 'lead' WHERE id IN
	(SELECT min(id) FROM staff WHERE state <> 2 GROUP BY centre);

PRAGMA user_version = 6;
