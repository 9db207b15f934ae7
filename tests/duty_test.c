#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gateway/rounds/duty.h"
#include "store/alarm.h"
#include "store/inside.h"
#include "store/outbox.h"
#include "store/reading.h"
#include "store/roster.h"
#include "store/work.h"
#include "tests/people.h"

enum {
	MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR,
	/* Thursday 8 January 2026, 2:00 in Cambodia. */
	NIGHT = PEOPLE_NOW + 2 * DAY + 11 * HOUR,
};
static_assert((NIGHT + 7 * HOUR) % DAY == 2 * HOUR);

/* Of Poipet; she signs in only where a test needs her: Argon2id takes long. */
static struct login *dara;
static char *code_of_dara;

static void
do_sql(struct people *people, const char *sql)
{
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, sql), 0);
	assert_int_equal(store_commit(people->store), 0);
}

static char *
add(struct people *people, const char *name, enum role role)
{
	char *code = NULL;

	assert_int_equal(staff_add_as(people->store, people, name,
	    role == AS_ADMINISTRATOR ? people->intake : people->poipet, role,
	    role == AS_ADMINISTRATOR ? NULL : people->poipet_key, "dara",
	    PEOPLE_NOW, &code), 0);
	return code;
}

static void
sign_in(struct people *people)
{
	if (dara != NULL)
		return;
	do_sql(people, "UPDATE staff SET state = 0 WHERE name = 'dara'");
	assert_int_equal(staff_activate(people->store, "dara", code_of_dara,
	    PEOPLE_PASSWORD, PEOPLE_NOW), 0);
	assert_int_equal(staff_login(people->store, people, "dara",
	    PEOPLE_PASSWORD, PEOPLE_NOW, &dara), 0);
}

static void
set_phone(struct people *people, const char *name, const char *number)
{
	assert_int_equal(phone_set(people->store, name, number, 3, false,
	    "dara", PEOPLE_NOW), 0);
}

static void
put_on(struct people *people, const char *name, enum shift_part part,
    const char *hours)
{
	struct shift shift = { .centre = people->poipet, .name = name,
	    .part = part, .hours = hours };

	assert_int_equal(shift_add(people->store, &shift, "dara",
	    PEOPLE_NOW), 0);
}

static int
setup(void **state)
{
	struct people *people = people_make();

	dara = NULL;
	code_of_dara = add(people, "dara", AS_LEAD);
	add(people, "sophea", AS_STAFF);
	add(people, "vanna", AS_ADMINISTRATOR);
	do_sql(people, "UPDATE staff SET state = 1");
	set_phone(people, "dara", "+85512000001");
	set_phone(people, "sophea", "+85512000002");
	set_phone(people, "vanna", "+85512000003");
	put_on(people, "dara", ON_DUTY, "1-7 0:00-24:00");
	put_on(people, "sophea", STANDS_IN, "1-7 0:00-24:00");
	*state = people;
	return 0;
}

static int
teardown(void **state)
{
	talloc_free(*state);
	return 0;
}

static struct matter
open_at(struct people *people, int64_t at, bool urgent)
{
	const struct case_new new = { .centre = people->poipet,
	    .urgent = urgent, .state = CASE_NEW, .category = "urgent",
	    .now = at };
	struct matter matter;

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_open(people->store, &new, &matter), 0);
	assert_int_equal(store_commit(people->store), 0);
	return matter;
}

/* She reads it. */
static void
look_at(struct people *people, const struct matter *matter, int64_t at)
{
	struct reading *reading;

	sign_in(people);
	assert_int_equal(case_read(people->store, people, matter->ref, dara,
	    at, &reading), 0);
}

static const struct duty *
duty_named(const char *name)
{
	const struct duty *duty = duties;

	while (strcmp(duty->name, name) != 0)
		duty++;
	return duty;
}

static bool
never(void)
{
	return false;
}

