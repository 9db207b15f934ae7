#include "store/search.h"

#include <errno.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/matter.h"
#include "store/opened.h"
#include "store/tries.h"

enum { DAY_S = 86400 };

/* One more today, or enough. */
static int
add_try(struct store *store, const struct login *login, int64_t now)
{
	int64_t member = login_member(login)->id, n = 0;
	unsigned char key[KEY_TAG_SIZE];
	int rc;

	keys_tag(store->keys, "search", &member, sizeof(member), key);
	rc = tries_count(store, now / DAY_S, key, &n);
	if (rc != 0 || n >= SEARCHES_A_DAY)
		return rc != 0 ? rc : -EAGAIN;
	return tries_add(store, now / DAY_S, key);
}

static int
load(struct store *store, TALLOC_CTX *ctx, const char *e164,
    struct matters *out)
{
	const struct tag tag = caller_tag(store, e164);
	struct query *q = query_start(store, SQL_CASES_OF_NUMBER);

	query_bind_blob(q, &tag, sizeof(tag));
	query_bind_int(q, SEARCH_MAX);
	return matters_read(q, ctx, out);
}

/* What is not hers to read was never found. */
static int
keep_hers(struct store *store, const struct login *login, int64_t now,
    struct matters *search)
{
	struct opened opened = { .secret = secret_new(NULL) };
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; i < search->n && rc == 0; i++) {
		rc = opened_find(store, search->matter[i].ref, login, now,
		    &opened);
		if (rc == 0)
			search->matter[kept++] = search->matter[i];
		if (rc == -ENOENT)
			rc = 0;
	}
	talloc_free(opened.secret);
	search->n = kept;
	return rc;
}

static int
run(struct store *store, TALLOC_CTX *ctx, const char *e164,
    const struct login *login, int64_t now, struct matters *out)
{
	int rc = add_try(store, login, now);

	if (rc == 0)
		rc = audit_add(store, login_member(login)->name, "search",
		    "number", now);
	if (rc == 0)
		rc = load(store, ctx, e164, out);
	return rc == 0 ? keep_hers(store, login, now, out) : rc;
}

int
search_number(struct store *store, TALLOC_CTX *ctx, const char *e164,
    const struct login *login, int64_t now, struct matters **out)
{
	struct matters *search = talloc_zero(ctx, struct matters);
	int rc = store_begin(store);

	if (rc == 0)
		rc = store_finish(store, run(store, search, e164, login, now,
		    search));
	if (rc == 0)
		*out = search;
	else
		talloc_free(search);
	return rc;
}
