-- name: lookup_load
SELECT at, language, said, country, licences FROM lookup
WHERE tag = ?1 AND at > ?2;

-- name: lookup_save
INSERT OR REPLACE INTO lookup (tag, at, language, said, country, licences)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: lookup_forget
DELETE FROM lookup WHERE tag = ?1;

-- name: lookup_purge
DELETE FROM lookup WHERE tag IN (SELECT tag FROM lookup
	WHERE at < ?1 ORDER BY at LIMIT ?2);

-- name: looked_up_count
INSERT INTO looked_up (day, said, n) VALUES (?1, ?2, 1)
ON CONFLICT (said, day) DO UPDATE SET n = n + 1;

-- name: looked_up_counted
SELECT coalesce(sum(n), 0) FROM looked_up WHERE said = ?1 AND day >= ?2;