/* As rounds does at each look; -1 there was nothing to do. */
static int
look(struct people *people, const char *name, int64_t now)
{
	struct settings *settings = settings_initial(people, people->dir);
	const struct duty *duty = duty_named(name);
	enum round_result result;

	if (!duty_pending(duty, settings, people->store, now))
		return -1;
	assert_int_equal(duty_run(duty, settings, people->store, now, never,
	    &result), 0);
	return (int)result;
}

struct count { int all, queued, expired; };

static bool
count_one(void *arg, const struct outbox_row *row)
{
	struct count *count = arg;

	count->all++;
	count->queued += row->state == OUTBOX_QUEUED;
	count->expired += row->state == OUTBOX_EXPIRED;
	return true;
}

static struct count
count(struct people *people)
{
	struct count n = { 0 };

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(outbox_each(people->store, count_one, &n), 0);
	assert_int_equal(store_commit(people->store), 0);
	return n;
}

static void
duty_then_stand_in_then_administrator_are_told(void **state)
{
	struct people *people = *state;

	open_at(people, NIGHT, true);
	open_at(people, NIGHT, false);
	for (int minute = 0; minute < 15; minute++)
		assert_int_equal(look(people, "urgent", NIGHT + minute *
		    MINUTE), -1);
	assert_int_equal(count(people).all, 0);
	assert_int_equal(look(people, "urgent", NIGHT + 15 * MINUTE),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 1);
	assert_int_equal(look(people, "urgent", NIGHT + 29 * MINUTE), -1);
	assert_int_equal(look(people, "urgent", NIGHT + 30 * MINUTE),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 2);
	assert_int_equal(look(people, "urgent", NIGHT + 59 * MINUTE), -1);
	assert_int_equal(look(people, "urgent", NIGHT + 60 * MINUTE),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 3);
	for (int day = 1; day < 30; day++)
		assert_int_equal(look(people, "urgent", NIGHT + day * DAY),
		    -1);
	assert_int_equal(count(people).all, 3);
}

static void
what_is_opened_in_time_tells_nobody(void **state)
{
	struct people *people = *state;
	struct matter matter = open_at(people, NIGHT, true);

	look_at(people, &matter, NIGHT + 14 * MINUTE);
	for (int minute = 14; minute < 120; minute++)
		assert_int_equal(look(people, "urgent", NIGHT + minute *
		    MINUTE), -1);
	assert_int_equal(count(people).all, 0);
}

static void
what_is_opened_meanwhile_is_not_sent_any_more(void **state)
{
	struct people *people = *state;
	struct matter one = open_at(people, NIGHT, true);
	struct matter other = open_at(people, NIGHT + MINUTE, true);

	assert_int_equal(look(people, "urgent", NIGHT + 15 * MINUTE),
	    ROUND_DONE);
	look_at(people, &one, NIGHT + 16 * MINUTE);
	assert_int_equal(count(people).queued, 1);
	look_at(people, &other, NIGHT + 16 * MINUTE);
	assert_int_equal(count(people).queued, 0);
	assert_int_equal(count(people).expired, 1);
	look_at(people, &other, NIGHT + 17 * MINUTE);
	assert_int_equal(look(people, "urgent", NIGHT + HOUR), -1);
	assert_int_equal(count(people).all, 1);
}

static void
several_at_once_are_one_text(void **state)
{
	struct people *people = *state;

	for (int i = 0; i < 40; i++)
		open_at(people, NIGHT + i * 15, true);
	assert_int_equal(look(people, "urgent", NIGHT + 15 * MINUTE),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 1);
	for (int minute = 16; minute < 30; minute++)
		assert_int_equal(look(people, "urgent", NIGHT + minute *
		    MINUTE), -1);
	/* One that comes after it was said is said. */
	open_at(people, NIGHT + 20 * MINUTE, true);
	assert_int_equal(look(people, "urgent", NIGHT + 30 * MINUTE),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 2);
	assert_int_equal(look(people, "urgent", NIGHT + 35 * MINUTE),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 3);
}

