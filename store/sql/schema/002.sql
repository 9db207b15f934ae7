-- The register of licensed agencies.  Days are days since 1970-01-01, 0 where
-- none was said; an agency's columns hold the text forms of agency.h.

-- One row per import ever begun.  base is the import it was compared with.
-- importer is a member's name, '' whoever has the shell, 'rounds'.
CREATE TABLE agency_import (
	n INTEGER PRIMARY KEY,
	state TEXT NOT NULL CHECK (state IN ('loading', 'pending', 'applied',
		'rejected', 'superseded', 'abandoned')),
	base INTEGER NOT NULL,
	as_of INTEGER NOT NULL,
	source TEXT NOT NULL,
	digest BLOB NOT NULL,
	importer TEXT NOT NULL,
	begun_at INTEGER NOT NULL,
	rows INTEGER NOT NULL,
	added INTEGER NOT NULL DEFAULT 0,
	removed INTEGER NOT NULL DEFAULT 0,
	changed INTEGER NOT NULL DEFAULT 0,
	revived INTEGER NOT NULL DEFAULT 0,
	confirmed_by TEXT NOT NULL DEFAULT '',
	decided_by TEXT NOT NULL DEFAULT '',
	decided_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX one_pending ON agency_import (state)
	WHERE state = 'pending';
CREATE INDEX imports_loading ON agency_import (state)
	WHERE state = 'loading';

-- last_seen 0: it is on this list.
CREATE TABLE agency (
	import INTEGER NOT NULL REFERENCES agency_import,
	licence TEXT NOT NULL,
	name TEXT NOT NULL,
	name_km TEXT NOT NULL,
	aliases TEXT NOT NULL,
	abbreviations TEXT NOT NULL,
	status TEXT NOT NULL,
	valid_until TEXT NOT NULL,
	destinations TEXT NOT NULL,
	head_office TEXT NOT NULL,
	branches TEXT NOT NULL,
	representatives TEXT NOT NULL,
	last_seen TEXT NOT NULL,
	PRIMARY KEY (import, licence)
) STRICT, WITHOUT ROWID;

-- What an import changes, field by field; field '' is a new agency and is_
-- its name.  With the applied imports, the history of each licence.
CREATE TABLE agency_change (
	import INTEGER NOT NULL REFERENCES agency_import,
	licence TEXT NOT NULL,
	field TEXT NOT NULL,
	was TEXT NOT NULL,
	is_ TEXT NOT NULL,
	PRIMARY KEY (import, licence, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_of_licence ON agency_change (licence, import);

-- Which import stands.  generation grows with every change of this row;
-- as_of may be later than the import's when its source said it again.
CREATE TABLE register (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	generation INTEGER NOT NULL,
	import INTEGER NOT NULL,
	as_of INTEGER NOT NULL,
	loaded_at INTEGER NOT NULL
) STRICT;
INSERT INTO register VALUES (1, 0, 0, 0, 0);

PRAGMA user_version = 2;
