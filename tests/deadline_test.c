#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "gateway/procedures.h"
#include "menus/document.h"
#include "store/day.h"
#include "store/inside.h"

/* No store is opened: what is asked is judged by the table alone. */
static struct store store;
static struct rules *carried;
enum { HOUR = 3600, DAY = 86400, LOCAL = 7 * HOUR };

static int
make(void **state)
{
	struct faults *faults = faults_new(NULL);

	(void)state;
	assert_int_equal(rules_open(NULL, NULL, faults, &carried), 0);
	assert_int_equal(faults_count(faults), 0);
	talloc_free(faults);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(carried);
}

/* A time in Cambodia and Thailand. */
static int64_t
at(const char *day, int hour, int minute)
{
	int64_t n;

	assert_int_equal(day_read(day, &n), 0);
	return n * DAY + hour * HOUR + minute * 60 - LOCAL;
}

static int64_t
due(const char *area, enum case_state state, bool urgent, int64_t from)
{
	return deadline_due(&store, &(struct deadline_case){ state, urgent,
	    "wages", area }, from);
}

static const char *
said(int64_t time)
{
	static char text[2][32];
	static int which;
	char day[DAY_TEXT];
	int64_t local = time + LOCAL;

	which = !which;
	snprintf(text[which], sizeof(text[which]), "%s %02d:%02d",
	    day_text(local / DAY, day), (int)(local % DAY / HOUR),
	    (int)(local % HOUR / 60));
	return text[which];
}

static void
holidays_of_the_office_do_not_count(void **state)
{
	/* 28 December 2026 is a Monday. */
	static const struct {
		const char *area, *day;
		int hour, minute;
		const char *due;
	} table[] = {
		/* The turn of the year. */
		{ "KH-17", "2026-12-30", 15, 0, "2027-01-04 15:00" },
		{ "TH-27", "2026-12-30", 15, 0, "2027-01-05 15:00" },
		{ "MY-10", "2026-12-30", 15, 0, "2027-01-01 15:00" },
		{ "", "2026-12-30", 15, 0, "2027-01-01 15:00" },
		/* The new year of April, come into and begun in. */
		{ "KH-1", "2026-04-10", 9, 0, "2026-04-17 09:00" },
		{ "TH-10", "2026-04-10", 9, 0, "2026-04-17 09:00" },
		{ "KH-1", "2026-04-15", 9, 0, "2026-04-21 00:00" },
		{ "TH-10", "2026-04-13", 9, 0, "2026-04-20 00:00" },
		/* Both sides of midnight of UTC+7, at a weekend's edge. */
		{ "KH-1", "2026-01-09", 23, 59, "2026-01-13 23:59" },
		{ "KH-1", "2026-01-10", 0, 0, "2026-01-14 00:00" },
		{ "KH-1", "2026-01-11", 23, 59, "2026-01-14 00:00" },
		{ "KH-1", "2026-01-12", 0, 0, "2026-01-14 00:00" },
		/* A holiday's own edges: 7 January, a Wednesday. */
		{ "KH-1", "2026-01-06", 23, 59, "2026-01-09 23:59" },
		{ "KH-1", "2026-01-07", 0, 0, "2026-01-12 00:00" },
		{ "TH-10", "2026-01-07", 0, 0, "2026-01-09 00:00" },
		/* A holiday that falls on a Sunday takes no other day. */
		{ "KH-1", "2026-03-06", 8, 0, "2026-03-10 08:00" },
		{ "KH-1", "2024-02-28", 8, 0, "2024-03-01 08:00" },
	};

	(void)state;
	deadline_follow(&store, &carried->table);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_string_equal(said(due(table[i].area, CASE_NEW, false,
		    at(table[i].day, table[i].hour, table[i].minute))),
		    table[i].due);
}

static void
what_is_urgent_waits_for_no_holiday(void **state)
{
	int64_t from = at("2026-04-14", 23, 30);

	(void)state;
	deadline_follow(&store, &carried->table);
	assert_int_equal(due("KH-1", CASE_NEW, true, from), from + HOUR);
	assert_int_equal(due("KH-1", CASE_INCOMPLETE, true, from),
	    from + HOUR);
	assert_int_equal(due("KH-1", CASE_WORKING, true, from), from + DAY);
	assert_int_equal(due("KH-1", CASE_FINISHED, true, from), from);
	assert_int_equal(due("KH-1", CASE_FINISHED, false, from), from);
}

static void
without_a_table_a_store_follows_its_own(void **state)
{
	int64_t from = at("2026-04-10", 9, 0);

	(void)state;
	deadline_follow(&store, NULL);
	assert_string_equal(said(due("KH-1", CASE_NEW, false, from)),
	    "2026-04-14 09:00");
	assert_string_equal(said(due("KH-1", CASE_WORKING, false, from)),
	    "2026-04-24 09:00");
	assert_string_equal(said(due("KH-1", CASE_CALL_US, false, from)),
	    "2026-04-17 09:00");
	assert_int_equal(due("KH-1", CASE_NEW, true, from), from + HOUR);
}

