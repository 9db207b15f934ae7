-- An office that a case is offered to gets a copy of what she agreed to, under
-- a key of its own, and no key of the case (parcel.h).  Offers from before are
-- withdrawn, and their readers with them; what was accepted stays where it is.
DELETE FROM reader WHERE EXISTS (SELECT 1 FROM referral
	JOIN cases ON cases.id = referral.case_id
	JOIN centre ON centre.id = cases.centre
	WHERE referral.case_id = reader.case_id AND referral.state = 'offered'
	AND referral.to_centre = reader.centre AND reader.centre <> coalesce(
	    nullif(centre.stand_in, 0),
	    (SELECT id FROM centre WHERE intake = 1), 0));
UPDATE cases SET waits_for = '' WHERE waits_for = 'centre' AND EXISTS
	(SELECT 1 FROM referral WHERE case_id = cases.id AND state = 'offered');
UPDATE referral SET state = 'withdrawn' WHERE state = 'offered';
UPDATE referral SET state = 'done' WHERE state = 'accepted';

-- The case that it became over there.
ALTER TABLE referral ADD COLUMN copy BLOB;
CREATE INDEX referral_of_copy ON referral (copy) WHERE copy IS NOT NULL;

CREATE TABLE parcel (
	id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
	ref TEXT NOT NULL UNIQUE CHECK (length(ref) = 8),
	case_id BLOB NOT NULL UNIQUE REFERENCES cases ON DELETE CASCADE,
	to_centre INTEGER NOT NULL REFERENCES centre,
	from_centre INTEGER NOT NULL REFERENCES centre,
	public_key BLOB NOT NULL CHECK (length(public_key) = 32),
	to_ek BLOB NOT NULL,
	from_ek BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_to ON parcel (to_centre);
CREATE INDEX parcel_from ON parcel (from_centre);
CREATE TABLE parcel_item (
	parcel BLOB NOT NULL REFERENCES parcel ON DELETE CASCADE,
	n INTEGER NOT NULL,
	kind TEXT NOT NULL,
	nonce BLOB NOT NULL,
	ct BLOB NOT NULL,
	ek BLOB NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (parcel, n)
) STRICT, WITHOUT ROWID;

-- Whom a centre writes to (partner.h); letters lie sealed in their cases.
CREATE TABLE partner (
	id INTEGER PRIMARY KEY,
	centre INTEGER NOT NULL REFERENCES centre,
	kind TEXT NOT NULL,
	country TEXT NOT NULL,
	name_km TEXT NOT NULL,
	name_th TEXT NOT NULL,
	name_en TEXT NOT NULL,
	address TEXT NOT NULL,
	phone TEXT NOT NULL,
	fact TEXT NOT NULL,
	active INTEGER NOT NULL CHECK (active IN (0, 1)),
	by TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX partner_of_centre ON partner (centre, id);

CREATE TABLE letter (
	case_id BLOB NOT NULL REFERENCES cases ON DELETE CASCADE,
	n INTEGER NOT NULL,
	chase_at INTEGER NOT NULL,
	answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
	by TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (case_id, n)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 21;
