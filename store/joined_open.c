#include "store/joined.h"

#include <sodium.h>

#include "store/matter.h"
#include "store/opened.h"

/* A row (case, ek) of what was joined to a case, opened with that one's key. */
static int
open_row(TALLOC_CTX *ctx, struct query *q, const struct opened *into,
    struct opened *out)
{
	unsigned char box[SEAL_KEY_BOX];
	int rc;

	query_copy(q, 0, &out->matter.id, sizeof(struct id));
	query_copy(q, 1, box, sizeof(box));
	out->secret = secret_new(ctx);
	rc = seal_key_open(into->pub, into->secret->octets, box,
	    out->secret->octets);
	if (rc == 0)
		crypto_scalarmult_base(out->pub, out->secret->octets);
	return rc;
}

static int
open_those_of(struct store *store, TALLOC_CTX *ctx, const struct opened *into,
    struct opened_list *list)
{
	struct query *q = query_start(store, SQL_JOINED_INTO);
	struct opened one = { 0 };
	int rc;

	query_bind_blob(q, &into->matter.id, sizeof(struct id));
	query_bind_int(q, JOINED_MAX);
	while ((rc = query_next(q)) == 1 && list->n < JOINED_MAX) {
		rc = open_row(ctx, q, into, &one);
		if (rc != 0)
			break;
		list->opened = talloc_realloc(ctx, list->opened,
		    struct opened, (unsigned)(list->n + 1));
		list->opened[list->n++] = one;
	}
	query_end(q);
	return rc < 0 ? rc : 0;
}

/* The list grows while it is walked: what was joined to a duplicate follows. */
int
opened_joined(struct store *store, TALLOC_CTX *ctx, const struct opened *into,
    struct opened_list *out)
{
	struct opened_list list = { 0 };
	struct opened of;
	int rc = open_those_of(store, ctx, into, &list);

	for (size_t i = 0; rc == 0 && i < list.n; i++) {
		rc = case_load(store, &list.opened[i].matter.id,
		    &list.opened[i].matter);
		of = list.opened[i];
		if (rc == 0)
			rc = open_those_of(store, ctx, &of, &list);
	}
	if (rc == 0)
		*out = list;
	return rc;
}
