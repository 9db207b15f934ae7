-- name: caller_load
SELECT language, channel, profile, session, node, page, kept, misses, offered,
	tree, last_time, last_id, answered_at, echo, seen_at, case_id, borrowed,
	over, replies, replies_at
FROM caller WHERE tag = ?1;

-- name: caller_save
INSERT OR REPLACE INTO caller (tag, language, channel, profile, session, node,
	page, kept, misses, offered, tree, last_time, last_id, answered_at, echo,
	seen_at, case_id, borrowed, over, replies, replies_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18, ?19, ?20, ?21);

-- name: caller_forget
DELETE FROM caller WHERE tag = ?1;

-- A phone that was not hers: nothing stays once her session is over.
-- name: borrowed_purge
DELETE FROM caller WHERE tag IN (SELECT tag FROM caller
	WHERE borrowed = 1 AND seen_at < ?1 ORDER BY seen_at LIMIT ?2);

-- A day later her row keeps her language, and of her place and times nothing
-- that would say when the case beside it was opened.
-- name: caller_settle
UPDATE caller SET case_id = NULL, node = '', page = 0, kept = '', misses = 0,
	offered = 0, session = '', last_id = '', echo = 0, answered_at = 0,
	replies_at = 0, last_time = last_time - last_time % 86400,
	seen_at = seen_at - seen_at % 86400
WHERE tag IN (SELECT tag FROM caller
	WHERE case_id IS NOT NULL AND seen_at < ?1 ORDER BY seen_at LIMIT ?2);

-- name: caller_leave_cases
UPDATE cases SET tag = NULL WHERE tag = ?1;
