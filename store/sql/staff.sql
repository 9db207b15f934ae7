-- name: staff_insert
INSERT INTO staff (name, centre, state, wrapped, public_key, changed_at, role)
VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6);

-- Does anybody lead it?
-- name: staff_leads
SELECT count(*) FROM staff WHERE centre = ?1 AND role = 'lead' AND state <> 2;

-- name: staff_by_name
SELECT id, centre, state, salt, verifier, wrapped, public_key, changed_at,
	role, factor, factor_ek, factor_last, practised_at
FROM staff WHERE name = ?1;

-- Only while the code is unused: of two who use it at once, one is too late.
-- name: staff_set_password
UPDATE staff SET state = 1, salt = ?1, verifier = ?2, wrapped = ?3,
	changed_at = ?4
WHERE id = ?5 AND state = 0;

-- Another password for the same pair, by who has shown the old one.
-- name: staff_renew_password
UPDATE staff SET salt = ?1, verifier = ?2, wrapped = ?3, changed_at = ?4
WHERE id = ?5 AND state = 1 AND public_key = ?6;

-- name: staff_set_departed
UPDATE staff SET state = 2, salt = NULL, verifier = NULL, wrapped = NULL,
	factor = '', factor_ek = NULL, changed_at = ?1
WHERE name = ?2 AND state <> 2;

-- name: staff_state
SELECT state, role FROM staff WHERE id = ?1;

-- name: staff_active
SELECT count(*) FROM staff
WHERE centre = ?1 AND state = 1 AND role IN ('staff', 'lead');

-- name: staff_all
SELECT id, name, centre, state, role, factor, factor_last, practised_at,
	changed_at
FROM staff ORDER BY id;

-- name: grant_insert
INSERT INTO grant_ (staff, centre, ek) VALUES (?1, ?2, ?3);

-- name: grant_find
SELECT ek FROM grant_ WHERE staff = ?1 AND centre = ?2;

-- name: grant_delete
DELETE FROM grant_ WHERE staff = (SELECT id FROM staff WHERE name = ?1);

-- name: login_try_find
SELECT n, at FROM login_try WHERE key = ?1;

-- name: login_try_set
INSERT INTO login_try (key, n, at) VALUES (?1, ?2, ?3)
ON CONFLICT (key) DO UPDATE SET n = excluded.n, at = excluded.at;

-- name: login_try_clear
DELETE FROM login_try WHERE key = ?1;

-- A new second factor begins its count anew.
-- name: factor_set
UPDATE staff SET factor = ?1, factor_ek = ?2, factor_last = ?3
WHERE id = ?4 AND state <> 2;

-- A code counts once: of two who use it at once, one is too late.
-- name: factor_use
UPDATE staff SET factor_last = ?1 WHERE id = ?2 AND factor_last < ?1;

-- name: role_set
UPDATE staff SET role = ?1 WHERE id = ?2 AND state <> 2;

-- She forgot her password: another pair, opened by another activation code.
-- name: staff_recode
UPDATE staff SET state = 0, salt = NULL, verifier = NULL, wrapped = ?1,
	public_key = ?2, factor = '', factor_ek = NULL, changed_at = ?3
WHERE id = ?4 AND state <> 2;

-- name: grant_delete_of
DELETE FROM grant_ WHERE staff = ?1;
