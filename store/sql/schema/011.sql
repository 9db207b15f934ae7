-- A case offered to another centre.  One row a case and office it went to; the
-- words are items of the case.
CREATE TABLE referral (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	to_centre INTEGER NOT NULL REFERENCES centre,
	from_centre INTEGER NOT NULL REFERENCES centre,
	state TEXT NOT NULL CHECK (state IN
		('offered', 'withdrawn', 'refused', 'accepted', 'done')),
	by TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (case_id, to_centre)
) STRICT, WITHOUT ROWID;
CREATE INDEX referral_in ON referral (to_centre, at)
	WHERE state = 'offered';
CREATE INDEX referral_out ON referral (from_centre, at)
	WHERE state IN ('offered', 'accepted');

PRAGMA user_version = 11;
