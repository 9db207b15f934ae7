#include "store/rekey.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "store/audit.h"
#include "store/empty_box.h"
#include "store/centre.h"
#include "store/draft.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/link_key.h"
#include "store/parcel.h"
#include "store/member.h"
#include "store/query.h"
#include "store/remake.h"

enum { STEP = 128 };			/* rows of reader looked at in one */

/* A change under way, as its row says. */
struct under_way {
	int64_t centre, from;
	unsigned char old_box[SEAL_KEY_BOX];
	struct id after;
	int64_t after_centre;
};

/* 1 and what is under way for a centre; 0 nothing is. */
static int
find(struct store *store, int64_t centre, struct under_way *out)
{
	struct query *q = query_start(store, SQL_REKEY_FIND);
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1) {
		*out = (struct under_way){ .centre = centre,
		    .from = query_int(q, 0), .after_centre = query_int(q, 3) };
		query_copy(q, 1, out->old_box, SEAL_KEY_BOX);
		query_copy(q, 2, &out->after, sizeof(out->after));
	}
	query_end(q);
	return rc;
}

/* ---- beginning ---- */

static int
set_key(struct store *store, int64_t centre, int64_t epoch,
    const unsigned char pub[SEAL_PUBLIC])
{
	unsigned char canary[EMPTY_BOX];
	struct query *q;
	int rc = empty_box_make(pub, canary);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CENTRE_KEY_SET);
	query_bind_int(q, centre);
	query_bind_blob(q, pub, SEAL_PUBLIC);
	query_bind_int(q, epoch);
	query_bind_blob(q, canary, EMPTY_BOX);
	return query_run(q);
}

/* Pinned before the store names it: what is killed here is begun again under
   the same number, and nothing was sealed to the key that is lost. */
int
rekey_new_key(struct store *store, int64_t centre, struct secret *fresh,
    unsigned char pub[SEAL_PUBLIC])
{
	int64_t epoch = 0;
	int rc = centre_epoch(store, centre, &epoch);

	if (rc != 0)
		return rc;
	seal_pair(pub, fresh->octets);
	rc = keys_centre_pin(store->keys, centre, epoch + 1, pub);
	if (rc != 0)
		return store_fail(store, rc, "keys/ cannot be written");
	return set_key(store, centre, epoch + 1, pub);
}

int
rekey_note(struct store *store, int64_t centre, int64_t from,
    const unsigned char *old_box)
{
	struct query *q = query_start(store, SQL_REKEY_ADD);

	query_bind_int(q, centre);
	query_bind_int(q, from);
	query_bind_blob(q, old_box, SEAL_KEY_BOX);
	return query_run(q);
}

static int
grant(struct store *store, int64_t centre, int64_t staff,
    const unsigned char pub[SEAL_PUBLIC], const struct secret *fresh)
{
	unsigned char box[SEAL_KEY_BOX];
	struct query *q;
	int rc = seal_key(pub, fresh->octets, box);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_GRANT_REPLACE);
	query_bind_int(q, staff);
	query_bind_int(q, centre);
	query_bind_blob(q, box, SEAL_KEY_BOX);
	return query_run(q);
}

/* Also those whose activation code is not yet used. */
int
rekey_grant_all(struct store *store, int64_t centre, const struct secret *fresh)
{
	struct query *q = query_start(store, SQL_STAFF_WITH_KEY);
	unsigned char pub[SEAL_PUBLIC];
	int rc;

	query_bind_int(q, centre);
	while ((rc = query_next(q)) == 1) {
		query_copy(q, 1, pub, SEAL_PUBLIC);
		rc = grant(store, centre, query_int(q, 0), pub, fresh);
		if (rc != 0)
			break;
	}
	query_end(q);
	return rc;
}

int
rekey_audit(struct store *store, const char *by, const char *action,
    int64_t centre, int64_t now)
{
	char object[24];

	snprintf(object, sizeof(object), "centre %" PRId64, centre);
	return audit_add(store, by, action, object, now);
}

int
rekey_start(struct store *store, int64_t centre, const struct secret *old,
    const char *by, int64_t now, struct secret *fresh)
{
	unsigned char pub[SEAL_PUBLIC], box[SEAL_KEY_BOX];
	struct under_way under_way;
	int rc = centre_check_secret(store, centre, old);

	if (rc == 0)
		rc = find(store, centre, &under_way);
	if (rc == 1)
		return store_fail(store, -EAGAIN, "the centre's key is just "
		    "being changed");
	if (rc == 0)
		rc = rekey_new_key(store, centre, fresh, pub);
	if (rc == 0)
		rc = seal_key(pub, old->octets, box);
	if (rc == 0)
		rc = rekey_note(store, centre, centre, box);
	if (rc == 0)
		rc = link_key_reseal(store, centre, old, pub);
	if (rc == 0)
		rc = own_drafts_reseal(store, centre, old, pub);
	if (rc == 0)
		rc = parcel_reseal(store, centre, old, pub);
	if (rc == 0)
		rc = rekey_grant_all(store, centre, fresh);
	return rc == 0 ? rekey_audit(store, by, "rekey", centre, now) : rc;
}

int
centre_rekey(struct store *store, int64_t centre, const struct secret *old,
    const char *by, int64_t now, struct secret *fresh)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, rekey_start(store, centre,
	    old, by, now, fresh));
}

/* ---- going on ---- */

struct moved {
	struct id case_id;
	unsigned char was[SEAL_KEY_BOX], is[SEAL_KEY_BOX];
};
struct step {
	struct under_way at;
	struct secret *opener, *of_case;
	unsigned char opener_pub[SEAL_PUBLIC], pub[SEAL_PUBLIC];
	size_t n;
	struct moved moved[STEP];
	bool over;
};

