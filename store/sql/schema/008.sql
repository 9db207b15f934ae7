-- What staff do with a case.  owner is a member; due_at is when somebody must
-- have done something; waits_for is whom the case waits for, '' nobody.
ALTER TABLE cases ADD COLUMN owner INTEGER;
ALTER TABLE cases ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN waits_for TEXT NOT NULL DEFAULT '';
UPDATE cases SET due_at = opened_at + CASE urgent WHEN 1 THEN 3600
	ELSE 172800 END;

DROP VIEW matter;
CREATE VIEW matter AS SELECT id, ref, centre, state, urgent,
	pin IS NOT NULL AS filed, category, destination, channel, language,
	opened_at, changed_at, version, owner, due_at, waits_for,
	tag, nth, pin
	FROM cases;

-- What is due first comes first; a change of a case no longer moves it.
DROP INDEX queue;
DROP INDEX queue_of_centre;
CREATE INDEX queue ON cases (urgent, due_at) WHERE state <> 'finished';
CREATE INDEX queue_of_centre ON cases (centre, urgent, due_at)
	WHERE state <> 'finished';
CREATE INDEX queue_of_owner ON cases (owner, urgent, due_at)
	WHERE owner IS NOT NULL AND state <> 'finished';
CREATE INDEX queue_of_nobody ON cases (centre, urgent, due_at)
	WHERE owner IS NULL AND state <> 'finished';
CREATE INDEX queue_that_waits ON cases (centre, urgent, due_at)
	WHERE waits_for <> '' AND state <> 'finished';
CREATE INDEX finished_last ON cases (centre, changed_at)
	WHERE state = 'finished';

-- Who changed what, by the version it made.  Versions that are not here were
-- made by the caller.
CREATE TABLE edit (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	version INTEGER NOT NULL,
	by TEXT NOT NULL,
	what TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (case_id, version)
) STRICT, WITHOUT ROWID;

-- What a member has begun to write and not yet kept, sealed to the case.
CREATE TABLE draft (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	staff INTEGER NOT NULL REFERENCES staff,
	nonce BLOB NOT NULL,
	ct BLOB NOT NULL,
	ek BLOB NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (case_id, staff)
) STRICT, WITHOUT ROWID;

-- A number that grows whenever a case of the centre changes: the cheap answer
-- to: whether there is anything new.
CREATE TABLE pulse (
	centre INTEGER PRIMARY KEY,
	n INTEGER NOT NULL
) STRICT;
CREATE TRIGGER pulse_opened AFTER INSERT ON cases BEGIN
	INSERT INTO pulse (centre, n) VALUES (NEW.centre, 1)
	ON CONFLICT (centre) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER pulse_changed AFTER UPDATE OF version ON cases BEGIN
	INSERT INTO pulse (centre, n) VALUES (NEW.centre, 1)
	ON CONFLICT (centre) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER pulse_deleted AFTER DELETE ON cases BEGIN
	INSERT INTO pulse (centre, n) VALUES (OLD.centre, 1)
	ON CONFLICT (centre) DO UPDATE SET n = n + 1;
END;

PRAGMA user_version = 8;
