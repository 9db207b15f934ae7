#include "store/scan.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/opened.h"
#include "store/query.h"
#include "store/secret.h"

/* People come after all items. */
enum { PEOPLE_AFTER = 1 << 30 };

struct scan_key { struct secret *secret; unsigned char pub[SEAL_PUBLIC]; };

static struct scan_key *
copy_key(TALLOC_CTX *ctx, const struct secret *key)
{
	struct scan_key *copy = talloc(ctx, struct scan_key);

	copy->secret = secret_new(copy);
	memcpy(copy->secret->octets, key->octets, SECRET_OCTETS);
	crypto_scalarmult_base(copy->pub, key->octets);
	return copy;
}

int
scan_begin(struct store *store, TALLOC_CTX *ctx, const struct login *login,
    int64_t now, struct scan_key **out)
{
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = opened_holder(store, login);
	if (rc == 0)
		rc = audit_add(store, login_member(login)->name, "search",
		    "words", now);
	rc = store_finish(store, rc);
	if (rc == 0)
		*out = copy_key(ctx, login_centre_key(login));
	return rc;
}

static int
load_key(struct store *store, const struct id *id, int64_t centre,
    struct scan *scan)
{
	struct query *q = query_start(store, SQL_READING_KEY);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, scan->pub, SEAL_PUBLIC);
		query_copy(q, 1, scan->box, SEAL_KEY_BOX);
	}
	query_end(q);
	return rc == 1 ? 0 : rc == 0 ? -ENOENT : rc;
}

/* As SQL_READING_ITEMS has its columns. */
static struct scan_item
read_item(struct query *q, TALLOC_CTX *ctx)
{
	struct scan_item item = {
		.n = query_int(q, 0),
		.kind = talloc_strdup(ctx, query_text(q, 1)),
		.at = query_int(q, 2),
	};
	const void *ct = query_blob(q, 5, &item.sealed.ct_n);

	query_copy(q, 3, item.sealed.nonce, SEAL_NONCE);
	query_copy(q, 4, item.sealed.key, SEAL_KEY_BOX);
	item.sealed.ct = talloc_memdup(ctx, ct, (unsigned)item.sealed.ct_n);
	return item;
}

/* From one place of items or of people on, up to max in all. */
static int
load_items(struct store *store, enum statement which, int64_t base,
    int64_t after, unsigned max, struct scan *scan)
{
	struct query *q;
	int rc = 0;

	if (scan->n >= max)
		return 0;
	q = query_start(store, which);
	query_bind_blob(q, &scan->id, sizeof(scan->id));
	query_bind_int(q, after > base ? after - base : 0);
	query_bind_int(q, max - (unsigned)scan->n);
	while ((rc = query_next(q)) == 1) {
		scan->item = talloc_realloc(scan, scan->item,
		    struct scan_item, (unsigned)(scan->n + 1));
		scan->item[scan->n] = read_item(q, scan);
		scan->item[scan->n].after = base + scan->item[scan->n].n;
		scan->n++;
	}
	query_end(q);
	return rc;
}

int
scan_load(struct store *store, TALLOC_CTX *ctx, const struct id *id,
    int64_t centre, int64_t after, unsigned max, struct scan **out)
{
	struct scan *scan = talloc_zero(ctx, struct scan);
	int rc;

	scan->id = *id;
	rc = load_key(store, id, centre, scan);
	if (rc == 0 && after < PEOPLE_AFTER)
		rc = load_items(store, SQL_SCAN_ITEMS, 0, after, max, scan);
	if (rc == 0)
		rc = load_items(store, SQL_SCAN_PERSONS, PEOPLE_AFTER, after,
		    max, scan);
	if (rc == 0)
		*out = scan;
	else
		talloc_free(scan);
	return rc;
}

int
scan_open_key(const struct scan_key *key, const struct scan *scan,
    struct secret *out)
{
	return seal_key_open(key->pub, key->secret->octets, scan->box,
	    out->octets);
}

int
scan_open(TALLOC_CTX *ctx, const struct scan *scan,
    const struct secret *secret, const struct scan_item *item, char **text)
{
	const struct seal_place place = { .case_id = scan->id, .n = item->n,
	    .kind = item->kind };
	size_t n;

	return seal_open(ctx, scan->pub, secret->octets, &place,
	    &item->sealed, text, &n);
}

static int
note_each(struct store *store, const struct login *login,
    const char (*refs)[REF_DIGITS + 1], size_t n, int64_t now, bool *shown)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		rc = opened_case(store, refs[i], login, "found", now,
		    &opened);
		shown[i] = rc == 0;
		if (rc == -ENOENT)
			rc = 0;
	}
	talloc_free(opened.secret);
	return rc;
}

int
scan_end(struct store *store, const struct login *login,
    const char (*refs)[REF_DIGITS + 1], size_t n, int64_t now, bool *shown)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, note_each(store, login,
	    refs, n, now, shown));
}
