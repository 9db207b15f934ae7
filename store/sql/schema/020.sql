-- A centre's key is changed when somebody who held it leaves.  epoch counts its
-- keys; key_due says since when the key should be another, 0 it need not;
-- canary is a box sealed to the key that holds nothing; paper_at and
-- rehearsed_at are when the paper of this key was typed back and when it last
-- opened the canary; started_at is when it began to take cases (footing.h).
ALTER TABLE centre ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
ALTER TABLE centre ADD COLUMN key_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE centre ADD COLUMN canary BLOB;
ALTER TABLE centre ADD COLUMN paper_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE centre ADD COLUMN rehearsed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE centre ADD COLUMN started_at INTEGER NOT NULL DEFAULT 0;
-- Who works already goes on.
UPDATE centre SET started_at = unixepoch() WHERE EXISTS
	(SELECT 1 FROM staff WHERE staff.centre = centre.id AND state = 1);

-- A change of key under way: cases after this row of reader are not yet sealed
-- to the new one.  from_centre is whose key opens them: the centre's own, then
-- old_ek is the key before, sealed to the new one; or its stand-in's.
CREATE TABLE rekey (
	centre INTEGER PRIMARY KEY REFERENCES centre,
	from_centre INTEGER NOT NULL REFERENCES centre,
	old_ek BLOB,
	after_case BLOB NOT NULL,
	after_centre INTEGER NOT NULL
) STRICT;

CREATE INDEX rekey_from ON rekey (from_centre, centre);

-- When she had done all that the practice queue asks for; 0 not yet.
ALTER TABLE staff ADD COLUMN practised_at INTEGER NOT NULL DEFAULT 0;
-- Has a row in a store of invented cases, and in no other.
CREATE TABLE practice (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;

PRAGMA user_version = 20;
