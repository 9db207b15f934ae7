#include "store/ended.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/matter.h"
#include "store/opened.h"

struct month {
	struct store *store;
	const struct login *login;
	int64_t now;
	ended_each *each;
	void *arg;
};

static int
open_item(TALLOC_CTX *ctx, struct query *q, const struct opened *opened,
    char **text)
{
	struct seal_place place = { .case_id = opened->matter.id,
	    .n = query_int(q, 0), .kind = talloc_strdup(ctx, query_text(q,
	    1)) };
	struct sealed sealed = { 0 };
	const void *ct = query_blob(q, 5, &sealed.ct_n);
	size_t n;

	query_copy(q, 3, sealed.nonce, SEAL_NONCE);
	query_copy(q, 4, sealed.key, SEAL_KEY_BOX);
	sealed.ct = talloc_memdup(ctx, ct, (unsigned)sealed.ct_n);
	return seal_open(ctx, opened->pub, opened->secret->octets, &place,
	    &sealed, text, &n);
}

/* What was noted when it was finished last; *text stays NULL without. */
static int
open_outcome(struct month *month, TALLOC_CTX *ctx,
    const struct matter *matter, char **text)
{
	struct opened opened = { .secret = secret_new(ctx) };
	struct query *q;
	int rc = opened_find(month->store, matter->ref, month->login,
	    month->now, &opened);

	if (rc != 0)
		return rc == -ENOENT || rc == -EBADMSG ? 0 : rc;
	q = query_start(month->store, SQL_ITEM_OF_KIND);
	query_bind_blob(q, &matter->id, sizeof(matter->id));
	query_bind_text(q, "outcome");
	rc = query_next(q);
	if (rc == 1)
		rc = open_item(ctx, q, &opened, text);
	query_end(q);
	return rc == -EBADMSG ? 0 : rc;
}

static int
show(struct month *month, const struct matter *matter)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text = NULL;
	int rc = 0;

	if (month->login != NULL && matter->state == CASE_FINISHED)
		rc = open_outcome(month, ctx, matter, &text);
	if (rc == 0)
		month->each(month->arg, matter, text);
	talloc_free(ctx);
	return rc;
}

/* Read first, opened then: a statement runs once at a time. */
static int
collect(struct query *q, TALLOC_CTX *ctx, struct matter **all, size_t *n)
{
	int rc;

	while ((rc = query_next(q)) == 1) {
		*all = talloc_realloc(ctx, *all, struct matter,
		    (unsigned)(*n + 1));
		rc = matter_read(q, &(*all)[(*n)++]);
		if (rc != 0)
			break;
	}
	query_end(q);
	return rc;
}

static int
walk(struct month *month, int64_t centre, int64_t from, int64_t until)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct query *q = query_start(month->store, SQL_FINISHED_BETWEEN);
	struct matter *all = NULL;
	size_t n = 0;
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, from);
	query_bind_int(q, until);
	rc = collect(q, ctx, &all, &n);
	if (rc == 0) {
		q = query_start(month->store, SQL_OPEN_OF_CENTRE);
		query_bind_int(q, centre);
		rc = collect(q, ctx, &all, &n);
	}
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = show(month, &all[i]);
	talloc_free(ctx);
	return rc;
}

int
cases_of_month(struct store *store, int64_t centre,
    const struct login *login, int64_t from, int64_t until, int64_t now,
    ended_each *each, void *arg)
{
	struct month month = { store, login, now, each, arg };
	int rc;

	if (login == NULL)
		return walk(&month, centre, from, until);
	rc = store_begin(store);
	if (rc != 0)
		return rc;
	rc = audit_add(store, login_member(login)->name, "month", "outcomes",
	    now);
	if (rc == 0)
		rc = walk(&month, centre, from, until);
	return store_finish(store, rc);
}
