#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <string.h>

#include "gateway/rounds/duty.h"
#include "gateway/rounds/fetch.h"
#include "tests/people.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static int
setup(void **state)
{
	*state = people_empty();
	return 0;
}

static int
teardown(void **state)
{
	talloc_free(*state);
	return 0;
}

/* The last results, the latest first: "f" failed, "b" broken, "d" done. */
static int64_t
due(const char *results)
{
	struct settings *settings = settings_initial(NULL, ".");
	struct round round[32];
	struct rounds_done before = { strlen(results), round };
	int64_t at;

	for (size_t i = 0; i < before.n; i++)
		round[i] = (struct round){ .begun_at = PEOPLE_NOW,
		    .result = results[i] == 'f' ? ROUND_FAILED :
		    results[i] == 'b' ? ROUND_BROKEN :
		    results[i] == 'w' ? ROUND_WAITS :
		    results[i] == 's' ? ROUND_SAME : ROUND_DONE };
	at = duty_due(&duties[0], settings, &before, PEOPLE_NOW);
	talloc_free(settings);
	return at - PEOPLE_NOW;
}

static void
a_duty_is_due_at_once_then_after_its_interval(void **state)
{
	(void)state;
	assert_int_equal(due(""), 0);
	assert_int_equal(due("d"), DAY);
	assert_int_equal(due("s"), DAY);
	assert_int_equal(due("w"), DAY);
	assert_int_equal(due("dfff"), DAY);
}

static void
after_failures_it_waits_ever_longer_but_no_longer_than_usual(void **state)
{
	(void)state;
	assert_int_equal(due("f"), 5 * 60);
	assert_int_equal(due("ff"), 10 * 60);
	assert_int_equal(due("fffd"), 20 * 60);
	/* One that felled the process counts too. */
	assert_int_equal(due("bfb"), 20 * 60);
	assert_int_equal(due("ffffffffffffffffffff"), DAY);
}

static void
a_clock_that_was_set_back_silences_nothing(void **state)
{
	struct round round = { .begun_at = PEOPLE_NOW + 10 * DAY,
	    .result = ROUND_DONE };
	struct rounds_done before = { 1, &round };
	struct settings *settings = settings_initial(NULL, ".");

	(void)state;
	assert_int_equal(duty_due(&duties[0], settings, &before, PEOPLE_NOW),
	    PEOPLE_NOW);
	talloc_free(settings);
}

/* As if a thousand more had been done. */
static void
make_many(struct people *people)
{
	char *path = talloc_asprintf(people, "%s/helpline.db", people->dir);
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "INSERT INTO round (n, duty, "
	    "begun_at) VALUES (1500, 'other', 1)", NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
}

static void
what_was_done_is_remembered_and_the_oldest_forgotten(void **state)
{
	struct people *people = *state;
	struct rounds_done *done;
	struct round round = { .ended_at = PEOPLE_NOW + 1,
	    .result = ROUND_WAITS, .words = "words", .memo = "memo" };
	int64_t n = 0;

	assert_int_equal(round_begin(people->store, "register", PEOPLE_NOW,
	    &n), 0);
	assert_int_equal(rounds_load(people->store, people, "register", 5,
	    &done), 0);
	assert_int_equal(done->n, 1);
	assert_int_equal(done->round[0].result, ROUND_BROKEN);
	round.n = n;
	assert_int_equal(round_end(people->store, &round), 0);
	assert_int_equal(rounds_load(people->store, people, "register", 5,
	    &done), 0);
	assert_int_equal(done->round[0].result, ROUND_WAITS);
	assert_string_equal(done->round[0].words, "words");
	assert_string_equal(done->round[0].memo, "memo");
	make_many(people);
	assert_int_equal(round_begin(people->store, "other", PEOPLE_NOW, &n),
	    0);
	assert_int_equal(rounds_load(people->store, people, NULL, 10, &done),
	    0);
	assert_int_equal(done->n, 2);
	assert_string_equal(done->round[0].duty, "other");
}

static void
an_address_is_shown_without_its_secrets(void **state)
{
	struct people *people = *state;
	static const char *const addresses[][2] = {
		{ "https://u:p@a.test/l.csv?key=secret#x",
		  "https://a.test/l.csv" },
		{ "https://a.test:8443/l.csv", "https://a.test:8443/l.csv" },
		{ "no address at all", "the address of register_url" },
	};

	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		assert_string_equal(fetch_shown(people, addresses[i][0]),
		    addresses[i][1]);
}

static void
without_an_address_there_is_no_such_duty(void **state)
{
	struct settings *settings = settings_initial(NULL, ".");

	(void)state;
	assert_false(duties[0].wanted(settings));
	settings->register_url = "https://a.test/";
	assert_true(duties[0].wanted(settings));
	talloc_free(settings);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_duty_is_due_at_once_then_after_its_interval),
		T(after_failures_it_waits_ever_longer_but_no_longer_than_usual),
		T(a_clock_that_was_set_back_silences_nothing),
		T(what_was_done_is_remembered_and_the_oldest_forgotten),
		T(an_address_is_shown_without_its_secrets),
		T(without_an_address_there_is_no_such_duty),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
