#include "store/budget.h"

#include "store/query.h"

static void
read_row(struct query *q, struct budget *out)
{
	out->replied_at = query_int(q, 0);
	out->said = query_int(q, 1);
	out->same = (unsigned)query_int(q, 2);
	out->vain = (unsigned)query_int(q, 3);
	out->window_at = query_int(q, 4);
	out->window = (unsigned)query_int(q, 5);
	out->day = query_int(q, 6);
	out->today = (unsigned)query_int(q, 7);
	out->items = (unsigned)query_int(q, 8);
}

int
budget_load(struct store *store, struct tag tag, struct budget *out)
{
	struct query *q = query_start(store, SQL_BUDGET_LOAD);
	struct budget budget = { .tag = tag };
	int rc;

	query_bind_blob(q, &tag, sizeof(tag));
	rc = query_next(q);
	if (rc == 1)
		read_row(q, &budget);
	query_end(q);
	if (rc < 0)
		return rc;
	*out = budget;
	return 0;
}

int
budget_save(struct store *store, const struct budget *budget)
{
	struct query *q = query_start(store, SQL_BUDGET_SAVE);

	query_bind_blob(q, &budget->tag, sizeof(budget->tag));
	query_bind_int(q, budget->replied_at);
	query_bind_int(q, budget->said);
	query_bind_int(q, budget->same);
	query_bind_int(q, budget->vain);
	query_bind_int(q, budget->window_at);
	query_bind_int(q, budget->window);
	query_bind_int(q, budget->day);
	query_bind_int(q, budget->today);
	query_bind_int(q, budget->items);
	return query_run(q);
}
