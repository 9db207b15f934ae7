#include "store/permit.h"

#include <errno.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/query.h"

int
permit_load(struct store *store, TALLOC_CTX *ctx, struct permit *out)
{
	struct query *q = query_start(store, SQL_PERMIT_LAST);
	int rc = query_next(q);

	if (rc < 0)
		return -EIO;
	*out = (struct permit){ .until = "", .who = "" };
	if (rc == 1)
		*out = (struct permit){
			.until = talloc_strdup(ctx, query_text(q, 0)),
			.who = talloc_strdup(ctx, query_text(q, 1)),
			.at = query_int(q, 2),
		};
	query_end(q);
	return 0;
}

static int
insert(struct store *store, const char *until, const char *who, int64_t now)
{
	struct query *q = query_start(store, SQL_PERMIT_INSERT);

	query_bind_text(q, until);
	query_bind_text(q, who);
	query_bind_int(q, now);
	return query_run(q);
}

int
permit_give(struct store *store, const char *until, const char *who,
    int64_t now)
{
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = insert(store, until, who, now);
	if (rc == 0)
		rc = audit_add(store, who, "words_permitted", until, now);
	return store_finish(store, rc == 0 ? 0 : -EIO);
}
