#include "store/remark.h"

#include <errno.h>

#include "store/finish.h"
#include "store/matter.h"
#include "store/query.h"

int
remark_add(struct store *store, const struct matter *matter, const char *what,
    const char *by, int64_t now)
{
	struct query *q = query_start(store, SQL_REMARK_ADD);

	query_bind_int(q, matter->centre);
	query_bind_blob(q, &matter->id, sizeof(matter->id));
	query_bind_text(q, what);
	query_bind_text(q, by);
	query_bind_int(q, matter_hour(now));
	return query_run(q);
}

int
remarks_load(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    unsigned max, struct remarks **out)
{
	struct remarks *all = talloc_zero(ctx, struct remarks);
	struct query *q = query_start(store, SQL_REMARKS_OF_CENTRE);
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, max);
	all->remark = talloc_zero_array(all, struct remark, max);
	while ((rc = query_next(q)) == 1) {
		struct remark *remark = &all->remark[all->n++];

		remark->id = query_int(q, 0);
		query_copy_text(q, 1, remark->ref, sizeof(remark->ref));
		remark->what = talloc_strdup(all, query_text(q, 2));
		remark->by = talloc_strdup(all, query_text(q, 3));
		remark->at = query_int(q, 4);
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

static int
see(struct store *store, int64_t centre, int64_t id, const char *by)
{
	struct query *q = query_start(store, SQL_REMARK_SEE);
	int rc;

	query_bind_int(q, id);
	query_bind_int(q, centre);
	query_bind_text(q, by);
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -ENOENT : rc;
}

int
remark_see(struct store *store, int64_t centre, int64_t id, const char *by)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, see(store, centre, id, by));
}
