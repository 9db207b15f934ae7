-- What a caller allows (consent.h), and texts on their way (outbox.h).  Both lie
-- under a keyed hash of the case's id: who copies the file cannot say which case
-- a text was about.  Numbers and texts are sealed to the outbox key.

-- days: bit 0 is Monday.  from_ and until are minutes of the day in country, ''
-- where that is not known; heard_on is the day she last showed who she is.  phone is
-- a keyed hash of the number that may be texted, another than a caller's tag.
CREATE TABLE consent (
	about BLOB NOT NULL PRIMARY KEY CHECK (length(about) = 16),
	text INTEGER NOT NULL CHECK (text IN (0, 1)),
	call INTEGER NOT NULL CHECK (call IN (0, 1)),
	relative INTEGER NOT NULL CHECK (relative IN (0, 1)),
	days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 127),
	from_ INTEGER NOT NULL CHECK (from_ BETWEEN 0 AND 1440),
	until INTEGER NOT NULL CHECK (until BETWEEN from_ AND 1440),
	country TEXT NOT NULL,
	network TEXT NOT NULL,
	heard_on INTEGER NOT NULL,
	phone BLOB CHECK (length(phone) = 16),
	number BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX consent_phone ON consent (phone) WHERE phone IS NOT NULL;
CREATE INDEX consent_number ON consent (heard_on) WHERE number IS NOT NULL;

-- state is a rank and only grows (outbox.h).  text and number are sealed, and
-- null once they are not needed; message names words of the program instead.
CREATE TABLE outbox (
	id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
	about BLOB NOT NULL CHECK (length(about) = 16),
	kind INTEGER NOT NULL CHECK (kind IN (0, 1)),
	centre INTEGER NOT NULL REFERENCES centre,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
	why TEXT NOT NULL,
	taken INTEGER NOT NULL CHECK (taken IN (0, 1)),
	parts INTEGER NOT NULL CHECK (parts > 0),
	checked INTEGER NOT NULL CHECK (checked IN (0, 1)),
	language INTEGER NOT NULL,
	message TEXT NOT NULL,
	text BLOB,
	number BLOB,
	month INTEGER NOT NULL,
	queued_at INTEGER NOT NULL,
	due_at INTEGER NOT NULL,
	ends_at INTEGER NOT NULL,
	state_at INTEGER NOT NULL,
	tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (kind, due_at, id) WHERE state = 0;
CREATE INDEX outbox_state ON outbox (state, ends_at, id);
CREATE INDEX outbox_about ON outbox (about, queued_at);
CREATE INDEX outbox_queued ON outbox (queued_at, id);
CREATE INDEX outbox_ended ON outbox (ends_at);

-- Parts that texts of a centre had in a month (12 * year + month - 1).
CREATE TABLE outbox_cost (
	centre INTEGER NOT NULL REFERENCES centre,
	month INTEGER NOT NULL,
	parts INTEGER NOT NULL,
	PRIMARY KEY (centre, month)
) STRICT, WITHOUT ROWID;

-- Queued is paid for; what bearerbox never took is paid back.
CREATE TRIGGER outbox_pays AFTER INSERT ON outbox BEGIN
	INSERT INTO outbox_cost (centre, month, parts)
	VALUES (NEW.centre, NEW.month, NEW.parts)
	ON CONFLICT (centre, month) DO UPDATE SET parts = parts + NEW.parts;
END;
CREATE TRIGGER outbox_is_paid_back AFTER UPDATE OF state ON outbox
WHEN OLD.state < 2 AND NEW.state IN (4, 5) BEGIN
	UPDATE outbox_cost SET parts = parts - OLD.parts
	WHERE centre = OLD.centre AND month = OLD.month;
END;

PRAGMA user_version = 15;
