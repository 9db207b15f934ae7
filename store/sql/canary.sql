-- name: canary_put
INSERT INTO canary (id, made_at, sealed, digest) VALUES (1, ?1, ?2, ?3)
ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at,
	sealed = excluded.sealed, digest = excluded.digest;

-- name: canary
SELECT sealed, digest FROM canary WHERE id = 1;
