-- name: inbox_add
INSERT INTO inbox (key, id) VALUES (?1, ?2);

-- name: inbox_find
SELECT id FROM inbox WHERE key = ?1;

-- name: inbox_purge
DELETE FROM inbox WHERE key IN
	(SELECT key FROM inbox WHERE key < ?1 << 30 ORDER BY key LIMIT ?2);
