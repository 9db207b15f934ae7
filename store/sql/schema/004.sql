-- How many agencies stood when an import was compared; what it changes, with
-- the name to show beside it; and what rounds did unasked.

ALTER TABLE agency_import ADD COLUMN before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agency_change ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE agency_change ADD COLUMN revives INTEGER NOT NULL DEFAULT 0;

-- One row for each time a duty was carried out.  What it must know the next
-- time (an ETag) is in memo.
CREATE TABLE round (
	n INTEGER PRIMARY KEY,
	duty TEXT NOT NULL,
	begun_at INTEGER NOT NULL,
	ended_at INTEGER NOT NULL DEFAULT 0,
	result TEXT NOT NULL DEFAULT '',
	words TEXT NOT NULL DEFAULT '',
	memo TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX rounds_of_duty ON round (duty, n);

PRAGMA user_version = 4;
