/* Who leads keeps a case of her own centre from being erased, for a reason and
   until a day; then it goes, and what is kept no longer is told of anew. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/forget.h"
#include "store/inside.h"
#include "store/reading.h"
#include "tests/people.h"

/* One store for all: Poipet has dara, who leads it; Phnom Penh, which stands in
   for it, has sophea. */
static struct people *people;
static struct login *dara, *sophea;
enum { NOW = PEOPLE_NOW, DAY = 86400 };
static const struct retention keep = { .inbox_days = 14, .draft_days = 30,
    .closed_days = 365, .notice_days = 14 };

static int
make(void **)
{
	people = people_make();
	dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	sophea = people_log_in(people, "sophea", people->intake,
	    people->intake_key);
	return 0;
}

static int
unmake(void **)
{
	return talloc_free(people);
}

static int
clear(void **)
{
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, "DELETE FROM cases"), 0);
	return store_commit(people->store);
}

static int64_t
day(int n)
{
	return NOW + n * (int64_t)DAY;
}

/* Urgent, so that who stands in reads it. */
static struct matter
opened(enum case_state state)
{
	struct case_new new = { .centre = people->poipet, .state = state,
	    .category = "wages", .urgent = true, .now = NOW };
	struct matter matter;

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_open(people->store, &new, &matter), 0);
	assert_int_equal(store_commit(people->store), 0);
	return matter;
}

static struct matter
finished(void)
{
	struct matter matter = opened(CASE_NEW);

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_set_state(people->store, &matter.id,
	    CASE_WORKING, matter.version, NOW), 0);
	assert_int_equal(case_set_state(people->store, &matter.id,
	    CASE_FINISHED, matter.version + 1, NOW), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(case_load(people->store, &matter.id, &matter), 0);
	return matter;
}

static bool
is_there(const struct matter *matter)
{
	struct matter is;

	return case_load(people->store, &matter->id, &is) == 0;
}

static void
list(int64_t now)
{
	unsigned n;

	assert_int_equal(forget_list(people->store, now, &keep, 100, &n), 0);
}

static void
purge(int64_t now)
{
	bool left = true;

	while (left)
		assert_int_equal(store_purge(people->store, now, 100, &keep,
		    &left), 0);
}

/* The n-th of those that will go; its ref is empty where there are fewer. */
static struct going
going(size_t n)
{
	struct goings *all;
	struct going one = { 0 };

	assert_int_equal(forget_listed(people->store, people, people->poipet,
	    50, &all), 0);
	if (n < all->n)
		one = all->going[n];
	talloc_free(all);
	return one;
}

static int
say(const struct matter *matter, const struct login *login, int64_t until,
    const char *why, int64_t now)
{
	return forget_keep(people->store, matter->ref, login, until, why, now);
}

static void
one_that_is_kept_stays_until_its_day_and_no_longer(void **)
{
	struct matter matter = finished();

	list(day(355));
	assert_string_equal(going(0).ref, matter.ref);
	assert_string_equal(going(0).category, "wages");
	assert_int_equal(say(&matter, dara, day(450), "court", day(356)), 0);
	assert_int_equal(going(0).kept_until, day(450));
	struct going one = going(0);
	assert_int_equal(going_at(&one, &keep), day(450));
	purge(day(449));
	assert_true(is_there(&matter));
	purge(day(450));
	assert_false(is_there(&matter));
}

static void
keeping_does_not_make_it_younger(void **)
{
	struct matter before = finished(), after;

	assert_int_equal(say(&before, dara, day(90), "court", day(60)), 0);
	assert_int_equal(case_load(people->store, &before.id, &after), 0);
	assert_int_equal(after.changed_at, before.changed_at);
	/* But somebody who has it open is told. */
	assert_true(after.version > before.version);
	list(day(355));
	purge(day(370));
	assert_false(is_there(&before));
}

static void
a_draft_is_kept_too(void **)
{
	struct matter matter = opened(CASE_INCOMPLETE);

	list(day(20));
	assert_int_equal(say(&matter, dara, day(100), "asked", day(21)), 0);
	purge(day(99));
	assert_true(is_there(&matter));
	purge(day(100));
	assert_false(is_there(&matter));
}

static void
the_reason_is_read_in_the_case(void **)
{
	struct matter matter = finished();
	struct reading *reading;
	const struct entry *last;

	assert_int_equal(say(&matter, dara, day(90), "court 2026-04-05", NOW),
	    0);
	assert_int_equal(case_read(people->store, people, matter.ref, dara,
	    NOW, &reading), 0);
	last = &reading->entry[reading->n - 1];
	assert_string_equal(last->kind, "kept");
	assert_string_equal(last->text, "court 2026-04-05");
	talloc_free(reading);
}

