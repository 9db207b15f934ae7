#include "store/ended.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/item.h"
#include "store/matter.h"

struct month {
	struct store *store;
	const struct login *login;
	int64_t now;
	void (*each)(void *arg, const struct of_month *);
	void *arg;
};

/* What was noted when it was finished last; *text stays NULL without. */
static int
open_outcome(struct month *month, TALLOC_CTX *ctx,
    const struct matter *matter, const char **text)
{
	struct opened opened = { .secret = secret_new(ctx) };
	int rc = opened_find(month->store, matter->ref, month->login,
	    month->now, &opened);

	if (rc == 0)
		rc = item_last(month->store, ctx, &opened, "outcome", text);
	return rc == -ENOENT || rc == -EBADMSG ? 0 : rc;
}

static int
show(struct month *month, const struct matter *matter, bool finished)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct facets facets;
	const char *text = NULL;
	int rc = facets_of(month->store, &matter->id, &facets);

	if (rc == 0 && finished)
		rc = open_outcome(month, ctx, matter, &text);
	if (rc == 0)
		month->each(month->arg, &(struct of_month){ matter, &facets,
		    finished, text });
	talloc_free(ctx);
	return rc;
}

static int
walk(struct month *month, enum statement which, bool finished,
    const int64_t bind[3])
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct query *q = query_start(month->store, which);
	struct matters all = { 0 };
	int rc;

	for (int i = 0; i < 3; i++)
		query_bind_int(q, bind[i]);
	rc = matters_read(q, ctx, &all);
	for (size_t i = 0; rc == 0 && i < all.n; i++)
		rc = show(month, &all.matter[i], finished);
	talloc_free(ctx);
	return rc;
}

int
cases_of_month(struct store *store, int64_t centre,
    const struct login *login, int64_t from, int64_t until, int64_t now,
    void (*each)(void *, const struct of_month *), void *arg)
{
	struct month month = { store, login, now, each, arg };
	const int64_t bind[3] = { centre, from, until };
	/* Callers wait for the lock: it is not held while items are opened. */
	int rc = audit_note(store, login_member(login)->name, "month",
	    "outcomes", now);

	if (rc == 0)
		rc = walk(&month, SQL_OPENED_BETWEEN, false, bind);
	if (rc == 0)
		rc = walk(&month, SQL_FINISHED_BETWEEN, true, bind);
	return rc;
}
