#include "store/centre.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/empty_box.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/paper.h"
#include "store/query.h"
#include "store/seal.h"
#include "store/secret.h"

static_assert((int)KEY_OCTETS == (int)SECRET_OCTETS);
enum { NAMES = 4 };

static int
load_key(struct store *store, int64_t centre, unsigned char key[KEY_OCTETS],
    int64_t *epoch)
{
	struct query *q = query_start(store, SQL_CENTRE_KEY);
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, key, KEY_OCTETS);
		*epoch = query_int(q, 1);
	}
	query_end(q);
	if (rc == 0)
		return store_fail(store, -ENOENT, "no such centre");
	return rc < 0 ? rc : 0;
}

static int
explain(struct store *store, int64_t centre, int rc)
{
	if (rc == -EKEYREJECTED)
		return store_fail(store, rc, "the key of centre %lld in keys/ "
		    "is not the one in the store: find out who changed it",
		    (long long)centre);
	return rc != -ENOENT ? rc : store_fail(store, rc, "no key of centre "
	    "%lld is pinned in keys/: put back the keys/ that belong to this "
	    "store", (long long)centre);
}

/* The row is asked each time: the key may have been changed by another
   process, and who changes the row alone is found out. */
int
centre_public(struct store *store, int64_t centre,
    unsigned char out[KEY_OCTETS])
{
	unsigned char row[KEY_OCTETS], known[KEY_OCTETS];
	int64_t epoch = 0;
	int rc = load_key(store, centre, row, &epoch);

	assert(store->keys != NULL);
	if (rc != 0)
		return rc;
	if (!keys_centre(store->keys, centre, epoch, known))
		rc = keys_centre_trust(store->keys, centre, epoch, row);
	else if (sodium_memcmp(known, row, KEY_OCTETS) != 0)
		rc = -EKEYREJECTED;
	if (rc == 0)
		memcpy(out, row, KEY_OCTETS);
	return rc == 0 ? 0 : explain(store, centre, rc);
}

int
centre_epoch(struct store *store, int64_t centre, int64_t *out)
{
	unsigned char row[KEY_OCTETS];

	return load_key(store, centre, row, out);
}

int
centre_check_secret(struct store *store, int64_t centre,
    const struct secret *secret)
{
	unsigned char pub[KEY_OCTETS], own[KEY_OCTETS];
	int rc = centre_public(store, centre, pub);

	if (rc != 0)
		return rc;
	if (crypto_scalarmult_base(own, secret->octets) != 0 ||
	    sodium_memcmp(own, pub, KEY_OCTETS) != 0)
		return store_fail(store, -EACCES, "the key of another centre");
	return 0;
}

static bool
is_short(const char *text)
{
	return strnlen(text, CENTRE_TEXT_MAX + 1) <= CENTRE_TEXT_MAX;
}

static int
check(struct store *store, const struct centre *centre)
{
	unsigned char key[KEY_OCTETS];
	int64_t epoch;

	for (int i = 0; i < NAMES; i++)
		if (!is_short(centre->name[i]))
			return store_fail(store, -EINVAL, "a long name");
	if (centre->name[NAMES - 1][0] == '\0')
		return store_fail(store, -EINVAL, "no English name");
	if (!is_short(centre->area) || !is_short(centre->phone))
		return store_fail(store, -EINVAL, "a long area or phone");
	if (centre->hours[0] != '\0' && centre_check_hours(centre->hours) != 0)
		return store_fail(store, -EINVAL,
		    "hours are like \"1-5 8:00-12:00 13:30-17:00\"");
	return centre->stand_in == 0 ? 0 :
	    load_key(store, centre->stand_in, key, &epoch);
}

static void
bind(struct query *q, const struct centre *centre)
{
	for (int i = 0; i < NAMES; i++)
		query_bind_text(q, centre->name[i]);
	query_bind_text(q, centre->area);
	query_bind_text(q, centre->hours);
	query_bind_text(q, centre->phone);
	query_bind_int(q, centre->stand_in);
	query_bind_int(q, centre->intake);
}

