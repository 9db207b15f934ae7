#include "store/publication.h"

#include <errno.h>

#include "store/audit.h"
#include "store/day.h"
#include "store/finish.h"
#include "store/query.h"

static int
is_there(struct store *store, int64_t centre, int64_t month)
{
	struct publication publication;
	TALLOC_CTX *ctx = talloc_new(NULL);
	int rc = publication_of(store, ctx, centre, month, &publication);

	talloc_free(ctx);
	return rc == 0 ? -EEXIST : rc == -ENOENT ? 0 : rc;
}

static int
add(struct store *store, const struct login *login, int64_t month,
    const char *numbers, int64_t now)
{
	const struct member *member = login_member(login);
	char day[DAY_TEXT];
	struct query *q;
	int rc = is_there(store, member->centre, month);

	if (rc == 0)
		rc = audit_add(store, member->name, "publish",
		    day_text(month, day), now);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_PUBLICATION_ADD);
	query_bind_int(q, member->centre);
	query_bind_int(q, month);
	query_bind_text(q, member->name);
	query_bind_int(q, now);
	query_bind_text(q, numbers);
	return query_run(q);
}

int
publication_add(struct store *store, const struct login *login,
    int64_t month, const char *numbers, int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, add(store, login, month,
	    numbers, now));
}

int
publication_of(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    int64_t month, struct publication *out)
{
	struct query *q = query_start(store, SQL_PUBLICATION_OF);
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, month);
	rc = query_next(q);
	if (rc == 1)
		*out = (struct publication){ month, query_int(q, 1),
		    talloc_strdup(ctx, query_text(q, 0)),
		    talloc_strdup(ctx, query_text(q, 2)) };
	query_end(q);
	return rc == 1 ? 0 : rc == 0 ? -ENOENT : rc;
}

int
publications_of(struct store *store, int64_t centre,
    void (*each)(void *, const struct publication *), void *arg)
{
	struct query *q = query_start(store, SQL_PUBLICATIONS_OF);
	int rc;

	query_bind_int(q, centre);
	while ((rc = query_next(q)) == 1)
		each(arg, &(struct publication){ query_int(q, 0),
		    query_int(q, 2), query_text(q, 1), NULL });
	return rc;
}
