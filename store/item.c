#include "store/item.h"

int
item_unseal(TALLOC_CTX *ctx, struct query *q, int first,
    const struct opened *opened, const struct seal_place *place, char **text)
{
	struct sealed sealed = { 0 };
	const void *ct = query_blob(q, first + 2, &sealed.ct_n);
	size_t n;
	int rc;

	query_copy(q, first, sealed.nonce, SEAL_NONCE);
	query_copy(q, first + 1, sealed.key, SEAL_KEY_BOX);
	sealed.ct = talloc_memdup(ctx, ct, (unsigned)sealed.ct_n);
	rc = seal_open(ctx, opened->pub, opened->secret->octets, place,
	    &sealed, text, &n);
	talloc_free(sealed.ct);
	return rc;
}

int
item_open(TALLOC_CTX *ctx, struct query *q, const struct opened *opened,
    struct entry *out)
{
	struct entry entry = { .n = query_int(q, 0),
	    .kind = talloc_strdup(ctx, query_text(q, 1)),
	    .at = query_int(q, 2) };
	struct seal_place place = { .case_id = opened->matter.id,
	    .n = entry.n, .kind = entry.kind };
	char *text = NULL;
	int rc = item_unseal(ctx, q, 3, opened, &place, &text);

	entry.text = text;
	if (rc == 0)
		*out = entry;
	return rc;
}

int
item_last(struct store *store, TALLOC_CTX *ctx, const struct opened *opened,
    const char *kind, const char **text)
{
	struct query *q = query_start(store, SQL_ITEM_OF_KIND);
	struct entry entry = { 0 };
	int rc;

	query_bind_blob(q, &opened->matter.id, sizeof(opened->matter.id));
	query_bind_text(q, kind);
	rc = query_next(q);
	if (rc == 1)
		rc = item_open(ctx, q, opened, &entry);
	query_end(q);
	if (rc == 0)
		*text = entry.text;
	return rc;
}
