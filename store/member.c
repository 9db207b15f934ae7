#include "store/member.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/paper.h"
#include "store/query.h"

static_assert((int)PASSWORD_CODE == (int)PAPER_CODE);

int
member_find(struct store *store, const char *name, struct member_row *out)
{
	struct query *q = query_start(store, SQL_STAFF_BY_NAME);
	int rc;

	query_bind_text(q, name);
	rc = query_next(q);
	if (rc != 1)
		return rc < 0 ? rc : -ENOENT;
	out->id = query_int(q, 0);
	out->centre = query_int(q, 1);
	out->state = (enum member_state)query_int(q, 2);
	query_copy(q, 3, out->salt, sizeof(out->salt));
	query_copy(q, 4, out->verifier, sizeof(out->verifier));
	query_copy(q, 5, out->wrapped, sizeof(out->wrapped));
	query_copy(q, 6, out->pub, sizeof(out->pub));
	out->changed_at = query_int(q, 7);
	rc = role_find(query_text(q, 8), &out->role);
	if (rc == 0)
		rc = factor_find(query_text(q, 9), &out->factor);
	query_copy(q, 10, out->factor_box, sizeof(out->factor_box));
	out->factor_last = query_int(q, 11);
	out->practised_at = query_int(q, 12);
	query_end(q);
	return rc == 0 ? 0 : -EIO;
}

char *
member_pair(TALLOC_CTX *ctx, struct member_row *row)
{
	struct secret *own = secret_new(ctx), *wrap = secret_new(own);
	unsigned char code[PASSWORD_CODE];
	char *text;

	seal_pair(row->pub, own->octets);
	randombytes_buf(code, sizeof(code));
	password_from_code(code, wrap);
	secret_wrap(wrap, own, row->wrapped);
	text = paper_code(ctx, code);
	sodium_memzero(code, sizeof(code));
	talloc_free(own);
	return text;
}

int
member_grant(struct store *store, int64_t id, const struct member_row *row,
    const struct secret *centre_key)
{
	unsigned char box[SEAL_KEY_BOX];
	struct query *q;
	int rc = seal_key(row->pub, centre_key->octets, box);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_GRANT_INSERT);
	query_bind_int(q, id);
	query_bind_int(q, row->centre);
	query_bind_blob(q, box, SEAL_KEY_BOX);
	return query_run(q);
}
