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

-- The source says again that its list is the one that stands.
-- name: register_touch
UPDATE register SET generation = generation + 1, as_of = ?1
WHERE one = 1 AND import > 0 AND as_of < ?1;

-- name: import_insert
INSERT INTO agency_import (state, base, as_of, source, digest, importer,
	begun_at, rows, before, added, removed, changed, revived)
VALUES ('loading', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: import_find
SELECT n, state, base, as_of, source, digest, importer, begun_at, rows, before,
	added, removed, changed, revived, confirmed_by, decided_by, decided_at
FROM agency_import WHERE n = ?1;

-- The latest first; ?1 is one more than the first wanted.
-- name: import_page
SELECT n, state, base, as_of, source, digest, importer, begun_at, rows, before,
	added, removed, changed, revived, confirmed_by, decided_by, decided_at
FROM agency_import WHERE n < ?1 ORDER BY n DESC LIMIT ?2;

-- name: import_pending
SELECT n FROM agency_import WHERE state = 'pending';

-- name: import_decide
UPDATE agency_import SET state = ?2, decided_by = ?3, decided_at = ?4
WHERE n = ?1;

-- name: import_supersede
UPDATE agency_import SET state = 'superseded', decided_by = ?1,
	decided_at = ?2
WHERE state = 'pending';

-- name: import_abandon
UPDATE agency_import SET state = 'abandoned', decided_at = ?1
WHERE state = 'loading';

-- name: import_set_confirmed
UPDATE agency_import SET confirmed_by = ?2 WHERE n = ?1;

-- name: agency_insert
INSERT INTO agency (import, licence, name, name_km, aliases, abbreviations,
	status, valid_until, destinations, head_office, branches,
	representatives, last_seen)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- The next import that has rows, and whether they are still needed.
-- name: agency_rows_next
SELECT a.import, i.state IN ('pending', 'loading')
	OR a.import = (SELECT import FROM register WHERE one = 1)
FROM agency a JOIN agency_import i ON i.n = a.import
WHERE a.import > ?1 ORDER BY a.import LIMIT 1;

-- name: agency_rows_drop
DELETE FROM agency WHERE import = ?1 AND licence IN
	(SELECT licence FROM agency WHERE import = ?1 LIMIT ?2);

-- name: change_insert
INSERT INTO agency_change (import, licence, field, name, was, is_, revives)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: change_of_import
SELECT licence, field, name, was, is_, revives FROM agency_change
WHERE import = ?1 ORDER BY licence, field;

-- name: change_of_licence
SELECT c.licence, c.field, c.name, c.was, c.is_, c.revives,
	i.n, i.as_of, i.source, i.importer, i.decided_by, i.decided_at
FROM agency_change c JOIN agency_import i ON i.n = c.import
WHERE c.licence = ?1 AND i.state = 'applied' ORDER BY c.import, c.field;
