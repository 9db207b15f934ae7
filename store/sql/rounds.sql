-- name: round_insert
INSERT INTO round (duty, begun_at) VALUES (?1, ?2);

-- name: round_end
UPDATE round SET ended_at = ?2, result = ?3, words = ?4, memo = ?5
WHERE n = ?1;

-- name: round_forget
DELETE FROM round WHERE n IN (SELECT n FROM round WHERE n < ?1
	ORDER BY n LIMIT ?2);

-- name: round_page
SELECT n, duty, begun_at, ended_at, result, words, memo FROM round
WHERE n > 0 ORDER BY n DESC LIMIT ?1;

-- name: round_page_of_duty
SELECT n, duty, begun_at, ended_at, result, words, memo FROM round
WHERE duty = ?2 ORDER BY n DESC LIMIT ?1;