static void
where_nobody_is_on_duty_the_next_is_told_at_once(void **state)
{
	struct people *people = *state;
	struct roster *roster;

	assert_int_equal(roster_load(people->store, people, people->poipet,
	    &roster), 0);
	assert_int_equal(shift_remove(people->store, people->poipet,
	    roster->shift[0].id, "dara", NIGHT), 0);
	put_on(people, "dara", ON_DUTY, "1-7 8:00-17:00");
	open_at(people, NIGHT, true);
	assert_int_equal(look(people, "urgent", NIGHT + 15 * MINUTE),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 1);
	assert_int_equal(look(people, "urgent", NIGHT + 30 * MINUTE), -1);
	/* Nor who has no phone. */
	set_phone(people, "sophea", "");
	open_at(people, NIGHT + HOUR, true);
	assert_int_equal(look(people, "urgent", NIGHT + 75 * MINUTE),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 2);
	set_phone(people, "vanna", "");
	open_at(people, NIGHT + 2 * HOUR, true);
	assert_int_equal(look(people, "urgent", NIGHT + 135 * MINUTE),
	    ROUND_WAITS);
	assert_int_equal(count(people).all, 2);
}

static void
a_clock_that_jumps_tells_nobody_twice(void **state)
{
	struct people *people = *state;

	open_at(people, NIGHT, true);
	/* Set back two days: its quarter of an hour begins anew. */
	assert_int_equal(look(people, "urgent", NIGHT - 2 * DAY),
	    ROUND_SAME);
	assert_int_equal(count(people).all, 0);
	assert_int_equal(look(people, "urgent", NIGHT - 2 * DAY +
	    15 * MINUTE), ROUND_DONE);
	assert_int_equal(count(people).all, 1);
	/* And forward by a week: everybody once. */
	assert_int_equal(look(people, "urgent", NIGHT + 7 * DAY), ROUND_DONE);
	assert_int_equal(count(people).all, 3);
	assert_int_equal(look(people, "urgent", NIGHT), -1);
	assert_int_equal(look(people, "urgent", NIGHT + 9 * DAY), -1);
	assert_int_equal(count(people).all, 3);
}

/* A process of its own looks again and again, at later and later times. */
static void
look_on(const char *dir, int64_t from)
{
	struct people people = { .dir = dir };
	char *why = NULL;

	if (store_open(NULL, dir, ROLE_ROUNDS, &people.store, &why) != 0)
		_exit(1);
	for (int64_t now = from; now < from + 3 * HOUR; now += MINUTE) {
		struct settings *settings = settings_initial(NULL, dir);
		const struct duty *duty = duty_named("urgent");
		enum round_result result;

		if (duty_pending(duty, settings, people.store, now) &&
		    duty_run(duty, settings, people.store, now, never,
		    &result) != 0)
			_exit(2);
		talloc_free(settings);
	}
	_exit(0);
}

