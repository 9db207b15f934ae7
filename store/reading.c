#include "store/reading.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/query.h"
#include "store/seal.h"
#include "store/secret.h"

enum {
	LOCAL_S = 7 * 3600,	/* Phnom Penh and Bangkok */
	DAY_S = 86400, WEEK = 7, SATURDAY = 5,
	PATIENCE_DAYS = 2, STAFF_ENOUGH = 2,
};

/* A case as a reader holds it. */
struct opened {
	struct matter matter;
	unsigned char pub[SEAL_PUBLIC];
	struct secret *secret;
};

/* 1 the centre reads the case, with its key in pub and box; 0 it does not. */
static int
find_key(struct store *store, const struct id *id, int64_t centre,
    unsigned char pub[SEAL_PUBLIC], unsigned char box[SEAL_KEY_BOX])
{
	struct query *q = query_start(store, SQL_READING_KEY);
	int rc;

	query_bind_blob(q, id->octets, ID_OCTETS);
	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, pub, SEAL_PUBLIC);
		query_copy(q, 1, box, SEAL_KEY_BOX);
	}
	query_end(q);
	return rc;
}

/* The first column of a statement about one number. */
static int
find_number(struct store *store, enum statement which, int64_t of,
    int64_t *out)
{
	struct query *q = query_start(store, which);
	int rc;

	query_bind_int(q, of);
	rc = query_next(q);
	if (rc == 1)
		*out = query_int(q, 0);
	query_end(q);
	return rc < 0 ? rc : 0;
}

/* A login outlives its member's departure: what it holds must not.  Who has
   no key, or has it no more, reads no case. */
static int
check_member(struct store *store, const struct login *login)
{
	enum role role;
	int rc = staff_standing(store, login_member(login)->id, &role);

	if (rc != 0)
		return rc;
	return role_holds_key(role) && login_centre_key(login) != NULL ? 0 :
	    -ENOENT;
}

static int
weekday(int64_t day)
{
	return (int)((day + 3) % WEEK);		/* 0 is Monday */
}

/* Two working days later; what comes at a weekend waits from Monday on. */
static int64_t
patience_end(int64_t opened_at)
{
	int64_t local = opened_at + LOCAL_S, day = local / DAY_S;
	int64_t second = local % DAY_S;

	for (; weekday(day) >= SATURDAY; day++)
		second = 0;
	for (int left = PATIENCE_DAYS; left > 0;)
		if (weekday(++day) < SATURDAY)
			left--;
	return day * DAY_S + second - LOCAL_S;
}

static bool
is_neglected(const struct matter *matter, int64_t now)
{
	return (matter->state == CASE_NEW ||
	    matter->state == CASE_INCOMPLETE) &&
	    now >= patience_end(matter->opened_at);
}

/* Whether a reader that is not the case's centre is shown it.  0; -ENOENT. */
static int
check_stand_in(struct store *store, const struct matter *matter, int64_t now)
{
	int64_t active = 0;
	int rc;

	if (matter->urgent || is_neglected(matter, now))
		return 0;
	rc = find_number(store, SQL_STAFF_ACTIVE, matter->centre, &active);
	return rc == 0 && active >= STAFF_ENOUGH ? -ENOENT : rc;
}

/* Find a case that this member may read. */
static int
find_case(struct store *store, const char *ref, const struct login *login,
    int64_t now, struct opened *out)
{
	const struct secret *key = login_centre_key(login);
	int64_t centre = login_member(login)->centre;
	unsigned char box[SEAL_KEY_BOX], own[SEAL_PUBLIC];
	int rc = check_member(store, login);

	if (rc == 0)
		rc = case_find(store, ref, &out->matter);
	if (rc != 0)
		return rc;
	rc = find_key(store, &out->matter.id, centre, out->pub, box);
	if (rc <= 0)
		return rc < 0 ? rc : -ENOENT;
	rc = out->matter.centre == centre ? 0 :
	    check_stand_in(store, &out->matter, now);
	if (rc != 0)
		return rc;
	crypto_scalarmult_base(own, key->octets);
	return seal_key_open(own, key->octets, box, out->secret->octets);
}

