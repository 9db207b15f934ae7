-- name: tries_count
SELECT n FROM tries WHERE day = ?1 AND key = ?2;

-- name: tries_add
INSERT INTO tries (day, key, n) VALUES (?1, ?2, 1)
ON CONFLICT (day, key) DO UPDATE SET n = n + 1;

-- name: tries_purge
DELETE FROM tries WHERE (day, key) IN
	(SELECT day, key FROM tries WHERE day < ?1 ORDER BY day, key LIMIT ?2);

-- Wrong passwords grow old too (staff.sql adds them).
-- name: login_try_purge
DELETE FROM login_try WHERE key IN
	(SELECT key FROM login_try WHERE at < ?1 ORDER BY at LIMIT ?2);
