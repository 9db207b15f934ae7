#include "store/store.h"

#include <errno.h>

#include "store/consent.h"
#include "store/due.h"
#include "store/inside.h"
#include "store/outbox.h"
#include "store/query.h"

enum { TRY_DAYS = 2 };
static const int64_t DAY_S = 86400;

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

/* A pass: what time it is, what time is believed for what goes by days, and
   by when it must have been told of (0: not asked). */
struct pass { int64_t now, believed, told; };

/* 1 there is one; *rows is what goes with it. */
static int
find_case(struct store *store, enum statement which, const struct pass *pass,
    int64_t before, struct id *id, int64_t *rows)
{
	struct query *q = query_start(store, which);
	int rc;

	query_bind_int(q, before);
	query_bind_int(q, pass->now);
	query_bind_int(q, pass->told);
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, id, sizeof(*id));
		*rows = query_int(q, 1);
	}
	query_end(q);
	return rc;
}

static int
delete_case(struct store *store, const struct id *id, int64_t now)
{
	struct query *q = query_start(store, SQL_CASE_PURGE);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_run(q);
	return rc == 0 ? consent_forget(store, id, now) : rc;
}

/* One that is larger than the room goes alone: else it would never go. */
static int
purge_cases(struct store *store, enum statement which,
    const struct pass *pass, int64_t kept_s, int64_t n, int64_t *room)
{
	while (*room > 0) {
		struct id id;
		int64_t rows;
		int rc = find_case(store, which, pass, pass->believed - kept_s,
		    &id, &rows);

		if (rc != 1)
			return rc;
		if (rows > *room && *room < n)
			rows = *room;
		else if ((rc = delete_case(store, &id, pass->now)) != 0)
			return rc;
		else
			store->erased = true;
		*room -= rows;
	}
	return 0;
}

/* Tables of single rows: which statement, and what is past its time. */
static int
purge_rows(struct store *store, const struct pass *pass,
    const struct retention *keep, int64_t *room)
{
	int64_t now = pass->now, believed = pass->believed;
	const struct { enum statement which; int64_t before; } tables[] = {
		{ SQL_INBOX_PURGE, believed - keep->inbox_days * DAY_S },
		{ SQL_TRIES_PURGE, now / DAY_S - TRY_DAYS },
		{ SQL_LOOKUP_PURGE, now - DAY_S },
		{ SQL_BUDGET_PURGE, now / DAY_S },
		{ SQL_LOGIN_TRY_PURGE, now - TRY_DAYS * DAY_S },
		{ SQL_CONSENT_PURGE, believed / DAY_S - CONSENT_QUIET_DAYS },
		{ SQL_OUTBOX_PURGE, believed - OUTBOX_KEPT_DAYS * DAY_S },
	};
	int rc = 0;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]) && rc == 0;
	    i++)
		rc = purge(store, tables[i].which, tables[i].before, room);
	return rc == 0 ? due_settle(store, now, room) : rc;
}

int
store_purge(struct store *store, int64_t now, unsigned n,
    const struct retention *keep, bool *left)
{
	const struct pass pass = { .now = now,
		.believed = now - keep->ahead_s,
		.told = keep->notice_days == 0 ? 0 :
		    now - keep->ahead_s - keep->notice_days * DAY_S };
	int64_t room = n;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = purge_rows(store, &pass, keep, &room);
	if (rc == 0)
		rc = purge_cases(store, SQL_DRAFT_OLD, &pass,
		    keep->draft_days * DAY_S, n, &room);
	if (rc == 0)
		rc = purge_cases(store, SQL_FINISHED_OLD, &pass,
		    keep->closed_days * DAY_S, n, &room);
	if (rc == 0)
		rc = store_commit(store);
	store_rollback(store);
	if (rc == 0)
		*left = room <= 0;
	return rc;
}
