-- name: consent_load
SELECT text, call, relative, days, from_, until, country, network, heard_on,
	number IS NOT NULL
FROM consent WHERE about = ?1;

-- phone and number: null leaves what is there.
-- name: consent_save
INSERT INTO consent (about, text, call, relative, days, from_, until, country,
	network, heard_on, phone, number)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (about) DO UPDATE SET text = ?2, call = ?3, relative = ?4,
	days = ?5, from_ = ?6, until = ?7, country = ?8, network = ?9,
	heard_on = ?10, phone = coalesce(?11, phone),
	number = coalesce(?12, number);

-- name: consent_erase
UPDATE consent SET text = 0, phone = NULL, number = NULL WHERE about = ?1;

-- name: consent_heard
UPDATE consent SET heard_on = max(heard_on, ?2) WHERE about = ?1;

-- name: consent_move
UPDATE consent SET country = ?2 WHERE about = ?1;

-- name: consent_forget
DELETE FROM consent WHERE about = ?1;

-- Her wish to be texted has run out: the number goes, the wish stays to be asked
-- about again.
-- name: consent_purge
UPDATE consent SET phone = NULL, number = NULL WHERE about IN
	(SELECT about FROM consent
	WHERE heard_on < ?1 AND number IS NOT NULL LIMIT ?2);

-- name: consent_of_phone
SELECT about FROM consent WHERE phone = ?1 LIMIT 1;

-- name: consent_number
SELECT number FROM consent WHERE about = ?1;

-- name: outbox_add
INSERT INTO outbox (id, about, kind, centre, state, why, taken, parts, checked,
	language, message, text, number, month, queued_at, due_at, ends_at,
	state_at, tries)
VALUES (?1, ?2, ?3, ?4, 0, '', 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
	?12, 0);

-- What each reads of a row, in the order of outbox.c.

-- name: outbox_load
SELECT id, kind, centre, state, why, taken, parts, queued_at, due_at, ends_at,
	state_at, tries
FROM outbox WHERE id = ?1;

-- name: outbox_of_case
SELECT id, kind, centre, state, why, taken, parts, queued_at, due_at, ends_at,
	state_at, tries
FROM outbox WHERE about = ?1 ORDER BY queued_at;

-- name: outbox_page
SELECT id, kind, centre, state, why, taken, parts, queued_at, due_at, ends_at,
	state_at, tries
FROM outbox WHERE (queued_at, id) > (?1, ?2) ORDER BY queued_at, id LIMIT ?3;

-- name: outbox_due
SELECT id, kind, centre, state, why, taken, parts, queued_at, due_at, ends_at,
	state_at, tries, about, checked, language, message, text, number
FROM outbox WHERE state = 0 AND kind = ?1 AND due_at <= ?2
ORDER BY due_at, id LIMIT ?3;

-- name: outbox_next
SELECT due_at FROM outbox WHERE state = 0 AND kind = ?1
ORDER BY due_at, id LIMIT 1;

-- name: outbox_count
SELECT count(*) FROM outbox WHERE state = ?1;

-- name: outbox_cost
SELECT parts FROM outbox_cost WHERE centre = ?1 AND month = ?2;

-- Never back.  Beyond sending nobody needs the words any more.
-- name: outbox_move
UPDATE outbox SET state = ?2, why = ?3, state_at = ?4,
	text = CASE WHEN ?2 > 1 THEN NULL ELSE text END,
	number = CASE WHEN ?2 > 1 THEN NULL ELSE number END
WHERE id = ?1 AND state < ?2;

-- name: outbox_put_off
UPDATE outbox SET state = 0, due_at = ?2, why = ?3, tries = tries + (state = 1)
WHERE id = ?1 AND state < 2;

-- name: outbox_taken
UPDATE outbox SET taken = 1 WHERE id = ?1 AND taken = 0;

-- name: outbox_recover
UPDATE outbox SET state = 3, why = 'broken off', state_at = ?1, text = NULL,
	number = NULL
WHERE state = 1;

-- name: outbox_end_case
UPDATE outbox SET state = 4, why = ?2, state_at = ?3, text = NULL, number = NULL
WHERE about = ?1 AND state = 0;

-- name: outbox_expire
UPDATE outbox SET state = 4, why = 'late', state_at = ?1, text = NULL,
	number = NULL
WHERE id IN (SELECT id FROM outbox WHERE state = 0 AND ends_at <= ?1 LIMIT ?2);

-- name: outbox_silent
UPDATE outbox SET state = 3, why = 'silent', state_at = ?3
WHERE id IN (SELECT id FROM outbox WHERE state = 2 AND ends_at <= ?1 LIMIT ?2);

-- name: outbox_purge
DELETE FROM outbox WHERE id IN
	(SELECT id FROM outbox WHERE ends_at < ?1 LIMIT ?2);
