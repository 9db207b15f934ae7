-- name: inbox_add
INSERT INTO inbox (time, id) VALUES (?1, ?2);

-- name: inbox_purge
DELETE FROM inbox WHERE (time, id) IN
	(SELECT time, id FROM inbox WHERE time < ?1 ORDER BY time, id LIMIT ?2);
