-- name: audit_insert
INSERT INTO audit (at, actor, action, object) VALUES (?1, ?2, ?3, ?4);
