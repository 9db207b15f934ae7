#include "gateway/hours.h"

#include <errno.h>

enum { MINUTE_S = 60, DAY_S = 86400, WEEK = 7, LOOK_DAYS = 15 };

/* Seconds of a day in which she can be reached. */
struct daily { int64_t from, until; unsigned days; };

static struct daily
daily_of(const struct consent *c)
{
	unsigned from = c->from > CONSENT_DAWN ? c->from : CONSENT_DAWN;
	unsigned until = c->until < CONSENT_DUSK ? c->until : CONSENT_DUSK;

	return (struct daily){ (int64_t)from * MINUTE_S,
		(int64_t)until * MINUTE_S, c->days };
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Bit of the weekday; 1 January 1970 was a Thursday. */
static bool
is_allowed_day(const struct daily *daily, int64_t day)
{
	int64_t weekday = ((day + 3) % WEEK + WEEK) % WEEK;

	return (daily->days >> weekday & 1) != 0;
}

/* The first moment at or after a local one when she can be reached. */
static int64_t
local_from(const struct daily *daily, int64_t local)
{
	int64_t day = floor_div(local, DAY_S), second = local - day * DAY_S;

	for (int i = 0; i < WEEK + 1; i++, day++, second = 0) {
		if (!is_allowed_day(daily, day) || second >= daily->until)
			continue;
		return day * DAY_S + (second > daily->from ? second :
		    daily->from);
	}
	return INT64_MAX;
}

/* Of a local moment when she can: the end of that. */
static int64_t
local_until(const struct daily *daily, int64_t local)
{
	return floor_div(local, DAY_S) * DAY_S + daily->until;
}

/* Between two changes of the clock local time runs as any other. */
static int
find_from(struct zone *zone, const struct daily *daily, int64_t now,
    int64_t *out)
{
	int64_t at = now, from;
	struct zone_span span;

	while (at < now + (int64_t)LOOK_DAYS * DAY_S) {
		span = zone_span(zone, at);
		from = local_from(daily, at + span.offset_s);
		if (from == INT64_MAX)
			return -ENOENT;
		if (from - span.offset_s < span.until) {
			*out = from - span.offset_s;
			return 0;
		}
		at = span.until;
	}
	return -ENOENT;
}

static bool
is_open(const struct daily *daily, int64_t local)
{
	return local_from(daily, local) == local;
}

static int64_t
find_until(struct zone *zone, const struct daily *daily, int64_t from)
{
	struct zone_span span = zone_span(zone, from);
	int64_t until = local_until(daily, from + span.offset_s) -
	    span.offset_s;

	while (until >= span.until) {
		int64_t change = span.until;

		span = zone_span(zone, change);
		if (!is_open(daily, change + span.offset_s))
			return change;
		until = local_until(daily, change + span.offset_s) -
		    span.offset_s;
	}
	return until;
}

int
hours_next(struct zone *zone, const struct consent *consent, int64_t now,
    struct opening *out)
{
	const struct daily daily = daily_of(consent);
	int64_t from;
	int rc;

	if (daily.from >= daily.until)
		return -ENOENT;
	rc = find_from(zone, &daily, now, &from);
	if (rc == 0)
		*out = (struct opening){ from, find_until(zone, &daily, from) };
	return rc;
}

int
hours_of_consent(const struct consent *consent, int64_t now,
    struct opening *out)
{
	struct zone *zone = zone_of_country(consent->country);

	return zone == NULL ? -ENOENT : hours_next(zone, consent, now, out);
}

/* The next opening that has room enough to send in. */
static int
find_room(const struct consent *consent, int64_t now, struct opening *out)
{
	int rc = hours_of_consent(consent, now, out);

	if (rc != 0 || out->until - out->from >= HOURS_ROOM_S)
		return rc;
	return hours_of_consent(consent, out->until, out);
}

enum leave
hours_leave(const struct consent *consent, int64_t now, int64_t ends_at,
    int64_t *at)
{
	struct opening opening;
	int64_t until;

	if (!consent_may_text(consent, now) ||
	    find_room(consent, now, &opening) != 0)
		return LEAVE_NEVER;
	until = opening.until < ends_at ? opening.until : ends_at;
	if (until - opening.from < HOURS_ROOM_S)
		return LEAVE_NEVER;
	*at = opening.from > now ? opening.from : until;
	return opening.from > now ? LEAVE_LATER : LEAVE_NOW;
}
