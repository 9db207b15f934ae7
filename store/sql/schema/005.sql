-- An operator takes it upon herself that phones are shown texts nobody has
-- reviewed, until a day.  The last row counts.

CREATE TABLE permit (
	seq INTEGER PRIMARY KEY,
	until TEXT NOT NULL,
	who TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;

PRAGMA user_version = 5;
