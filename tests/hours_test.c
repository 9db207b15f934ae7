/*
 * When may she be reached?  Asked a great many times at random, and of a model
 * that shares nothing with the program: the C library's clock and zones, a
 * calendar looked at moment by moment.
 *
 *	hours_test [N [SEED]]		N combinations instead of 60 000
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/hours.h"
#include "tests/hours_model.h"

enum { MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400, WHOLE_EVERY = 500 };

static long combinations = 60000;
static uint64_t seed = 1;

/* ---- chance ---- */

static uint64_t
any(uint64_t n)
{
	/* xorshift64*, so that a seed says the same everywhere. */
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (seed * UINT64_C(2685821657736338717)) % n;
}

static bool
once_in(uint64_t n)
{
	return any(n) == 0;
}

/* ---- chance and model meet ---- */

static struct consent
any_consent(void)
{
	struct consent c = { .text = !once_in(8), .has_number = !once_in(8) };

	/* Half of them as the dialogue gives them. */
	c.from = once_in(2) ? (unsigned)any(24) * 60 : (unsigned)any(1441);
	c.until = c.from + (unsigned)any(1441 - c.from);
	c.days = once_in(3) ? CONSENT_EVERY_DAY : (unsigned)any(128);
	return c;
}

struct clocks {
	const char *name;
	struct zone *zone;
	time_t change[64];		/* of the C library's clock */
	size_t n;
};

static long
offset_at(time_t at)
{
	struct tm tm;

	localtime_r(&at, &tm);
	return tm.tm_gmtoff;
}

/* Where the clock changed from 2024 to 2029. */
static void
find_changes(struct clocks *clocks)
{
	static const time_t first = 1704067200, last = 1893456000;

	for (time_t at = first; at < last; at += DAY_S) {
		time_t from = at, until = at + DAY_S;

		if (offset_at(from) == offset_at(until))
			continue;
		while (until - from > 1) {
			time_t half = from + (until - from) / 2;

			if (offset_at(half) == offset_at(from))
				from = half;
			else
				until = half;
		}
		if (clocks->n < 64)
			clocks->change[clocks->n++] = until;
	}
}

static int64_t
any_time(const struct clocks *clocks)
{
	if (clocks->n > 0 && once_in(2))
		return clocks->change[any(clocks->n)] - DAY_S +
		    (int64_t)any(2 * DAY_S);
	return 1704067200 + (int64_t)any(5LL * 365 * DAY_S);
}

/* From now until it closes, moment by moment where step is 1. */
static void
compare(const struct clocks *clocks, const struct consent *c, int64_t now,
    const struct opening *is, int64_t step)
{
	for (int64_t at = now; at < is->until; at += step)
		if (model_allows(c, at) != (at >= is->from))
			fail_msg("%s: at %lld, days %x from %u until %u: "
			    "now %lld gave %lld to %lld", clocks->name,
			    (long long)at, c->days, c->from, c->until,
			    (long long)now, (long long)is->from,
			    (long long)is->until);
	assert_true(model_allows(c, is->from));
	assert_true(model_allows(c, is->until - 1));
	assert_false(model_allows(c, is->until));
	if (is->from > now)
		assert_false(model_allows(c, is->from - 1));
}

static void
assert_never(const struct consent *c, int64_t now)
{
	for (int64_t at = now; at < now + 14LL * DAY_S; at += 4 * HOUR_S + 59)
		assert_false(model_allows(c, at));
}

static void
try_hours(const struct clocks *clocks, const struct consent *c, int64_t now,
    bool whole)
{
	struct opening is;
	int rc = hours_next(clocks->zone, c, now, &is);

	if (rc != 0) {
		assert_int_equal(rc, -ENOENT);
		assert_never(c, now);
		return;
	}
	assert_true(is.from >= now && is.until > is.from);
	compare(clocks, c, now, &is, whole ? MINUTE_S :
	    1 + (int64_t)any(12 * HOUR_S));
}

/* What is decided about a text: it never comes when it may not. */
static void
try_leaving(const struct consent *c, int64_t now)
{
	int64_t ends_at = now + 1 + (int64_t)any(3 * DAY_S), at = 0, t;
	enum leave is = hours_leave(c, now, ends_at, &at);

	if (is == LEAVE_LATER)
		assert_true(at > now && at < ends_at && model_allows(c, at));
	if (is != LEAVE_NOW)
		return;
	assert_true(at - now >= HOURS_ROOM_S && at <= ends_at);
	assert_true(model_may_text(c, now));
	for (int i = 0; i < 4; i++) {
		t = now + (int64_t)any((uint64_t)(at - now));
		assert_true(model_allows(c, t));
	}
	assert_true(model_allows(c, at - 1));
}

static void
try_zone(const struct clocks *clocks, const char *country, long n)
{
	for (long i = 0; i < n; i++) {
		struct consent c = any_consent();
		int64_t now = any_time(clocks);

		c.heard_on = now / DAY_S - (int64_t)any(100);
		if (country != NULL)
			memcpy(c.country, country, strlen(country) + 1);
		try_hours(clocks, &c, now, i % WHOLE_EVERY == 0);
		if (country != NULL)
			try_leaving(&c, now);
	}
}

