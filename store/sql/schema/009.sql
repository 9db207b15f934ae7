-- Looking agencies up: what was answered, for a day, so that a number can follow;
-- and how many asked.  No word of what was typed.

CREATE TABLE lookup (
	tag BLOB PRIMARY KEY NOT NULL CHECK (length(tag) = 16),
	at INTEGER NOT NULL,
	language INTEGER NOT NULL,
	said TEXT NOT NULL,
	country TEXT NOT NULL,
	licences TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lookup_at ON lookup (at);

CREATE TABLE looked_up (
	said TEXT NOT NULL,
	day INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (said, day)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 9;
