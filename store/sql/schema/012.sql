-- People at the counter and on the phone: what was done for whom, counted, never
-- a name.  heads is more than one where many were reached at once.
CREATE TABLE contact (
	id INTEGER PRIMARY KEY,
	centre INTEGER NOT NULL REFERENCES centre,
	day INTEGER NOT NULL,
	staff INTEGER NOT NULL REFERENCES staff,
	kind TEXT NOT NULL,
	channel TEXT NOT NULL,
	sex TEXT NOT NULL,
	age TEXT NOT NULL,
	province TEXT NOT NULL,
	destination TEXT NOT NULL,
	stage TEXT NOT NULL,
	sector TEXT NOT NULL,
	heads INTEGER NOT NULL CHECK (heads > 0)
) STRICT;
CREATE INDEX contact_by_day ON contact (centre, day, id);

PRAGMA user_version = 12;
