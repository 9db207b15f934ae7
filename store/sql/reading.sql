-- name: reading_key
SELECT cases.public_key, reader.ek
FROM reader JOIN cases ON cases.id = reader.case_id
WHERE reader.case_id = ?1 AND reader.centre = ?2;

-- name: reading_items
SELECT n, kind, at, nonce, ek, ct FROM items WHERE case_id = ?1 ORDER BY n;

-- Some of them: a case may have thousands.
-- name: scan_items
SELECT n, kind, at, nonce, ek, ct FROM items WHERE case_id = ?1 AND n > ?2
ORDER BY n LIMIT ?3;

-- The people of it, after its items.
-- name: scan_persons
SELECT n, 'person', opened_at, nonce, ek, ct FROM person
WHERE case_id = ?1 AND n > ?2 ORDER BY n LIMIT ?3;
