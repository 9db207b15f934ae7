-- Who is told when nobody looks.  A member's own phone is sealed to the key of
-- what calls sends and shown to nobody; who leaves the house has none.
CREATE TABLE staff_phone (
	staff INTEGER PRIMARY KEY REFERENCES staff,
	box BLOB NOT NULL,
	language INTEGER NOT NULL,
	reminders INTEGER NOT NULL CHECK (reminders IN (0, 1)),
	reminded_on INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A line of a centre's roster.  part: 0 on duty, 1 stands in.  hours as a
-- centre's; since and until are days, 0 where it is open.
CREATE TABLE shift (
	id INTEGER PRIMARY KEY,
	centre INTEGER NOT NULL REFERENCES centre,
	staff INTEGER NOT NULL REFERENCES staff,
	part INTEGER NOT NULL CHECK (part IN (0, 1)),
	hours TEXT NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL
) STRICT;
CREATE INDEX shifts_of_centre ON shift (centre, id);
CREATE INDEX shifts_of_staff ON shift (staff);

CREATE TRIGGER phone_departs AFTER UPDATE OF state ON staff
	WHEN NEW.state = 2 BEGIN
	DELETE FROM staff_phone WHERE staff = NEW.id;
	DELETE FROM shift WHERE staff = NEW.id;
END;

-- An urgent case that nobody has opened, since when to the second, and how
-- many steps have been told of it.  Past the last step only the hour stays.
CREATE TABLE alarm (
	case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
	centre INTEGER NOT NULL REFERENCES centre,
	at INTEGER NOT NULL,
	step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alarms_by_time ON alarm (step, at);
CREATE INDEX alarms_of_centre ON alarm (centre);

-- Texts that said so, while alarms of the centre stand: what is still queued is
-- dropped with the last of them.
CREATE TABLE alarm_text (
	centre INTEGER NOT NULL REFERENCES centre,
	id BLOB NOT NULL,
	PRIMARY KEY (centre, id)
) STRICT, WITHOUT ROWID;

-- When a member of the centre last opened one of its cases, to the hour; and
-- whether callers are told that it is slow.
CREATE TABLE diligence (
	centre INTEGER PRIMARY KEY REFERENCES centre,
	opened_at INTEGER NOT NULL,
	slow INTEGER NOT NULL DEFAULT 0 CHECK (slow IN (0, 1))
) STRICT;

-- Until when a caller counts as the one who filed, by what she told staff.
CREATE TABLE proof (
	case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
	until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What who leads a centre is told of: a text that was sent all the same, a
-- reference that was given again, a call that nobody made.
CREATE TABLE remark (
	id INTEGER PRIMARY KEY,
	centre INTEGER NOT NULL REFERENCES centre,
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	what TEXT NOT NULL,
	by TEXT NOT NULL,
	at INTEGER NOT NULL,
	seen_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX remarks_of_centre ON remark (centre, id) WHERE seen_by = '';
CREATE INDEX remarks_of_case ON remark (case_id);

PRAGMA user_version = 19;
