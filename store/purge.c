#include "store/store.h"

#include <errno.h>

#include "store/inside.h"
#include "store/query.h"

enum { DAY_S = 86400, TRY_DAYS = 2, BORROWED_S = 15 * 60 };

/* What is past its time before "before", "room" rows at most. */
static int
purge(struct store *store, enum statement which, int64_t before,
    int64_t *room)
{
	struct query *q;
	int rc;

	if (*room <= 0)
		return 0;
	q = query_start(store, which);
	query_bind_int(q, before);
	query_bind_int(q, *room);
	rc = query_run(q);
	if (rc == 0)
		*room -= query_changed(store);
	return rc;
}

/* 1 there is one; *rows is what goes with it. */
static int
find_draft(struct store *store, int64_t before, struct id *id, int64_t *rows)
{
	struct query *q = query_start(store, SQL_DRAFT_OLD);
	int rc;

	query_bind_int(q, before);
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, id, sizeof(*id));
		*rows = query_int(q, 1);
	}
	query_end(q);
	return rc;
}

static int
delete_draft(struct store *store, const struct id *id)
{
	struct query *q = query_start(store, SQL_DRAFT_PURGE);

	query_bind_blob(q, id, sizeof(*id));
	return query_run(q);
}

/* One that is larger than the room goes alone: else it would never go. */
static int
purge_drafts(struct store *store, int64_t before, int64_t n, int64_t *room)
{
	while (*room > 0) {
		struct id id;
		int64_t rows;
		int rc = find_draft(store, before, &id, &rows);

		if (rc != 1)
			return rc;
		if (rows > *room && *room < n)
			rows = *room;
		else if ((rc = delete_draft(store, &id)) != 0)
			return rc;
		*room -= rows;
	}
	return 0;
}

int
store_purge(struct store *store, int64_t now, unsigned n, unsigned inbox_days,
    unsigned draft_days, bool *left)
{
	int64_t room = n, today = now / DAY_S;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = purge(store, SQL_INBOX_PURGE, now - (int64_t)inbox_days * DAY_S,
	    &room);
	if (rc == 0)
		rc = purge(store, SQL_TRIES_PURGE, today - TRY_DAYS, &room);
	if (rc == 0)
		rc = purge(store, SQL_BORROWED_PURGE, now - BORROWED_S,
		    &room);
	if (rc == 0)
		rc = purge(store, SQL_LOGIN_TRY_PURGE,
		    now - TRY_DAYS * DAY_S, &room);
	if (rc == 0)
		rc = purge_drafts(store, now - (int64_t)draft_days * DAY_S, n,
		    &room);
	if (rc == 0)
		rc = store_commit(store);
	store_rollback(store);
	if (rc == 0)
		*left = room <= 0;
	return rc;
}
