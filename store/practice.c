#include "store/practice.h"

#include <errno.h>

#include "store/centre.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/login.h"
#include "store/member.h"
#include "store/query.h"

static int
mark(struct store *store)
{
	struct centres *centres;
	int rc = centres_load(store, NULL, &centres);

	if (rc != 0)
		return rc;
	rc = centres->n == 0 ? query_run(query_start(store,
	    SQL_PRACTICE_MARK)) : store_fail(store, -EPERM,
	    "a store with centres is no practice");
	talloc_free(centres);
	return rc;
}

int
practice_mark(struct store *store)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, mark(store));
}

static int
check_mark(struct store *store)
{
	struct query *q = query_start(store, SQL_PRACTICE_IS);
	int rc = query_next(q);

	query_end(q);
	return rc == 0 ? store_fail(store, -EPERM, "this is no store of "
	    "invented cases") : rc < 0 ? rc : 0;
}

/* Her secret half is made and wiped: nobody signs in as her here. */
static int
insert(struct store *store, const char *name, struct member_row *row)
{
	struct secret *own = secret_new(NULL);
	struct query *q = query_start(store, SQL_PRACTICE_MEMBER);
	int rc;

	seal_pair(row->pub, own->octets);
	talloc_free(own);
	query_bind_text(q, name);
	query_bind_int(q, row->centre);
	query_bind_blob(q, row->pub, sizeof(row->pub));
	query_bind_int(q, row->changed_at);
	query_bind_text(q, role_name(row->role));
	rc = query_run(q);
	if (rc == 0)
		row->id = query_inserted(store);
	return rc;
}

int
practice_enter(struct store *store, TALLOC_CTX *ctx, const char *name,
    enum role role, int64_t centre, const struct secret *centre_key,
    int64_t now, struct login **out)
{
	struct member_row row = { .centre = centre, .role = role,
	    .changed_at = now };
	int rc = check_mark(store);

	if (rc == 0)
		rc = centre_check_secret(store, centre, centre_key);
	if (rc == 0)
		rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, insert(store, name, &row));
	return rc == 0 ? login_at_practice(store, ctx, name, &row, centre_key,
	    out) : rc;
}

int
practice_done(struct store *store, int64_t member, int64_t now)
{
	struct query *q;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_STAFF_PRACTISED);
	query_bind_int(q, member);
	query_bind_int(q, now);
	return store_finish(store, query_run(q));
}
