-- What a member has begun to write, in any form of the desk: about a case sealed
-- to the case, about none sealed to her centre's key (SEALING.md).

CREATE TABLE draft_of_form (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	staff INTEGER NOT NULL REFERENCES staff,
	form TEXT NOT NULL,
	nonce BLOB NOT NULL,
	ct BLOB NOT NULL,
	ek BLOB NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (case_id, staff, form)
) STRICT, WITHOUT ROWID;
INSERT INTO draft_of_form SELECT case_id, staff, 'note', nonce, ct, ek, at
	FROM draft;
DROP TABLE draft;
ALTER TABLE draft_of_form RENAME TO draft;

CREATE TABLE own_draft (
	staff INTEGER NOT NULL REFERENCES staff,
	form TEXT NOT NULL,
	nonce BLOB NOT NULL,
	ct BLOB NOT NULL,
	ek BLOB NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (staff, form)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 14;
