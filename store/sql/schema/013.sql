-- The people of a case, and what links cases.

-- She stands in a case under n, sealed to it (person.c).  who is a random number,
-- the same in each of her cases because staff said that she is one person.
-- opened_at is the case's.
CREATE TABLE person (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	n INTEGER NOT NULL,
	who BLOB NOT NULL CHECK (length(who) = 16),
	opened_at INTEGER NOT NULL,
	nonce BLOB NOT NULL,
	ct BLOB NOT NULL,
	ek BLOB NOT NULL,
	PRIMARY KEY (case_id, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX cases_of_person ON person (who, case_id);
CREATE INDEX persons_by_opening ON person (opened_at, case_id);

-- What a centre knows a name again by (link_key.h): under the centre's own key,
-- each time with another nonce, so that two rows of one name look unlike.
CREATE TABLE person_print (
	centre INTEGER NOT NULL REFERENCES centre,
	case_id BLOB NOT NULL,
	n INTEGER NOT NULL,
	print BLOB NOT NULL,
	PRIMARY KEY (centre, case_id, n),
	FOREIGN KEY (case_id, n) REFERENCES person ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX prints_of_person ON person_print (case_id, n);

-- A random key, sealed to the centre's own: what its prints and tags are made with.
CREATE TABLE link_key (
	centre INTEGER PRIMARY KEY REFERENCES centre,
	ek BLOB NOT NULL
) STRICT;

-- A licence of the register that a case is about; '' none.
ALTER TABLE cases ADD COLUMN agency TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_of_agency ON cases (centre, agency, opened_at)
	WHERE agency <> '';

-- The employer that a centre's staff named: a keyed hash; the name is an item of
-- the case.
CREATE TABLE employer (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	centre INTEGER NOT NULL REFERENCES centre,
	tag BLOB NOT NULL CHECK (length(tag) = 16),
	opened_at INTEGER NOT NULL,
	PRIMARY KEY (case_id, centre)
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_of_employer ON employer (centre, tag, opened_at);

-- A case that is another's duplicate.  ek is its secret half sealed to the other
-- case, so that who reads that one reads both; the versions are what joining
-- left of each, the rest how it was before.
CREATE TABLE joined (
	case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
	into_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	ek BLOB NOT NULL,
	at INTEGER NOT NULL,
	version INTEGER NOT NULL,
	into_version INTEGER NOT NULL,
	state TEXT NOT NULL,
	owner INTEGER,
	due_at INTEGER NOT NULL,
	waits_for TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX joined_into ON joined (into_id, at, case_id);

-- A relative's case, and the worker's own that she asks about: for staff alone.
CREATE TABLE about (
	case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
	about_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX asked_about ON about (about_id, case_id);

PRAGMA user_version = 13;