static void
nothing_comes_outside_what_she_allowed(void **)
{
	size_t changes = 0;

	for (size_t i = 0; i < MODEL_PLACES; i++) {
		struct clocks clocks = { .name = model_places[i].name };

		assert_int_equal(zone_open(NULL, model_places[i].name,
		    &clocks.zone), 0);
		model_go_to(model_places[i].name);
		find_changes(&clocks);
		changes += clocks.n;
		try_zone(&clocks, model_places[i].country, combinations / MODEL_PLACES);
		talloc_free(clocks.zone);
	}
	assert_true(changes > 50);
	printf("# %ld combinations, %zu changes of the clock\n",
	    combinations / MODEL_PLACES * MODEL_PLACES, changes);
}

/* ---- by hand ---- */

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
	struct tm tm = { .tm_year = year - 1900, .tm_mon = month - 1,
		.tm_mday = day, .tm_hour = hour, .tm_min = minute };

	return timegm(&tm);
}

static struct consent
consent_in(const char *country, unsigned from, unsigned until)
{
	struct consent c = consent_none();

	c.text = c.has_number = true;
	c.heard_on = utc(2026, 3, 1, 0, 0) / DAY_S;
	c.from = from;
	c.until = until;
	snprintf(c.country, sizeof(c.country), "%s", country);
	return c;
}

static void
the_morning_in_poland_moves_with_its_clock(void **)
{
	const struct consent c = consent_in("PL", 7 * 60, 12 * 60);
	struct opening is;

	/* The clock goes on at 2026-03-29 01:00 UTC. */
	assert_int_equal(hours_of_consent(&c, utc(2026, 3, 28, 12, 0), &is),
	    0);
	assert_int_equal(is.from, utc(2026, 3, 29, 5, 0));
	assert_int_equal(is.until, utc(2026, 3, 29, 10, 0));
	assert_int_equal(hours_of_consent(&c, utc(2026, 3, 27, 12, 0), &is),
	    0);
	assert_int_equal(is.from, utc(2026, 3, 28, 6, 0));
}

static void
night_is_night_whatever_she_chose(void **)
{
	const struct consent c = consent_in("KH", 0, 24 * 60);
	struct opening is;

	assert_int_equal(hours_of_consent(&c, utc(2026, 3, 2, 16, 0), &is), 0);
	assert_int_equal(is.from, utc(2026, 3, 3, 0, 0));
	assert_int_equal(is.until, utc(2026, 3, 3, 14, 0));
}

static void
where_her_clock_is_not_known_nothing_leaves(void **)
{
	const char *const unknown[] = { "", "US", "ID", "XX" };
	int64_t at;

	for (size_t i = 0; i < 4; i++) {
		const struct consent c = consent_in(unknown[i], 420, 1200);

		assert_int_equal(hours_leave(&c, utc(2026, 3, 2, 3, 0),
		    utc(2026, 3, 4, 0, 0), &at), LEAVE_NEVER);
	}
}

static void
a_free_day_is_waited_for_and_not_too_long(void **)
{
	struct consent c = consent_in("TH", 7 * 60, 20 * 60);
	int64_t monday = utc(2026, 3, 2, 3, 0), at;

	c.days = 1 << 6;
	assert_int_equal(hours_leave(&c, monday, monday + 7 * DAY_S, &at),
	    LEAVE_LATER);
	assert_int_equal(at, utc(2026, 3, 8, 0, 0));
	assert_int_equal(hours_leave(&c, monday, monday + 5 * DAY_S, &at),
	    LEAVE_NEVER);
	c.days = 0;
	assert_int_equal(hours_leave(&c, monday, monday + 7 * DAY_S, &at),
	    LEAVE_NEVER);
}

static void
in_the_last_minutes_nothing_leaves(void **)
{
	const struct consent c = consent_in("TH", 7 * 60, 12 * 60);
	int64_t noon = utc(2026, 3, 2, 5, 0), at;

	assert_int_equal(hours_leave(&c, noon - HOURS_ROOM_S, noon + DAY_S,
	    &at), LEAVE_NOW);
	assert_int_equal(at, noon);
	assert_int_equal(hours_leave(&c, noon - HOURS_ROOM_S + 1,
	    noon + DAY_S, &at), LEAVE_LATER);
	assert_int_equal(at, noon + 19 * HOUR_S);
}

static void
a_zone_that_is_none_is_not_opened(void **)
{
	struct zone *zone;

	assert_int_equal(zone_open(NULL, "Asia/Nowhere", &zone), -ENOENT);
	assert_int_equal(zone_open(NULL, "", &zone), -ENOENT);
	assert_null(zone_of_country("ZZ"));
	assert_non_null(zone_of_country("KH"));
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_morning_in_poland_moves_with_its_clock),
		cmocka_unit_test(night_is_night_whatever_she_chose),
		cmocka_unit_test(where_her_clock_is_not_known_nothing_leaves),
		cmocka_unit_test(a_free_day_is_waited_for_and_not_too_long),
		cmocka_unit_test(in_the_last_minutes_nothing_leaves),
		cmocka_unit_test(a_zone_that_is_none_is_not_opened),
		cmocka_unit_test(nothing_comes_outside_what_she_allowed),
	};

	if (argc > 1)
		combinations = strtol(argv[1], NULL, 10);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 10) | 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
