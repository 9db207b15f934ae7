-- Each audit row is chained to the one before (audit.h): chain is a keyed hash
-- of it and of the row before.  Rows from before this have none, and are in
-- the hash of the first that has one.  audit_head seals how far it goes.
ALTER TABLE audit ADD COLUMN chain BLOB;
CREATE TABLE audit_head (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	seq INTEGER NOT NULL,
	seal BLOB NOT NULL
) STRICT;

PRAGMA user_version = 10;
