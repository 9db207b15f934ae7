-- name: caller_load
SELECT language, channel, profile, session, node, page, kept, misses, offered,
	tree, last_time, last_id, answered_at, echo, seen_at, case_id, borrowed,
	over, replies, replies_at, due
FROM caller WHERE key = ?1 AND tag = ?2;

-- name: caller_save
INSERT OR REPLACE INTO caller (key, tag, language, channel, profile, session,
	node, page, kept, misses, offered, tree, last_time, last_id, answered_at,
	echo, seen_at, case_id, borrowed, over, replies, replies_at, due)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18, ?19, ?20, ?21, ?22, ?23);

-- name: caller_forget
DELETE FROM caller WHERE key = ?1 AND tag = ?2;

-- name: caller_leave_cases
UPDATE cases SET tag = NULL WHERE tag = ?1;

-- name: due_add
INSERT OR IGNORE INTO caller_due (at, key) VALUES (?1, ?2);

-- name: due_remove
DELETE FROM caller_due WHERE at = ?1 AND key = ?2;

-- name: due_next
SELECT at, key FROM caller_due WHERE at < ?1 ORDER BY at, key LIMIT 1;

-- name: due_row
SELECT seen_at, case_id IS NOT NULL, borrowed FROM caller WHERE key = ?1;

-- name: due_put
UPDATE caller SET due = ?2 WHERE key = ?1;

-- name: caller_drop
DELETE FROM caller WHERE key = ?1;

-- Her row keeps her language, and of her place and times nothing that would
-- say when the case beside it was opened.
-- name: caller_settle
UPDATE caller SET case_id = NULL, node = '', page = 0, kept = '', misses = 0,
	offered = 0, session = '', last_id = '', echo = 0, answered_at = 0,
	replies_at = 0, last_time = last_time - last_time % 86400,
	seen_at = seen_at - seen_at % 86400, due = 0
WHERE key = ?1;
