-- The store.  Tags and ids are 16 octets.  Times are Unix seconds; those of a
-- case are rounded down to the hour, and a table without rowid keeps no order
-- of arrival, so that a copy of the file does not tell who wrote when.

CREATE TABLE inbox (
	time INTEGER NOT NULL,
	id TEXT NOT NULL,
	PRIMARY KEY (time, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE caller (
	tag BLOB NOT NULL PRIMARY KEY CHECK (length(tag) = 16),
	language INTEGER NOT NULL,
	channel INTEGER NOT NULL,
	profile TEXT NOT NULL,
	session TEXT NOT NULL,
	node TEXT NOT NULL,
	page INTEGER NOT NULL,
	kept TEXT NOT NULL,
	misses INTEGER NOT NULL,
	offered INTEGER NOT NULL,
	tree INTEGER NOT NULL,
	last_time INTEGER NOT NULL,
	last_id TEXT NOT NULL,
	answered_at INTEGER NOT NULL,
	echo INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	case_id BLOB CHECK (length(case_id) = 16),
	borrowed INTEGER NOT NULL,
	over INTEGER NOT NULL,
	replies INTEGER NOT NULL,
	replies_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX at_a_case ON caller (seen_at) WHERE case_id IS NOT NULL;
CREATE INDEX borrowed ON caller (seen_at) WHERE borrowed = 1;

-- Offices that read cases.  stand_in 0: the intake centre.
CREATE TABLE centre (
	id INTEGER PRIMARY KEY,
	name_km TEXT NOT NULL,
	name_km_latn TEXT NOT NULL,
	name_th TEXT NOT NULL,
	name_en TEXT NOT NULL UNIQUE,
	area TEXT NOT NULL,
	hours TEXT NOT NULL,
	phone TEXT NOT NULL,
	stand_in INTEGER NOT NULL DEFAULT 0,
	intake INTEGER NOT NULL DEFAULT 0 CHECK (intake IN (0, 1)),
	public_key BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;
CREATE UNIQUE INDEX one_intake ON centre (intake) WHERE intake = 1;

-- nth counts the cases of one tag: which of hers is the latest.
-- pin is null until it is filed.
CREATE TABLE cases (
	id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
	ref TEXT NOT NULL UNIQUE CHECK (length(ref) = 8),
	centre INTEGER NOT NULL REFERENCES centre,
	state TEXT NOT NULL CHECK (state IN
		('incomplete', 'new', 'working', 'call_us', 'finished')),
	urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
	category TEXT NOT NULL,
	destination TEXT NOT NULL,
	channel INTEGER NOT NULL,
	language INTEGER NOT NULL,
	opened_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	version INTEGER NOT NULL,
	tag BLOB CHECK (length(tag) = 16),
	nth INTEGER NOT NULL,
	public_key BLOB NOT NULL CHECK (length(public_key) = 32),
	pin BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX queue ON cases (urgent, changed_at)
	WHERE state <> 'finished';
CREATE INDEX queue_of_centre ON cases (centre, urgent, changed_at)
	WHERE state <> 'finished';
CREATE INDEX finished ON cases (urgent, changed_at)
	WHERE state = 'finished';
CREATE INDEX finished_of_centre ON cases (centre, urgent, changed_at)
	WHERE state = 'finished';
CREATE INDEX closed ON cases (changed_at) WHERE state = 'finished';
CREATE INDEX drafts ON cases (changed_at) WHERE state = 'incomplete';
CREATE INDEX cases_of_tag ON cases (tag, nth) WHERE tag IS NOT NULL;

-- What anyone may know of a case without a key.
CREATE VIEW matter AS SELECT id, ref, centre, state, urgent,
	pin IS NOT NULL AS filed, category, destination, channel, language,
	opened_at, changed_at, version, tag, nth, pin
	FROM cases;

-- What a caller or the staff wrote, sealed to the case (SEALING.md).
CREATE TABLE items (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	n INTEGER NOT NULL,
	kind TEXT NOT NULL,
	nonce BLOB NOT NULL,
	ct BLOB NOT NULL,
	ek BLOB NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (case_id, n)
) STRICT, WITHOUT ROWID;

-- The case's secret half, sealed to each centre that reads it.
CREATE TABLE reader (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	centre INTEGER NOT NULL REFERENCES centre,
	ek BLOB NOT NULL,
	PRIMARY KEY (case_id, centre)
) STRICT, WITHOUT ROWID;

-- state: 0 has an activation code, 1 active, 2 departed.  salt, verifier and
-- wrapped (her secret key) belong to the code, then to the password.
CREATE TABLE staff (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	centre INTEGER NOT NULL REFERENCES centre,
	state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
	salt BLOB,
	verifier BLOB,
	wrapped BLOB,
	public_key BLOB NOT NULL CHECK (length(public_key) = 32),
	changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_of_centre ON staff (centre, state);

-- A centre's secret key, sealed to a member.
CREATE TABLE grant_ (
	staff INTEGER NOT NULL REFERENCES staff,
	centre INTEGER NOT NULL REFERENCES centre,
	ek BLOB NOT NULL,
	PRIMARY KEY (staff, centre)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
	seq INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	object TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
	BEGIN SELECT RAISE (ABORT, 'the audit only grows'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
	BEGIN SELECT RAISE (ABORT, 'the audit only grows'); END;

-- Wrong secrets of a day (Unix day), by keyed hash of phone or case.
CREATE TABLE tries (
	day INTEGER NOT NULL,
	key BLOB NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (day, key)
) STRICT, WITHOUT ROWID;

-- Wrong passwords in a row, by a keyed hash of the name that was typed.
CREATE TABLE login_try (
	key BLOB NOT NULL PRIMARY KEY,
	n INTEGER NOT NULL,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_try_at ON login_try (at);

-- Is keys/ this store's?
CREATE TABLE key_check (
	name TEXT NOT NULL PRIMARY KEY,
	value BLOB NOT NULL CHECK (length(value) = 8)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
