-- name: register_generation
SELECT generation FROM register WHERE one = 1;

-- name: register_head
SELECT r.generation, r.import, r.as_of, r.loaded_at, i.source, i.rows
FROM register r LEFT JOIN agency_import i ON i.n = r.import WHERE r.one = 1;

-- Head and agencies in one statement, so of one moment.
-- name: register_load
SELECT r.generation, r.import, r.as_of, r.loaded_at, i.source, i.rows,
	a.licence, a.name, a.name_km, a.aliases, a.abbreviations, a.status,
	a.valid_until, a.destinations, a.head_office, a.branches,
	a.representatives, a.last_seen
FROM register r LEFT JOIN agency_import i ON i.n = r.import
	LEFT JOIN agency a ON a.import = r.import
WHERE r.one = 1 ORDER BY a.licence;

-- name: register_set
UPDATE register SET generation = generation + 1, import = ?1, as_of = ?2,
	loaded_at = ?3
WHERE one = 1 AND import = ?4;

-- name: import_insert
INSERT INTO agency_import (state, base, as_of, source, digest, importer,
	begun_at, rows)
VALUES ('loading', ?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: import_decide
UPDATE agency_import SET state = ?2, decided_by = ?3, decided_at = ?4
WHERE n = ?1;

-- name: agency_insert
INSERT INTO agency (import, licence, name, name_km, aliases, abbreviations,
	status, valid_until, destinations, head_office, branches,
	representatives, last_seen)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);
