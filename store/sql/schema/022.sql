-- Forgetting.  reckoning: the time that erasing believes (reckoning.h).
CREATE TABLE reckoning (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	believed_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	nights INTEGER NOT NULL
) STRICT;

-- What will be erased, as it was when it came on the list.
CREATE TABLE going (
	case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
	centre INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	listed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX going_by_change ON going (changed_at);
CREATE INDEX going_of_centre ON going (centre, changed_at, case_id);

-- Cases that stay longer, and on whose word; why is an item of the case.
CREATE TABLE kept (
	case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
	by TEXT NOT NULL,
	until INTEGER NOT NULL,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A member wants a case erased at once; another one must agree.
CREATE TABLE erasure (
	case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
	staff INTEGER NOT NULL REFERENCES staff,
	leads INTEGER NOT NULL CHECK (leads IN (0, 1)),
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 22;
