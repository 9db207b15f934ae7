-- name: key_check
SELECT value FROM key_check WHERE name = ?1;

-- name: key_check_add
INSERT INTO key_check (name, value) VALUES (?1, ?2);

-- Changes nothing, but has to be written.
-- name: probe
UPDATE key_check SET value = value WHERE name = 'tag';

-- name: begin
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: mark
SAVEPOINT mark;

-- name: mark_return
ROLLBACK TO mark;

-- name: mark_remove
RELEASE mark;