/* What does not open was sealed to the new key already. */
static int
add_row(struct step *step, const struct id *id,
    const unsigned char box[SEAL_KEY_BOX])
{
	struct moved *moved = &step->moved[step->n];

	if (seal_key_open(step->opener_pub, step->opener->octets, box,
	    step->of_case->octets) != 0)
		return 0;
	moved->case_id = *id;
	memcpy(moved->was, box, SEAL_KEY_BOX);
	step->n++;
	return seal_key(step->pub, step->of_case->octets, moved->is);
}

static int
read_rows(struct store *store, struct step *step)
{
	struct query *q = query_start(store, SQL_REKEY_READERS);
	unsigned char box[SEAL_KEY_BOX];
	int looked = 0, rc;
	struct id after = step->at.after;

	query_bind_blob(q, &after, step->at.after_centre == 0 ? 0 :
	    sizeof(after));
	query_bind_int(q, step->at.after_centre);
	query_bind_int(q, STEP);
	while ((rc = query_next(q)) == 1) {
		looked++;
		query_copy(q, 0, &step->at.after, sizeof(struct id));
		step->at.after_centre = query_int(q, 1);
		query_copy(q, 2, box, SEAL_KEY_BOX);
		if (step->at.after_centre == step->at.from)
			rc = add_row(step, &step->at.after, box);
		if (rc < 0)
			break;
	}
	query_end(q);
	step->over = looked < STEP;
	return rc;
}

static int
write_row(struct store *store, const struct step *step,
    const struct moved *moved)
{
	struct query *q = query_start(store, SQL_REKEY_READER_SET);

	query_bind_blob(q, &moved->case_id, sizeof(moved->case_id));
	query_bind_int(q, step->at.centre);
	query_bind_blob(q, moved->is, SEAL_KEY_BOX);
	/* A stand-in replaces what nobody can open. */
	query_bind_blob(q, step->at.from == step->at.centre ? moved->was :
	    NULL, SEAL_KEY_BOX);
	return query_run(q);
}

static int
write_rows(struct store *store, const struct step *step)
{
	struct query *q;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < step->n; i++)
		rc = write_row(store, step, &step->moved[i]);
	if (rc != 0)
		return rc;
	q = query_start(store, step->over ? SQL_REKEY_DONE : SQL_REKEY_WENT);
	query_bind_int(q, step->at.centre);
	if (!step->over) {
		query_bind_blob(q, &step->at.after, sizeof(struct id));
		query_bind_int(q, step->at.after_centre);
	}
	return query_run(q);
}

/* The key that opens what is to be sealed anew. */
static int
find_opener(struct step *step, const struct secret *key)
{
	unsigned char pub[SEAL_PUBLIC];
	int rc = crypto_scalarmult_base(pub, key->octets) == 0 ? 0 : -EBADMSG;

	if (rc == 0 && step->at.from == step->at.centre)
		rc = seal_key_open(pub, key->octets, step->at.old_box,
		    step->opener->octets);
	else
		memcpy(step->opener->octets, key->octets, SECRET_OCTETS);
	return rc == 0 && crypto_scalarmult_base(step->opener_pub,
	    step->opener->octets) == 0 ? 0 : -EBADMSG;
}

/* Opened and sealed outside the transaction, which then is short. */
static int
take(struct store *store, struct step *step, const struct secret *key)
{
	int rc;

	step->opener = secret_new(step);
	step->of_case = secret_new(step);
	rc = find_opener(step, key);
	if (rc == 0)
		rc = centre_public(store, step->at.centre, step->pub);
	if (rc == 0)
		rc = read_rows(store, step);
	if (rc == 0)
		rc = store_begin(store);
	return rc != 0 ? rc : store_finish(store, write_rows(store, step));
}

/* 1 and which centre's change this one's key carries on; 0 none. */
static int
find_of_holder(struct store *store, int64_t holder, struct under_way *out)
{
	struct query *q = query_start(store, SQL_REKEY_FROM);
	int64_t centre = 0;
	int rc;

	query_bind_int(q, holder);
	rc = query_next(q);
	if (rc == 1)
		centre = query_int(q, 0);
	query_end(q);
	return rc == 1 ? find(store, centre, out) : rc;
}

int
rekey_step(struct store *store, int64_t holder, const struct secret *key,
    bool *left)
{
	struct under_way under_way;
	struct step *step;
	int rc = find_of_holder(store, holder, &under_way);

	if (rc != 1) {
		*left = false;
		return rc;
	}
	step = talloc_zero(NULL, struct step);
	step->at = under_way;
	rc = take(store, step, key);
	if (rc == 0 && step->over)
		rc = find_of_holder(store, holder, &under_way);
	else if (rc == 0)
		rc = 1;
	talloc_free(step);
	if (rc >= 0)
		*left = rc == 1;
	return rc < 0 ? rc : 0;
}

int
rekey_finish(struct store *store, int64_t holder, const struct secret *key)
{
	bool left = true;
	int rc = 0;

	while (rc == 0 && left)
		rc = rekey_step(store, holder, key, &left);
	return rc;
}

int
rekey_old(struct store *store, int64_t centre, const struct secret *key,
    struct secret *old)
{
	unsigned char pub[SEAL_PUBLIC];
	struct under_way under_way;
	int rc = find(store, centre, &under_way);

	if (rc != 1 || under_way.from != centre)
		return rc < 0 ? rc : 0;
	if (crypto_scalarmult_base(pub, key->octets) != 0 ||
	    seal_key_open(pub, key->octets, under_way.old_box,
	    old->octets) != 0)
		return store_fail(store, -EIO, "the key before does not open");
	return 1;
}
