-- What a rehearsal of a backup must be able to open: canary.h.
CREATE TABLE canary (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	made_at INTEGER NOT NULL,
	sealed BLOB NOT NULL,
	digest BLOB NOT NULL
) STRICT;

PRAGMA user_version = 17;
