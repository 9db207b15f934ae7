#include "store/agencies.h"

#include <errno.h>

#include "store/agency_row.h"
#include "store/inside.h"
#include "store/query.h"

enum { HEAD_COLUMNS = 6 };

static void
read_head(struct query *q, TALLOC_CTX *ctx, struct register_head *out)
{
	*out = (struct register_head){
		.generation = query_int(q, 0),
		.import = query_int(q, 1),
		.as_of = query_int(q, 2),
		.loaded_at = query_int(q, 3),
		.source = talloc_strdup(ctx, query_text(q, 4)),
		.rows = (size_t)query_int(q, 5),
	};
}

int
agencies_head(struct store *store, TALLOC_CTX *ctx, struct register_head *out)
{
	struct query *q = query_start(store, SQL_REGISTER_HEAD);
	int rc = query_next(q);

	if (rc == 1)
		read_head(q, ctx, out);
	query_end(q);
	if (rc == 0)
		return store_fail(store, -EIO, "the register has no row");
	return rc < 0 ? rc : 0;
}

int64_t
register_age_days(const struct register_head *head, int64_t now)
{
	return day_at(now) - head->as_of;
}

int
agencies_generation(struct store *store, int64_t *out)
{
	struct query *q = query_start(store, SQL_REGISTER_GENERATION);
	int rc = query_next(q);

	if (rc == 1)
		*out = query_int(q, 0);
	query_end(q);
	if (rc == 0)
		return store_fail(store, -EIO, "the register has no row");
	return rc < 0 ? rc : 0;
}

static int
add_row(struct store *store, struct query *q, struct agencies *all)
{
	struct agency *agency;

	if (all->n == all->head.rows)
		return store_fail(store, -EIO, "the register holds more rows"
		    " than its head says");
	agency = &all->agency[all->n++];
	if (agency_row_read(all->agency, q, HEAD_COLUMNS, agency) != 0)
		return store_fail(store, -EIO, "a row of the register cannot"
		    " be read: %s", agency->licence);
	if (agency->last_seen == DAY_NONE)
		agency->last_seen = all->head.as_of;
	return 0;
}

/* Without any agency there is one row, of the head alone. */
static int
load(struct store *store, struct agencies *all)
{
	struct query *q = query_start(store, SQL_REGISTER_LOAD);
	int rc;

	while ((rc = query_next(q)) == 1) {
		if (all->agency == NULL) {
			read_head(q, all, &all->head);
			all->agency = talloc_zero_array(all, struct agency,
			    (unsigned)all->head.rows);
		}
		if (all->head.rows > 0)
			rc = add_row(store, q, all);
		if (rc < 0)
			break;
	}
	query_end(q);
	if (rc == 0 && all->n != all->head.rows)
		rc = store_fail(store, -EIO, "the register lacks rows");
	return rc;
}

int
agencies_load(struct store *store, TALLOC_CTX *ctx, struct agencies **out)
{
	struct agencies *all = talloc_zero(ctx, struct agencies);
	int rc = load(store, all);

	if (rc != 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}
