-- Speaking back without a text: sentences that she reads when she dials, what she
-- said then, whether she is still to be called, and phones that were taken from
-- their cases.  All in clear, for calls can open no case; no word of hers is here.

CREATE TABLE canned (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	n INTEGER NOT NULL,
	code TEXT NOT NULL,
	day INTEGER NOT NULL,
	centre INTEGER NOT NULL,
	by TEXT NOT NULL,
	at INTEGER NOT NULL,
	read_on INTEGER NOT NULL DEFAULT 0,
	taken_back INTEGER NOT NULL DEFAULT 0 CHECK (taken_back IN (0, 1)),
	PRIMARY KEY (case_id, n)
) STRICT, WITHOUT ROWID;

-- day is the day she said it.
CREATE TABLE wish (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	what TEXT NOT NULL CHECK (what IN
		('withdraw', 'solved', 'unsolved', 'delete')),
	day INTEGER NOT NULL,
	PRIMARY KEY (case_id, what)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER wish_finished_anew AFTER UPDATE OF state ON cases
	WHEN NEW.state = 'finished' AND OLD.state <> 'finished' BEGIN
	DELETE FROM wish WHERE case_id = NEW.id
		AND what IN ('solved', 'unsolved');
END;

CREATE TABLE callback (
	case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
	asked_at INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	reached INTEGER NOT NULL CHECK (reached IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE detached (
	tag BLOB NOT NULL CHECK (length(tag) = 16),
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	PRIMARY KEY (tag, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX detached_case ON detached (case_id);

-- How often a number was answered by SMS of late and what of it was kept today;
-- gone when the next day begins.
CREATE TABLE budget (
	tag BLOB NOT NULL PRIMARY KEY CHECK (length(tag) = 16),
	replied_at INTEGER NOT NULL,
	said INTEGER NOT NULL,
	same INTEGER NOT NULL,
	vain INTEGER NOT NULL,
	window_at INTEGER NOT NULL,
	window INTEGER NOT NULL,
	day INTEGER NOT NULL,
	today INTEGER NOT NULL,
	items INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX budget_day ON budget (day);

-- When somebody answers a number, as a centre's hours; '' nobody knows.
ALTER TABLE fact ADD COLUMN hours TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 16;