static void
a_stand_in_looks_however_long_the_festival_is(void **state)
{
	(void)state;
	deadline_follow(&store, &carried->table);
	assert_string_equal(said(deadline_patience(at("2026-04-13", 9, 0))),
	    "2026-04-15 09:00");
}

static void
partners_are_asked_again_by_their_own_calendar(void **state)
{
	int64_t from = at("2026-12-28", 10, 0);

	(void)state;
	deadline_follow(&store, &carried->table);
	assert_string_equal(said(deadline_chase(&store, "police", "KH",
	    "TH-10", from)), "2027-01-05 10:00");
	assert_string_equal(said(deadline_chase(&store, "police", "TH",
	    "KH-1", from)), "2027-01-06 10:00");
	assert_string_equal(said(deadline_chase(&store, "shelter", "TH",
	    "KH-1", from)), "2026-12-29 10:00");
	assert_int_equal(deadline_chase(&store, "health", "KH", "KH-1",
	    from), deadline_chase(&store, "other", "KH", "KH-1", from));
	deadline_follow(&store, NULL);
	assert_string_equal(said(deadline_chase(&store, "police", "KH",
	    "TH-10", from)), "2027-01-11 10:00");
}

/* ---- files ---- */

#define HEAD "calendars:\n  kh:\n    source: s\n" \
    "    source_date: 2026-01-01\n    checked_on: 2026-01-01\n" \
    "    fixed: {\"01-01\": New Year}\n    movable: [Pchum Ben]\n"
#define TAIL "  th: {source: s, source_date: 2026-01-01, " \
    "checked_on: 2026-01-01, fixed: {}, movable: [Makha Bucha], years: {}}\n"

static int
read_holidays(TALLOC_CTX *ctx, const char *text, struct faults *faults,
    struct holidays **out)
{
	struct document *document;
	int rc = document_parse(ctx, "h.yaml", text, strlen(text), faults,
	    &document);

	return rc != 0 ? rc : holidays_build(ctx, document, faults, out);
}

static void
a_year_that_is_entered_counts_and_no_other(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults = faults_new(ctx);
	struct deadline_table table = carried->table;
	struct holidays *holidays;
	int64_t from = at("2027-10-07", 9, 0);		/* a Thursday */

	(void)state;
	assert_int_equal(read_holidays(ctx, HEAD "    years:\n"
	    "      2027: {source: a sub-decree, checked_on: 2026-11-01, "
	    "confirmed_by: Sok,\n        days: {2027-10-08: Pchum Ben, "
	    "2027-10-11: Pchum Ben}}\n" TAIL, faults, &holidays), 0);
	table.kh.days_n = holidays->of[HOLIDAYS_KH].days_n;
	table.kh.day = holidays->of[HOLIDAYS_KH].day;
	deadline_follow(&store, &table);
	assert_string_equal(said(due("KH-1", CASE_NEW, false, from)),
	    "2027-10-13 09:00");
	assert_string_equal(said(due("TH-10", CASE_NEW, false, from)),
	    "2027-10-11 09:00");
	/* The same days of a year that nobody entered are working days. */
	assert_string_equal(said(due("KH-1", CASE_NEW, false,
	    at("2026-10-07", 9, 0))), "2026-10-09 09:00");
	talloc_free(ctx);
}

static size_t
missing(const struct holidays *holidays, const char *today)
{
	struct faults *faults = faults_new(NULL);
	size_t n;

	holidays_missing(holidays, "h.yaml", today, faults);
	n = faults_count(faults);
	talloc_free(faults);
	return n;
}

static void
a_missing_year_is_told_from_october(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults = faults_new(ctx);
	struct holidays *holidays;

	(void)state;
	assert_int_equal(read_holidays(ctx, HEAD "    years:\n"
	    "      2026: {source: s, checked_on: 2025-11-01, confirmed_by: "
	    "Sok, days: {2026-10-10: Pchum Ben}}\n" TAIL, faults, &holidays),
	    0);
	assert_int_equal(missing(holidays, "2026-01-01"), 1);
	assert_int_equal(missing(holidays, "2026-09-30"), 1);
	assert_int_equal(missing(holidays, "2026-10-01"), 3);
	assert_int_equal(missing(holidays, "2027-01-01"), 2);
	holidays_missing(holidays, "h.yaml", "2026-12-31", faults);
	assert_string_equal(faults_at(faults, 0), "h.yaml:3: kh: the list of "
	    "2027 is missing; until it is entered these count as working "
	    "days: Pchum Ben");
	talloc_free(ctx);
}