static void
no_reason_no_day_or_too_far_a_day_is_refused(void **)
{
	struct matter matter = finished();

	assert_int_equal(say(&matter, dara, day(30), "", NOW), -EINVAL);
	assert_int_equal(say(&matter, dara, NOW, "court", NOW), -EINVAL);
	assert_int_equal(say(&matter, dara, day(-1), "court", NOW), -EINVAL);
	assert_int_equal(say(&matter, dara, day(KEPT_DAYS_MAX) + 1, "court",
	    NOW), -EINVAL);
	assert_int_equal(say(&matter, dara, day(KEPT_DAYS_MAX), "court", NOW),
	    0);
}

static bool
count_row(void *arg, const struct audit_row *row)
{
	if (strncmp(row->action, "keep", 4) == 0)
		++*(unsigned *)arg;
	return true;
}

/* How often somebody kept something, as the audit says. */
static unsigned
audited(void)
{
	unsigned n = 0;

	assert_int_equal(audit_each(people->store, 0, count_row, &n), 0);
	return n;
}

static void
another_office_keeps_nothing_and_is_told_nothing(void **)
{
	struct matter matter = finished(), is;
	const unsigned before = audited();

	/* She stands in and reads it. */
	assert_int_equal(case_readable(people->store, matter.ref, sophea, NOW,
	    &is), 0);
	assert_int_equal(say(&matter, sophea, day(30), "court", NOW), -ENOENT);
	assert_int_equal(say(&matter, sophea, 0, "over", NOW), -ENOENT);
	assert_int_equal(forget_keep(people->store, "10000007", dara, day(30),
	    "court", NOW), -ENOENT);
	assert_int_equal(case_load(people->store, &matter.id, &is), 0);
	assert_int_equal(is.version, matter.version);
	assert_int_equal(audited(), before);
}

static void
what_is_kept_no_longer_is_told_of_anew(void **)
{
	struct matter matter = finished();
	const unsigned before = audited();

	assert_int_equal(say(&matter, dara, day(600), "court", NOW), 0);
	list(day(355));
	assert_int_equal(say(&matter, dara, 0, "over", day(400)), 0);
	assert_string_equal(going(0).ref, "");
	/* Long past its time, and not gone within the minute. */
	purge(day(400));
	assert_true(is_there(&matter));
	list(day(401));
	assert_string_equal(going(0).ref, matter.ref);
	assert_int_equal(going(0).kept_until, 0);
	purge(day(414));
	assert_true(is_there(&matter));
	purge(day(415));
	assert_false(is_there(&matter));
	assert_int_equal(audited(), before + 2);
}

static void
nothing_is_undone_where_nobody_kept_it(void **)
{
	struct matter matter = finished(), is;

	list(day(355));
	assert_int_equal(say(&matter, dara, 0, "over", day(360)), 0);
	assert_string_equal(going(0).ref, matter.ref);
	assert_int_equal(case_load(people->store, &matter.id, &is), 0);
	assert_int_equal(is.version, matter.version);
}

static void
what_a_centre_keeps_is_listed_by_the_day_it_ends(void **)
{
	struct matter late = finished(), soon = finished(), over = finished();
	struct kepts *all;

	assert_int_equal(say(&late, dara, day(500), "court", NOW), 0);
	assert_int_equal(say(&soon, dara, day(300), "asked", NOW), 0);
	assert_int_equal(say(&over, dara, day(10), "asked", NOW), 0);
	assert_int_equal(forget_kept(people->store, people, people->poipet,
	    day(11), 50, &all), 0);
	assert_int_equal(all->n, 2);
	assert_string_equal(all->kept[0].ref, soon.ref);
	assert_int_equal(all->kept[0].until, day(300));
	assert_string_equal(all->kept[0].by, "dara");
	assert_string_equal(all->kept[1].ref, late.ref);
	talloc_free(all);
	assert_int_equal(forget_kept(people->store, people, people->poipet,
	    day(11), 1, &all), 0);
	assert_int_equal(all->n, 1);
	talloc_free(all);
	assert_int_equal(forget_kept(people->store, people, people->intake, 0,
	    50, &all), 0);
	assert_int_equal(all->n, 0);
	talloc_free(all);
}

#define EACH(test) cmocka_unit_test_setup(test, clear)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(one_that_is_kept_stays_until_its_day_and_no_longer),
		EACH(keeping_does_not_make_it_younger),
		EACH(a_draft_is_kept_too),
		EACH(the_reason_is_read_in_the_case),
		EACH(no_reason_no_day_or_too_far_a_day_is_refused),
		EACH(another_office_keeps_nothing_and_is_told_nothing),
		EACH(what_is_kept_no_longer_is_told_of_anew),
		EACH(nothing_is_undone_where_nobody_kept_it),
		EACH(what_a_centre_keeps_is_listed_by_the_day_it_ends),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, unmake);
}
