#include "store/due.h"

#include <string.h>

#include "store/query.h"

enum { BORROWED_S = 15 * 60, DAY_S = 24 * 60 * 60 };

struct row { int64_t at, key; };

/* 0: never. */
static int64_t
due_at(int64_t seen_at, bool at_a_case, bool borrowed)
{
	if (borrowed)
		return seen_at + BORROWED_S;
	return at_a_case ? seen_at + DAY_S : 0;
}

static int
change(struct store *store, enum statement which, int64_t at, int64_t key)
{
	struct query *q = query_start(store, which);

	query_bind_int(q, at);
	query_bind_int(q, key);
	return query_run(q);
}

/* Each step makes it later: that is seen when its time has come. */
int
due_keep(struct store *store, int64_t key, struct caller *caller)
{
	int64_t at = due_at(caller->seen_at, !id_is_zero(&caller->case_id),
	    caller->borrowed);
	int rc = 0;

	if (at == 0 || (caller->due != 0 && caller->due <= at))
		return 0;
	if (caller->due != 0)
		rc = change(store, SQL_DUE_REMOVE, caller->due, key);
	if (rc == 0)
		rc = change(store, SQL_DUE_ADD, at, key);
	if (rc == 0)
		caller->due = at;
	return rc;
}

static int
find_next(struct store *store, int64_t now, struct row *out)
{
	struct query *q = query_start(store, SQL_DUE_NEXT);
	int rc;

	query_bind_int(q, now);
	rc = query_next(q);
	if (rc == 1)
		*out = (struct row){ query_int(q, 0), query_int(q, 1) };
	query_end(q);
	return rc;
}

/* When it is due as it is now; 0 also where there is no row. */
static int
look_again(struct store *store, int64_t key, int64_t *at, bool *borrowed)
{
	struct query *q = query_start(store, SQL_DUE_ROW);
	int rc;

	*at = 0;
	*borrowed = false;
	query_bind_int(q, key);
	rc = query_next(q);
	if (rc == 1) {
		*borrowed = query_int(q, 2) != 0;
		*at = due_at(query_int(q, 0), query_int(q, 1) != 0, *borrowed);
	}
	query_end(q);
	return rc < 0 ? rc : 0;
}

static int
put_off(struct store *store, int64_t key, int64_t at)
{
	struct query *q = query_start(store, SQL_DUE_PUT);
	int rc;

	query_bind_int(q, key);
	query_bind_int(q, at);
	rc = query_run(q);
	return rc == 0 && at != 0 ? change(store, SQL_DUE_ADD, at, key) : rc;
}

static int
settle(struct store *store, const struct row *row, int64_t now)
{
	bool borrowed;
	int64_t at;
	int rc = change(store, SQL_DUE_REMOVE, row->at, row->key);
	struct query *q;

	if (rc == 0)
		rc = look_again(store, row->key, &at, &borrowed);
	if (rc != 0)
		return rc;
	if (at == 0 || at >= now)
		return put_off(store, row->key, at);
	q = query_start(store, borrowed ? SQL_CALLER_DROP : SQL_CALLER_SETTLE);
	query_bind_int(q, row->key);
	return query_run(q);
}

int
due_settle(struct store *store, int64_t now, int64_t *room)
{
	struct row row;
	int rc = 0;

	for (; *room > 0; --*room) {
		rc = find_next(store, now, &row);
		if (rc != 1)
			return rc;
		rc = settle(store, &row, now);
		if (rc != 0)
			return rc;
	}
	return 0;
}