static void
mistakes_in_holidays_are_told_with_their_line(void **state)
{
	static const struct { const char *text, *fault; } table[] = {
		{ HEAD "    years: {2569: {source: s, checked_on: 2026-01-01,"
		    " confirmed_by: S, days: {2569-01-01: x}}}\n" TAIL,
		    "\"2569\" is no year such as 2027" },
		{ HEAD "    years: {2027: {source: s, checked_on: 2026-01-01,"
		    " confirmed_by: S, days: {2026-01-02: x}}}\n" TAIL,
		    "\"2026-01-02\" is no day of 2027" },
		{ HEAD "    years: {2027: {source: s, checked_on: 2026-01-01,"
		    " confirmed_by: S, days: {2027-02-29: x}}}\n" TAIL,
		    "\"2027-02-29\" is no day of 2027" },
		{ HEAD "    years: {2027: {source: s, checked_on: 2026-01-01,"
		    " days: {2027-01-01: x}}}\n" TAIL, "confirmed_by" },
		{ HEAD "    years: {2027: {source: s, checked_on: 2569-01-01,"
		    " confirmed_by: S, days: {2027-01-01: x}}}\n" TAIL,
		    "checked_on must be a day" },
		{ HEAD "    years: {}\n", "th" },
		{ "calendars: []\n", "calendars must be a map" },
		{ "calendars: {kh: {fixed: {13-01: x}}, th: {}}\n",
		    "fixed: \"13-01\" is no month and day" },
		{ "calendars: {kh: {fixed: {02-29: x}}, th: {}}\n",
		    "fixed: \"02-29\" is no month and day" },
		{ "calendars: {kh: {fixed: {1-1: x}}, th: {}}\n",
		    "fixed: \"1-1\" is no month and day" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct faults *faults = faults_new(ctx);
		struct holidays *holidays;
		bool found = false;

		assert_int_equal(read_holidays(ctx, table[i].text, faults,
		    &holidays), -EINVAL);
		for (size_t n = 0; n < faults_count(faults); n++)
			found = found || (strncmp(faults_at(faults, n),
			    "h.yaml:", 7) == 0 && strstr(faults_at(faults, n),
			    table[i].fault) != NULL);
		if (!found)
			fail_msg("%s: %s", table[i].fault,
			    faults_at(faults, 0));
		talloc_free(ctx);
	}
}

static void
mistakes_in_steps_are_told(void **state)
{
#define SAYS "    says: {km: a, th: b, en: c}\n"
#define CHASE "chase: [{partner: other, working_days: 5, calendar: both}]\n"
	static const struct { const char *text, *fault; } table[] = {
		{ "steps: []\n" CHASE, "steps must be a list" },
		{ "steps:\n  - step: a\n    states: [new]\n    hours: 1\n"
		    "    working_days: 1\n    calendar: kh\n" SAYS CHASE,
		    "not both" },
		{ "steps:\n  - step: a\n    states: [new]\n    hours: 1\n"
		    "    calendar: kh\n" SAYS CHASE, "have no calendar" },
		{ "steps:\n  - step: a\n    states: [new]\n"
		    "    working_days: 3\n" SAYS CHASE,
		    "a calendar is needed" },
		{ "steps:\n  - step: a\n    states: [new]\n"
		    "    working_days: 400\n    calendar: kh\n" SAYS CHASE,
		    "working_days" },
		{ "steps:\n  - step: A b\n    states: [new]\n    hours: 1\n"
		    SAYS CHASE, "step must be a name" },
		{ "steps:\n  - step: a\n    states: [new]\n    hours: 1\n"
		    CHASE, "says" },
		{ "steps:\n  - step: a\n    states: new\n    hours: 1\n" SAYS
		    CHASE, "states must be a list" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct faults *faults = faults_new(ctx);
		struct document *document;
		struct procedures *procedures;

		assert_int_equal(document_parse(ctx, "p.yaml", table[i].text,
		    strlen(table[i].text), faults, &document), 0);
		assert_int_equal(procedures_build(ctx, document, faults,
		    &procedures), -EINVAL);
		if (strstr(faults_at(faults, 0), table[i].fault) == NULL)
			fail_msg("%s: %s", table[i].fault,
			    faults_at(faults, 0));
		talloc_free(ctx);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holidays_of_the_office_do_not_count),
		cmocka_unit_test(what_is_urgent_waits_for_no_holiday),
		cmocka_unit_test(without_a_table_a_store_follows_its_own),
		cmocka_unit_test(
		    a_stand_in_looks_however_long_the_festival_is),
		cmocka_unit_test(
		    partners_are_asked_again_by_their_own_calendar),
		cmocka_unit_test(a_year_that_is_entered_counts_and_no_other),
		cmocka_unit_test(a_missing_year_is_told_from_october),
		cmocka_unit_test(
		    mistakes_in_holidays_are_told_with_their_line),
		cmocka_unit_test(mistakes_in_steps_are_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, unmake);
}