static int
insert(struct store *store, const struct centre *centre,
    const unsigned char pub[KEY_OCTETS], int64_t *id)
{
	unsigned char canary[EMPTY_BOX];
	struct query *q;
	int rc = check(store, centre);

	if (rc == 0)
		rc = empty_box_make(pub, canary);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CENTRE_INSERT);
	bind(q, centre);
	query_bind_blob(q, pub, KEY_OCTETS);
	query_bind_blob(q, canary, EMPTY_BOX);
	rc = query_run(q);
	if (rc != 0)
		return rc;
	*id = query_inserted(store);
	/* Pinned before it is durable: a centre without a pinned key would
	   refuse every case, a pinned key without a centre hurts nobody. */
	rc = keys_centre_pin(store->keys, *id, 1, pub);
	if (rc != 0)
		return store_fail(store, rc, "keys/ cannot be written");
	return 0;
}

int
centre_add(struct store *store, TALLOC_CTX *ctx, const struct centre *centre,
    int64_t *id, struct secret **secret, char **paper)
{
	struct secret *made = secret_new(ctx);
	unsigned char pub[KEY_OCTETS];
	int64_t new_id = 0;
	int rc;

	assert(store->keys != NULL);
	seal_pair(pub, made->octets);
	rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, insert(store, centre, pub, &new_id));
	if (rc != 0) {
		talloc_free(made);
		return rc;
	}
	*id = new_id;
	*paper = paper_key(ctx, made->octets);
	*secret = made;
	return 0;
}

int
centre_from_paper(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    const char *paper, struct secret **out)
{
	struct secret *read = secret_new(ctx);
	int rc = paper_key_read(paper, read->octets);

	if (rc == 0)
		rc = centre_check_secret(store, centre, read);
	if (rc != 0) {
		talloc_free(read);
		return rc;
	}
	*out = read;
	return 0;
}

static int
update(struct store *store, const struct centre *centre)
{
	struct query *q;
	int rc = check(store, centre);

	if (rc != 0)
		return rc;
	if (centre->stand_in == centre->id)
		return store_fail(store, -EINVAL, "its own stand-in");
	q = query_start(store, SQL_CENTRE_UPDATE);
	bind(q, centre);
	query_bind_int(q, centre->id);
	rc = query_run(q);
	if (rc == 0 && query_changed(store) == 0)
		rc = store_fail(store, -ENOENT, "no such centre");
	return rc;
}

int
centre_change(struct store *store, const struct centre *centre)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, update(store, centre));
}

static void
load_row(struct query *q, TALLOC_CTX *ctx, struct centre *out)
{
	out->id = query_int(q, 0);
	for (int i = 0; i < NAMES; i++)
		out->name[i] = talloc_strdup(ctx, query_text(q, 1 + i));
	out->area = talloc_strdup(ctx, query_text(q, 5));
	out->hours = talloc_strdup(ctx, query_text(q, 6));
	out->phone = talloc_strdup(ctx, query_text(q, 7));
	out->stand_in = query_int(q, 8);
	out->intake = query_int(q, 9) != 0;
	out->active_staff = (unsigned)query_int(q, 10);
	out->started_at = query_int(q, 11);
}

int
centres_load(struct store *store, TALLOC_CTX *ctx, struct centres **out)
{
	struct centres *all = talloc_zero(ctx, struct centres);
	struct query *q = query_start(store, SQL_CENTRE_ALL);
	int rc;

	while ((rc = query_next(q)) == 1) {
		all->centre = talloc_realloc(all, all->centre, struct centre,
		    (unsigned)(all->n + 1));
		load_row(q, all, &all->centre[all->n++]);
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

const struct centre *
centre_by_id(const struct centres *centres, int64_t id)
{
	for (size_t i = 0; i < centres->n; i++)
		if (centres->centre[i].id == id)
			return &centres->centre[i];
	return NULL;
}

const struct centre *
centre_intake(const struct centres *centres)
{
	for (size_t i = 0; i < centres->n; i++)
		if (centres->centre[i].intake)
			return &centres->centre[i];
	return NULL;
}

const struct centre *
centre_stand_in(const struct centres *centres, const struct centre *centre)
{
	const struct centre *other = centre->stand_in == 0 ?
	    centre_intake(centres) : centre_by_id(centres, centre->stand_in);

	return other == centre ? NULL : other;
}
