-- Whom a case is about, as far as it is counted: short values of the desk's
-- lists, '' not said; and whether she is there regularly: yes, no, '' not said.
CREATE TABLE facet (
	case_id BLOB PRIMARY KEY NOT NULL REFERENCES cases ON DELETE CASCADE,
	sex TEXT NOT NULL,
	age TEXT NOT NULL,
	province TEXT NOT NULL,
	regular TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE contact ADD COLUMN regular TEXT NOT NULL DEFAULT '';

CREATE INDEX opened_by_time ON cases (centre, opened_at);

-- A month as it was given out, which never changes any more.  month is its
-- first day.
CREATE TABLE publication (
	centre INTEGER NOT NULL REFERENCES centre,
	month INTEGER NOT NULL,
	by TEXT NOT NULL,
	at INTEGER NOT NULL,
	numbers TEXT NOT NULL,
	PRIMARY KEY (centre, month)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 18;
