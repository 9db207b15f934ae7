-- Callers' rows lie under an integer, the first 8 octets of their tag: a page of
-- the tree holds hundreds of those, but two dozen whole rows (HACKING.md).  It
-- tells no order of arrival either.  last_id, 36 letters on the wire, lies as the
-- 16 octets it stands for; one of another form stays text.

CREATE TABLE caller_by_key (
	key INTEGER PRIMARY KEY,
	tag BLOB NOT NULL CHECK (length(tag) = 16),
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
	last_id ANY NOT NULL,
	answered_at INTEGER NOT NULL,
	echo INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	case_id BLOB CHECK (length(case_id) = 16),
	borrowed INTEGER NOT NULL,
	over INTEGER NOT NULL,
	replies INTEGER NOT NULL,
	replies_at INTEGER NOT NULL,
	due INTEGER NOT NULL
) STRICT;

-- << and | bind alike, from the left.
INSERT OR REPLACE INTO caller_by_key SELECT
	instr('123456789abcdef', substr(lower(hex(tag)), 1, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 2, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 3, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 4, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 5, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 6, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 7, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 8, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 9, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 10, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 11, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 12, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 13, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 14, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 15, 1)) << 4 |
	instr('123456789abcdef', substr(lower(hex(tag)), 16, 1)),
	caller.*,
	CASE WHEN borrowed = 1 THEN seen_at + 15 * 60
	WHEN case_id IS NOT NULL THEN seen_at + 86400 ELSE 0 END
	FROM caller;

DROP TABLE caller;
ALTER TABLE caller_by_key RENAME TO caller;

-- Whose row loses something at some time: written when that begins, not at each
-- of her steps.  A row that is due earlier than it should be is looked at again.
CREATE TABLE caller_due (
	at INTEGER NOT NULL,
	key INTEGER NOT NULL,
	PRIMARY KEY (at, key)
) STRICT, WITHOUT ROWID;
INSERT INTO caller_due SELECT due, key FROM caller WHERE due <> 0;

-- What was carried out.  key: the second and the first 30 bits of the id; id: its
-- last 64 bits.  See inbox.c.
CREATE TABLE inbox_by_key (
	key INTEGER PRIMARY KEY,
	id INTEGER NOT NULL
) STRICT;

INSERT OR IGNORE INTO inbox_by_key SELECT
	(time << 30) | ((
	instr('123456789abcdef', substr(lower(id), 1, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 2, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 3, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 4, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 5, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 6, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 7, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 8, 1))
	) >> 2),
	instr('123456789abcdef', substr(lower(id), 20, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 21, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 22, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 23, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 25, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 26, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 27, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 28, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 29, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 30, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 31, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 32, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 33, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 34, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 35, 1)) << 4 |
	instr('123456789abcdef', substr(lower(id), 36, 1))
	FROM inbox;

DROP TABLE inbox;
ALTER TABLE inbox_by_key RENAME TO inbox;

PRAGMA user_version = 7;
