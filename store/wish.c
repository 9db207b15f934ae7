#include "store/wish.h"

#include <errno.h>
#include <string.h>

#include "store/day.h"
#include "store/deadline.h"
#include "store/matter.h"
#include "store/query.h"

static const char *const names[WISHES] = {
	[WISH_WITHDRAW] = "withdraw",
	[WISH_SOLVED] = "solved",
	[WISH_UNSOLVED] = "unsolved",
	[WISH_DELETE] = "delete",
};

const char *
wish_name(enum wish wish)
{
	return names[wish];
}

int
wishes_of(struct store *store, const struct id *id, struct wishes *out)
{
	struct query *q = query_start(store, SQL_WISHES_OF);
	struct wishes found = { 0 };
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	while ((rc = query_next(q)) == 1)
		for (int w = 0; w < WISHES; w++)
			if (strcmp(names[w], query_text(q, 0)) == 0)
				found.day[w] = query_int(q, 1);
	if (rc == 0)
		*out = found;
	return rc;
}

int
wish_keep(struct store *store, const struct id *id, enum wish wish,
    int64_t now)
{
	struct query *q = query_start(store, SQL_WISH_ADD);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	query_bind_text(q, names[wish]);
	query_bind_int(q, day_at(now));
	rc = query_run(q);
	if (rc != 0 || query_changed(store) == 0)
		return rc;
	return case_add(store, id, "wish", names[wish], now);
}

int
wish_may_ask(struct store *store, const struct matter *matter, int64_t days,
    int64_t now, bool *out)
{
	struct wishes wishes = { 0 };
	int rc;

	/* Its last change is that it was finished: what she adds later takes
	   it up again. */
	if (matter->state != CASE_FINISHED ||
	    now - matter->changed_at > days * DEADLINE_DAY_S) {
		*out = false;
		return 0;
	}
	rc = wishes_of(store, &matter->id, &wishes);
	if (rc == 0)
		*out = wishes.day[WISH_SOLVED] == 0 &&
		    wishes.day[WISH_WITHDRAW] == 0;
	return rc;
}

static int
reopen(struct store *store, const struct matter *matter, int64_t now)
{
	int64_t hour = matter_hour(now), due;
	struct matter anew = *matter;
	struct query *q;
	int rc;

	/* It is as new as one that was just opened. */
	anew.state = CASE_NEW;
	rc = deadline_of(store, &anew, hour, &due);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CASE_REOPEN);
	query_bind_blob(q, &matter->id, sizeof(matter->id));
	query_bind_int(q, hour);
	query_bind_int(q, due);
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -EALREADY : rc;
}

int
wish_solved(struct store *store, const struct id *id, bool solved,
    int64_t now)
{
	struct matter matter;
	struct wishes wishes;
	int rc = case_load(store, id, &matter);

	if (rc == 0)
		rc = wishes_of(store, id, &wishes);
	if (rc != 0)
		return rc;
	if (!case_may(matter.state, CASE_WORKING) ||
	    matter.state != CASE_FINISHED || wishes.day[WISH_SOLVED] != 0)
		return -EALREADY;
	if (!solved)
		rc = reopen(store, &matter, now);
	return rc == 0 ? wish_keep(store, id, solved ? WISH_SOLVED :
	    WISH_UNSOLVED, now) : rc;
}
