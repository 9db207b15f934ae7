-- name: budget_load
SELECT replied_at, said, same, vain, window_at, window, day, today, items
FROM budget WHERE tag = ?1;

-- name: budget_save
INSERT OR REPLACE INTO budget (tag, replied_at, said, same, vain, window_at,
	window, day, today, items)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: budget_purge
DELETE FROM budget WHERE tag IN (SELECT tag FROM budget
	WHERE day < ?1 ORDER BY day LIMIT ?2);
