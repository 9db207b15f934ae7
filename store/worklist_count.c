#include "store/worklist.h"

#include <errno.h>

#include "store/query.h"

/* As the parts of worklist.c, without a row of a case. */
static const struct { enum statement which; bool of_member, asks_now; }
table[LISTS] = {
	[LIST_MINE] = { SQL_COUNT_OF_OWNER, true, false },
	[LIST_CENTRE] = { SQL_COUNT_OF_CENTRE, false, false },
	[LIST_UNASSIGNED] = { SQL_COUNT_OF_NOBODY, false, false },
	[LIST_URGENT] = { SQL_COUNT_URGENT, false, false },
	[LIST_OVERDUE] = { SQL_COUNT_OVERDUE, false, true },
	[LIST_WAITING] = { SQL_COUNT_THAT_WAITS, false, false },
};

/* What a stand-in is shown is a rule, not an index. */
static int
count_by_rule(struct store *store, const struct worklist_ask *ask,
    int64_t *out)
{
	struct worklist_page *page;
	int rc = worklist_load(store, NULL, ask, &page);

	if (rc != 0)
		return rc;
	*out = (int64_t)page->n;
	talloc_free(page);
	return 0;
}

int
worklist_count(struct store *store, enum worklist list,
    const struct member *member, int64_t now, unsigned max, int64_t *out)
{
	struct query *q;
	int rc;

	if (list == LIST_STAND_IN || list == LIST_FINISHED)
		return count_by_rule(store, &(struct worklist_ask){
		    .list = list, .member = member, .now = now, .max = max },
		    out);
	q = query_start(store, table[list].which);
	query_bind_int(q, table[list].of_member ? member->id :
	    member->centre);
	query_bind_int(q, max);
	if (table[list].asks_now)
		query_bind_int(q, now);
	rc = query_next(q);
	if (rc == 1)
		*out = query_int(q, 0);
	query_end(q);
	return rc < 0 ? rc : 0;
}
