-- name: audit_insert
INSERT INTO audit (seq, at, actor, action, object, chain)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: audit_last
SELECT seq, chain FROM audit WHERE seq = (SELECT max(seq) FROM audit);

-- name: audit_head_set
INSERT OR REPLACE INTO audit_head (one, seq, seal) VALUES (1, ?1, ?2);

-- name: audit_head_get
SELECT seq, seal FROM audit_head WHERE one = 1;

-- name: audit_from
SELECT seq, at, actor, action, object, chain FROM audit WHERE seq >= ?1
ORDER BY seq;

-- name: audit_page
SELECT seq, at, actor, action, object, chain FROM audit WHERE seq >= ?1
ORDER BY seq LIMIT ?2;

-- name: audit_before
SELECT seq, at, actor, action, object, chain FROM audit WHERE seq < ?1
ORDER BY seq DESC LIMIT ?2;