/* The same, noted as what is now done with it. */
static int
open_case(struct store *store, const char *ref, const struct login *login,
    const char *action, int64_t now, struct opened *out)
{
	int rc = find_case(store, ref, login, now, out);

	return rc != 0 ? rc : audit_add_case(store, login_member(login)->name,
	    action, &out->matter.id, now);
}

static int
open_item(struct query *q, const struct opened *opened,
    struct reading *reading)
{
	struct sealed sealed = { 0 };
	struct seal_place place = { .case_id = opened->matter.id };
	struct entry entry = { 0 };
	const void *ct;
	char *text = NULL;
	size_t n = 0;
	int rc;

	entry.n = place.n = query_int(q, 0);
	entry.kind = place.kind = talloc_strdup(reading, query_text(q, 1));
	entry.at = query_int(q, 2);
	query_copy(q, 3, sealed.nonce, SEAL_NONCE);
	query_copy(q, 4, sealed.key, SEAL_KEY_BOX);
	ct = query_blob(q, 5, &sealed.ct_n);
	sealed.ct = talloc_memdup(reading, ct, (unsigned)sealed.ct_n);
	rc = seal_open(reading, opened->pub, opened->secret->octets, &place,
	    &sealed, &text, &n);
	talloc_free(sealed.ct);
	if (rc != 0)
		return rc;
	entry.text = text;
	reading->entry = talloc_realloc(reading, reading->entry, struct entry,
	    (unsigned)(reading->n + 1));
	reading->entry[reading->n++] = entry;
	return 0;
}

static int
open_items(struct store *store, const struct opened *opened,
    struct reading *reading)
{
	struct query *q = query_start(store, SQL_READING_ITEMS);
	int rc;

	query_bind_blob(q, opened->matter.id.octets, ID_OCTETS);
	while ((rc = query_next(q)) == 1) {
		rc = open_item(q, opened, reading);
		if (rc != 0)
			break;
	}
	query_end(q);
	return rc;
}

int
case_read(struct store *store, TALLOC_CTX *ctx, const char *ref,
    const struct login *login, int64_t now, struct reading **out)
{
	struct reading *reading;
	struct opened opened = { 0 };
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	reading = talloc_zero(ctx, struct reading);
	opened.secret = secret_new(reading);
	rc = open_case(store, ref, login, "read", now, &opened);
	if (rc == 0)
		rc = open_items(store, &opened, reading);
	rc = store_finish(store, rc);
	if (rc != 0) {
		talloc_free(reading);
		return rc;
	}
	reading->matter = opened.matter;
	talloc_free(opened.secret);
	*out = reading;
	return 0;
}

int
case_note(struct store *store, const char *ref, const struct login *login,
    const char *text, int64_t now)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = store_begin(store);

	if (rc == 0) {
		rc = open_case(store, ref, login, "note", now, &opened);
		if (rc == 0)
			rc = case_add(store, &opened.matter.id, "note", text,
			    now);
		rc = store_finish(store, rc);
	}
	talloc_free(opened.secret);
	return rc;
}

int
case_step(struct store *store, const char *ref, const struct login *login,
    enum case_state state, int64_t now)
{
	struct opened opened;
	int rc;

	/* Filing is hers: without her 4 digits she could never ask for it. */
	if (state == CASE_NEW)
		return -EPERM;
	opened = (struct opened){ .secret = secret_new(NULL) };
	rc = store_begin(store);
	if (rc == 0) {
		rc = open_case(store, ref, login, "step", now, &opened);
		if (rc == 0)
			rc = case_set_state(store, &opened.matter.id, state,
			    opened.matter.version, now);
		rc = store_finish(store, rc);
	}
	talloc_free(opened.secret);
	return rc;
}
