-- name: contact_add
INSERT INTO contact (centre, day, staff, kind, channel, sex, age, province,
	destination, stage, sector, heads)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: contacts_between
SELECT id, day, staff, kind, channel, sex, age, province, destination, stage,
	sector, heads
FROM contact WHERE centre = ?1 AND day >= ?2 AND day < ?3 ORDER BY day, id;

-- Only her own, and only on its day: what was counted stays counted.
-- name: contact_delete
DELETE FROM contact WHERE id = ?1 AND staff = ?2 AND day = ?3;

-- What was finished between two times, with how it ended.
-- name: finished_between
SELECT * FROM matter
WHERE state = 'finished' AND centre = ?1 AND changed_at >= ?2
	AND changed_at < ?3
ORDER BY changed_at;

-- name: open_of_centre
SELECT * FROM matter WHERE state <> 'finished' AND centre = ?1;

-- name: item_of_kind
SELECT n, kind, at, nonce, ek, ct FROM items WHERE case_id = ?1 AND kind = ?2
ORDER BY n DESC LIMIT 1;
