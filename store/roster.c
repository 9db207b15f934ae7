#include "store/roster.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/centre.h"
#include "store/day.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/query.h"

enum { LOCAL_S = 7 * 3600, HALF_HOUR_S = 1800, HALF_HOURS = 7 * 48 };

static const char *const part_names[SHIFT_PARTS] = {
	[ON_DUTY] = "duty",
	[STANDS_IN] = "stand_in",
};

const char *
shift_part_name(enum shift_part part)
{
	return part_names[part];
}

int
shift_part_find(const char *name, enum shift_part *out)
{
	for (int i = 0; i < SHIFT_PARTS; i++)
		if (strcmp(part_names[i], name) == 0) {
			*out = (enum shift_part)i;
			return 0;
		}
	return -ENOENT;
}

/* An active member of the centre (0: of any), by her name. */
static int
find_active(struct store *store, const char *name, int64_t centre,
    int64_t *out)
{
	struct member_row row;
	int rc = member_find(store, name, &row);

	if (rc == 0 && (row.state != MEMBER_ACTIVE ||
	    (centre != 0 && row.centre != centre)))
		rc = -ENOENT;
	if (rc == 0)
		*out = row.id;
	return rc;
}

static int
insert(struct store *store, struct shift *shift, const char *by, int64_t now)
{
	struct query *q = query_start(store, SQL_SHIFT_ADD);
	int rc;

	query_bind_int(q, shift->centre);
	query_bind_int(q, shift->staff);
	query_bind_int(q, shift->part);
	query_bind_text(q, shift->hours);
	query_bind_int(q, shift->since);
	query_bind_int(q, shift->until);
	rc = query_run(q);
	if (rc != 0)
		return rc;
	shift->id = query_inserted(store);
	return audit_add(store, by, "duty_add", shift->name, now);
}

int
shift_add(struct store *store, struct shift *shift, const char *by,
    int64_t now)
{
	int rc = find_active(store, shift->name, shift->centre, &shift->staff);

	if (rc == -ENOENT)
		return store_fail(store, rc, "no active member of this "
		    "centre");
	if (rc != 0)
		return rc;
	if (centre_check_hours(shift->hours) != 0)
		return store_fail(store, -EINVAL, "hours: weekdays and one "
		    "or two spans of a day, 1-5 8:00-17:00");
	if (shift->until != 0 && shift->until < shift->since)
		return store_fail(store, -EINVAL, "until: it ends before it "
		    "begins");
	rc = store_begin(store);
	return rc != 0 ? rc : store_finish(store, insert(store, shift, by,
	    now));
}

static int
delete(struct store *store, int64_t centre, int64_t id, const char *by,
    int64_t now)
{
	struct query *q = query_start(store, SQL_SHIFT_DELETE);
	int rc;

	query_bind_int(q, id);
	query_bind_int(q, centre);
	rc = query_run(q);
	if (rc == 0 && query_changed(store) == 0)
		rc = -ENOENT;
	return rc == 0 ? audit_add(store, by, "duty_remove", "shift", now) :
	    rc;
}

int
shift_remove(struct store *store, int64_t centre, int64_t id, const char *by,
    int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, delete(store, centre, id, by,
	    now));
}

static void
read_shift(struct query *q, TALLOC_CTX *ctx, struct shift *out)
{
	*out = (struct shift){
		.id = query_int(q, 0),
		.centre = query_int(q, 1),
		.staff = query_int(q, 2),
		.name = talloc_strdup(ctx, query_text(q, 3)),
		.part = query_int(q, 4) == STANDS_IN ? STANDS_IN : ON_DUTY,
		.hours = talloc_strdup(ctx, query_text(q, 5)),
		.since = query_int(q, 6),
		.until = query_int(q, 7),
		.reachable = query_int(q, 8) == MEMBER_ACTIVE &&
		    query_int(q, 9) != 0,
	};
}

int
roster_load(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    struct roster **out)
{
	struct roster *roster = talloc_zero(ctx, struct roster);
	struct query *q = query_start(store, SQL_SHIFTS_OF_CENTRE);
	int rc;

	query_bind_int(q, centre);
	while ((rc = query_next(q)) == 1) {
		roster->shift = talloc_realloc(roster, roster->shift,
		    struct shift, (unsigned)(roster->n + 1));
		read_shift(q, roster, &roster->shift[roster->n++]);
	}
	if (rc < 0) {
		talloc_free(roster);
		return rc;
	}
	*out = roster;
	return 0;
}

bool
shift_holds(const struct shift *shift, int64_t at)
{
	int64_t day = day_at(at), open;

	return (shift->since == 0 || day >= shift->since) &&
	    (shift->until == 0 || day <= shift->until) &&
	    centre_next_open(shift->hours, at, LOCAL_S, &open) == 0 &&
	    open == at;
}

bool
roster_is_kept(const struct roster *roster, enum shift_part part, int64_t at)
{
	for (size_t i = 0; i < roster->n; i++)
		if (roster->shift[i].part == part &&
		    roster->shift[i].reachable &&
		    shift_holds(&roster->shift[i], at))
			return true;
	return false;
}

bool
roster_gap(const struct roster *roster, enum shift_part part, int64_t from,
    int64_t *begins, int64_t *ends)
{
	int64_t at = from - from % HALF_HOUR_S;
	int i = 0;

	for (; i < HALF_HOURS && roster_is_kept(roster, part, at); i++)
		at += HALF_HOUR_S;
	if (i == HALF_HOURS)
		return false;
	*begins = at;
	for (; i < HALF_HOURS && !roster_is_kept(roster, part, at); i++)
		at += HALF_HOUR_S;
	*ends = at;
	return true;
}
