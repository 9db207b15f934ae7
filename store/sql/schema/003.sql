-- What texts may name (menus/facts.yaml and what an operator made of it), and
-- what she writes for phones herself.  Every version is kept; in_use is the
-- one that counts.

CREATE TABLE fact (
	seq INTEGER PRIMARY KEY,
	in_use INTEGER NOT NULL CHECK (in_use IN (0, 1)),
	id TEXT NOT NULL,
	value TEXT NOT NULL,
	source TEXT NOT NULL,
	source_date TEXT NOT NULL,
	checked_on TEXT NOT NULL,
	expires_on TEXT NOT NULL,
	confidence TEXT NOT NULL,
	confirmed_by TEXT NOT NULL,
	contact INTEGER NOT NULL CHECK (contact IN (0, 1)),
	what TEXT NOT NULL CHECK (what IN
		('file', 'renewed', 'confirmed', 'withdrawn')),
	who TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX fact_in_use ON fact (id) WHERE in_use = 1;
CREATE INDEX fact_history ON fact (id, seq);
CREATE TRIGGER fact_is_not_deleted BEFORE DELETE ON fact
	BEGIN SELECT RAISE (ABORT, 'the history of facts only grows'); END;

-- since and until are days; until is empty where a notice was taken away.
CREATE TABLE notice (
	seq INTEGER PRIMARY KEY,
	in_use INTEGER NOT NULL CHECK (in_use IN (0, 1)),
	name TEXT NOT NULL,
	km TEXT NOT NULL,
	km_latn TEXT NOT NULL,
	th TEXT NOT NULL,
	en TEXT NOT NULL,
	since TEXT NOT NULL,
	until TEXT NOT NULL,
	who TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX notice_in_use ON notice (name) WHERE in_use = 1;
CREATE INDEX notice_history ON notice (name, seq);
CREATE TRIGGER notice_is_not_deleted BEFORE DELETE ON notice
	BEGIN SELECT RAISE (ABORT, 'the history of notices only grows'); END;

PRAGMA user_version = 3;
