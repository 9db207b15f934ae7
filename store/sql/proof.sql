-- name: proof_pin
SELECT pin FROM cases WHERE id = ?1 AND pin IS NOT NULL;

-- name: case_erase
DELETE FROM cases WHERE id = ?1;

-- name: proof_note
INSERT INTO proof (case_id, until) VALUES (?1, ?2)
ON CONFLICT (case_id) DO UPDATE SET until = excluded.until;

-- name: proof_until
SELECT until FROM proof WHERE case_id = ?1;