/* Killed again and again until one got through. */
static void
be_killed(struct people *people, int64_t from)
{
	int status = -1;

	for (int i = 0; status != 0; i++) {
		pid_t child = fork();

		if (child == 0)
			look_on(people->dir, from);
		if (i < 40) {
			usleep(randombytes_uniform(3000));
			kill(child, SIGKILL);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(i <= 40);
	}
}

static void
killed_anywhere_it_tells_each_once(void **state)
{
	struct people *people = *state;

	for (int night = 0; night < 6; night++) {
		open_at(people, NIGHT + night * DAY, true);
		open_at(people, NIGHT + night * DAY, true);
		be_killed(people, NIGHT + night * DAY);
		assert_int_equal(count(people).all, 3 * (night + 1));
	}
}

static bool
file_holds(const char *path, const char *needle)
{
	FILE *f = fopen(path, "rb");
	char *all = NULL;
	size_t size = 0, n = strlen(needle);
	bool found = false;

	assert_non_null(f);
	assert_true(getdelim(&all, &size, EOF, f) >= 0 || size == 0);
	for (size_t i = 0; all != NULL && i + n <= size && !found; i++)
		found = memcmp(all + i, needle, n) == 0;
	free(all);
	fclose(f);
	return found;
}

static void
no_number_lies_in_clear_and_who_leaves_has_none(void **state)
{
	struct people *people = *state;
	struct phone phone;
	struct phone_rows *rows;

	assert_false(file_holds(talloc_asprintf(people,
	    "%s/helpline.db-wal", people->dir), "12000002"));
	assert_int_equal(phones_load(people->store, people, &rows), 0);
	assert_int_equal(rows->n, 3);
	assert_int_equal(staff_depart(people->store, "sophea", NIGHT), 0);
	assert_int_equal(phones_load(people->store, people, &rows), 0);
	assert_int_equal(rows->n, 2);
	for (size_t i = 0; i < rows->n; i++)
		assert_int_equal(phone_load(people->store, people,
		    rows->row[i].staff, &phone), 0);
	open_at(people, NIGHT, true);
	assert_int_equal(look(people, "urgent", NIGHT + 45 * MINUTE),
	    ROUND_DONE);
	/* Dara, and at once the administrator. */
	assert_int_equal(count(people).all, 2);
}

static void
a_roster_refuses_what_is_none(void **state)
{
	static const struct {
		const char *name, *hours;
		int64_t since, until;
		int rc;
	} bad[] = {
		{ "dara", "", 0, 0, -EINVAL },
		{ "dara", "always", 0, 0, -EINVAL },
		{ "dara", "1-8 8:00-17:00", 0, 0, -EINVAL },
		{ "dara", "1-5 22:00-6:00", 0, 0, -EINVAL },
		{ "dara", "1-5 8:00-17:00", 20000, 19999, -EINVAL },
		{ "nobody", "1-5 8:00-17:00", 0, 0, -ENOENT },
		{ "vanna", "1-5 8:00-17:00", 0, 0, -ENOENT },
	};
	struct people *people = *state;
	static const char *const numbers[] = { "012345678", "+0123456789",
	    "+855", "+8551234567890123", "+85512x45678", " +85512345678" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct shift shift = { .centre = people->poipet,
		    .name = bad[i].name, .hours = bad[i].hours,
		    .since = bad[i].since, .until = bad[i].until };

		assert_int_equal(shift_add(people->store, &shift, "dara",
		    PEOPLE_NOW), bad[i].rc);
	}
	assert_int_equal(shift_remove(people->store, people->intake, 1,
	    "dara", PEOPLE_NOW), -ENOENT);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		assert_int_equal(phone_set(people->store, "dara", numbers[i],
		    0, false, "dara", PEOPLE_NOW), -EINVAL);
	assert_int_equal(phone_set(people->store, "nobody", "+85512345678",
	    0, false, "dara", PEOPLE_NOW), -ENOENT);
}

static void
a_line_holds_on_its_days_and_hours(void **state)
{
	struct people *people = *state;
	struct shift shift = { .centre = people->poipet, .name = "sophea",
	    .part = ON_DUTY, .hours = "1-5 0:00-6:00 22:00-24:00",
	    .since = NIGHT / DAY + 1, .until = NIGHT / DAY + 2 };
	struct roster *roster;
	int64_t begins, ends;

	/* NIGHT is 19:00 UTC of the day before. */
	assert_false(shift_holds(&shift, NIGHT - DAY));
	assert_true(shift_holds(&shift, NIGHT));
	assert_false(shift_holds(&shift, NIGHT + 4 * HOUR));
	assert_true(shift_holds(&shift, NIGHT + 20 * HOUR));
	assert_true(shift_holds(&shift, NIGHT + DAY));
	assert_false(shift_holds(&shift, NIGHT + 2 * DAY));
	assert_int_equal(roster_load(people->store, people, people->poipet,
	    &roster), 0);
	assert_false(roster_gap(roster, ON_DUTY, NIGHT, &begins, &ends));
	roster->shift[0].hours = "1-7 0:00-22:00";
	assert_true(roster_gap(roster, ON_DUTY, NIGHT, &begins, &ends));
	assert_int_equal(begins, NIGHT + 20 * HOUR);
	assert_int_equal(ends, NIGHT + 22 * HOUR);
}

static void
a_centre_is_slow_after_three_working_days(void **state)
{
	struct people *people = *state;
	struct matter matter = open_at(people, PEOPLE_NOW, false);
	bool slow = true;

	/* Monday 15:00; nothing is said at the start of the day. */
	assert_int_equal(look(people, "slow", PEOPLE_NOW + 3 * DAY - HOUR),
	    -1);
	assert_int_equal(centre_slow(people->store, people->poipet, &slow),
	    0);
	assert_false(slow);
	assert_int_equal(look(people, "slow", PEOPLE_NOW + 3 * DAY),
	    ROUND_DONE);
	assert_int_equal(centre_slow(people->store, people->poipet, &slow),
	    0);
	assert_true(slow);
	assert_int_equal(centre_slow(people->store, people->intake, &slow),
	    0);
	assert_false(slow);
	assert_int_equal(look(people, "slow", PEOPLE_NOW + 4 * DAY), -1);
	/* The moment one is opened it is so no more. */
	look_at(people, &matter, PEOPLE_NOW + 4 * DAY);
	assert_int_equal(centre_slow(people->store, people->poipet, &slow),
	    0);
	assert_false(slow);
	/* That one is still new, but somebody looks: until Wednesday. */
	assert_int_equal(look(people, "slow", PEOPLE_NOW + 8 * DAY), -1);
	assert_int_equal(look(people, "slow", PEOPLE_NOW + 9 * DAY),
	    ROUND_DONE);
}

static void
who_wishes_is_reminded_once_a_day_at_work(void **state)
{
	struct people *people = *state;
	struct matter matter = open_at(people, PEOPLE_NOW, false);
	int64_t due = PEOPLE_NOW + 10 * DAY;	/* Thursday, 15:00 */

	sign_in(people);
	assert_int_equal(case_claim(people->store, matter.ref, dara,
	    PEOPLE_NOW, &matter), 0);
	assert_int_equal(look(people, "reminders", due + 5 * DAY), -1);
	assert_int_equal(phone_set_reminders(people->store,
	    login_member(dara)->id, true), 0);
	assert_int_equal(look(people, "reminders", PEOPLE_NOW + HOUR), -1);
	/* 8:00 to 17:00; at 19:00 she is at home. */
	assert_int_equal(look(people, "reminders", due + 4 * HOUR + 5 * DAY),
	    -1);
	assert_int_equal(look(people, "reminders", due + 5 * DAY),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 1);
	assert_int_equal(look(people, "reminders", due + 5 * DAY + HOUR), -1);
	assert_int_equal(look(people, "reminders", due + 6 * DAY),
	    ROUND_DONE);
	assert_int_equal(count(people).all, 2);
	assert_int_equal(look(people, "reminders", due + 5 * DAY), -1);
	assert_int_equal(phone_set_reminders(people->store, 99, true),
	    -ENOENT);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(duty_then_stand_in_then_administrator_are_told),
		T(what_is_opened_in_time_tells_nobody),
		T(what_is_opened_meanwhile_is_not_sent_any_more),
		T(several_at_once_are_one_text),
		T(where_nobody_is_on_duty_the_next_is_told_at_once),
		T(a_clock_that_jumps_tells_nobody_twice),
		T(killed_anywhere_it_tells_each_once),
		T(no_number_lies_in_clear_and_who_leaves_has_none),
		T(a_roster_refuses_what_is_none),
		T(a_line_holds_on_its_days_and_hours),
		T(a_centre_is_slow_after_three_working_days),
		T(who_wishes_is_reminded_once_a_day_at_work),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
