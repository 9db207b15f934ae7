#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/inside.h"
#include "store/paper.h"
#include "store/secret.h"
#include "tests/people.h"

enum { UTC7 = 7 * 3600, DAY = 86400, HOUR = 3600 };

static int
make(void **state)
{
	*state = people_make();
	return 0;
}

static int
unmake(void **state)
{
	return talloc_free(*state);
}

static struct centre
sample(const char *name)
{
	return (struct centre){ .name = { "ភ្នំពេញ", "Phnom Penh", "พนมเปญ",
	    name }, .area = "KH-17", .hours = "1-5 8:00-12:00 13:30-17:00",
	    .phone = "023 123 456" };
}

static void
do_sql(struct people *people, const char *sql)
{
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, sql), 0);
	assert_int_equal(store_commit(people->store), 0);
}

static void
reopen(struct people *people)
{
	char *why = NULL;

	TALLOC_FREE(people->store);
	assert_int_equal(store_open(people, people->dir, ROLE_CALLS,
	    &people->store, &why), 0);
}

static struct centres *
load(struct people *people)
{
	struct centres *centres = NULL;

	assert_int_equal(centres_load(people->store, people, &centres), 0);
	return centres;
}

static void
a_centre_comes_back_as_it_was_added(void **state)
{
	struct people *people = *state;
	struct centre centre = sample("Siem Reap");
	const struct centre *is;
	struct secret *secret = NULL;
	char *paper = NULL;
	int64_t id = 0;

	centre.stand_in = people->poipet;
	assert_int_equal(centre_add(people->store, people, &centre, &id,
	    &secret, &paper), 0);
	assert_int_equal(strlen(paper), 69);
	assert_true(strlen(paper) < PAPER_KEY_TEXT);
	is = centre_by_id(load(people), id);
	assert_non_null(is);
	for (int i = 0; i < 4; i++)
		assert_string_equal(is->name[i], centre.name[i]);
	assert_string_equal(is->area, "KH-17");
	assert_string_equal(is->hours, centre.hours);
	assert_string_equal(is->phone, centre.phone);
	assert_int_equal(is->stand_in, people->poipet);
	assert_false(is->intake);
	assert_int_equal(is->active_staff, 0);
}

static void
assert_not_added(struct people *people, struct centre centre, int rc)
{
	size_t before = load(people)->n;
	struct secret *secret = NULL;
	char *paper = NULL;
	int64_t id = -7;

	assert_int_equal(centre_add(people->store, people, &centre, &id,
	    &secret, &paper), rc);
	assert_null(secret);
	assert_null(paper);
	assert_int_equal(id, -7);
	assert_int_equal(load(people)->n, before);
}

static void
a_centre_that_cannot_be_is_not_added(void **state)
{
	struct people *people = *state;
	char long_text[CENTRE_TEXT_MAX + 2] = "";
	struct centre centre = sample("Poipet");

	memset(long_text, 'x', sizeof(long_text) - 1);
	assert_not_added(people, centre, -EEXIST);
	centre = sample("");
	assert_not_added(people, centre, -EINVAL);
	centre = sample("Second intake");
	centre.intake = true;
	assert_not_added(people, centre, -EEXIST);
	centre = sample("No such stand-in");
	centre.stand_in = 99;
	assert_not_added(people, centre, -ENOENT);
	centre = sample("No hours");
	centre.hours = "Mon-Fri";
	assert_not_added(people, centre, -EINVAL);
	centre = sample(long_text);
	assert_not_added(people, centre, -EINVAL);
	centre = sample("Long name");
	centre.name[0] = long_text;
	assert_not_added(people, centre, -EINVAL);
	centre = sample("Long area");
	centre.area = long_text;
	assert_not_added(people, centre, -EINVAL);
	centre = sample("Long phone");
	centre.phone = long_text;
	assert_not_added(people, centre, -EINVAL);
}

static void
a_centre_is_changed_without_its_key(void **state)
{
	struct people *people = *state;
	struct centre centre = sample("Poipet town");
	const struct centre *is;

	centre.id = people->poipet;
	centre.hours = "";
	assert_int_equal(centre_change(people->store, &centre), 0);
	is = centre_by_id(load(people), people->poipet);
	assert_string_equal(is->name[3], "Poipet town");
	assert_string_equal(is->hours, "");
	assert_int_equal(centre_check_secret(people->store, people->poipet,
	    people->poipet_key), 0);
	centre.stand_in = centre.id;
	assert_int_equal(centre_change(people->store, &centre), -EINVAL);
	centre.stand_in = 99;
	assert_int_equal(centre_change(people->store, &centre), -ENOENT);
	centre.stand_in = 0;
	centre.name[3] = "Phnom Penh";
	assert_int_equal(centre_change(people->store, &centre), -EEXIST);
	centre.name[3] = "Nobody";
	centre.id = 99;
	assert_int_equal(centre_change(people->store, &centre), -ENOENT);
	assert_string_equal(centre_by_id(load(people),
	    people->poipet)->name[3], "Poipet town");
}

static void
the_stand_in_is_the_named_one_else_the_intake_centre(void **state)
{
	struct people *people = *state;
	struct centres *centres = load(people);
	const struct centre *intake = centre_intake(centres);
	const struct centre *poipet = centre_by_id(centres, people->poipet);
	struct centre change;

	assert_int_equal(intake->id, people->intake);
	assert_ptr_equal(centre_stand_in(centres, poipet), intake);
	assert_null(centre_stand_in(centres, intake));
	assert_null(centre_by_id(centres, 99));
	change = *intake;
	change.stand_in = people->poipet;
	assert_int_equal(centre_change(people->store, &change), 0);
	centres = load(people);
	assert_int_equal(centre_stand_in(centres, centre_intake(centres))->id,
	    people->poipet);
}

static void
a_store_without_centres_has_no_intake(void **state)
{
	struct people *people = people_empty();
	unsigned char out[KEY_OCTETS];

	(void)state;
	assert_int_equal(load(people)->n, 0);
	assert_null(centre_intake(load(people)));
	assert_int_equal(centre_public(people->store, 1, out), -ENOENT);
	talloc_free(people);
}

static void
the_paper_key_gives_the_secret_back(void **state)
{
	struct people *people = *state;
	struct secret *secret = NULL;
	char *paper = paper_key(people, people->poipet_key->octets);

	assert_int_equal(centre_from_paper(people->store, people,
	    people->poipet, paper, &secret), 0);
	assert_memory_equal(secret->octets, people->poipet_key->octets,
	    SECRET_OCTETS);
	secret = NULL;
	assert_int_equal(centre_from_paper(people->store, people,
	    people->intake, paper, &secret), -EACCES);
	assert_int_equal(centre_from_paper(people->store, people, 99, paper,
	    &secret), -ENOENT);
	paper[0] = paper[0] == 'A' ? 'B' : 'A';
	assert_int_equal(centre_from_paper(people->store, people,
	    people->poipet, paper, &secret), -EINVAL);
	assert_null(secret);
}

static void
a_public_key_changed_in_the_store_is_refused(void **state)
{
	struct people *people = *state;
	static const unsigned char untouched[KEY_OCTETS];
	unsigned char out[KEY_OCTETS] = { 0 }, before[KEY_OCTETS];

	assert_int_equal(centre_public(people->store, people->poipet, before),
	    0);
	do_sql(people, "UPDATE centre SET public_key = zeroblob(32)");
	/* At once: a key may be changed while we run, but not without its pin. */
	assert_int_equal(centre_public(people->store, people->poipet, out),
	    -EKEYREJECTED);
	reopen(people);
	assert_int_equal(centre_public(people->store, people->poipet, out),
	    -EKEYREJECTED);
	assert_memory_equal(out, untouched, KEY_OCTETS);
	assert_true(strlen(store_why(people->store)) > 20);
}

static void
a_pinned_key_that_is_gone_or_open_to_others_is_refused(void **state)
{
	struct people *people = *state;
	unsigned char out[KEY_OCTETS];
	char *path = talloc_asprintf(people, "%s/keys/centre-%d.pub",
	    people->dir, (int)people->poipet);

	reopen(people);
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(centre_public(people->store, people->poipet, out),
	    -EACCES);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(centre_public(people->store, people->poipet, out),
	    -ENOENT);
	assert_int_equal(centre_public(people->store, people->intake, out), 0);
}

static void
hours_are_weekdays_and_up_to_two_spans(void **state)
{
	static const char *const good[] = { "1-5 8:00-17:00",
	    "1-5 8:00-12:00 13:30-17:00", "1-7 0:00-24:00", "6 08:00-12:00",
	    "7-7 23:59-24:00", "1-1 8:00-9:00 9:00-10:00" };
	static const char *const bad[] = { "", " ", "1", "1-5", "1-5 ",
	    "0-5 8:00-17:00", "1-8 8:00-17:00", "5-1 8:00-17:00",
	    "1-5  8:00-17:00", "1-5 8:00-17:00 ", "1-5 17:00-8:00",
	    "1-5 8:00-8:00", "1-5 8:0-17:00", "1-5 8:000-17:00",
	    "1-5 8:60-17:00", "1-5 8:00-24:01", "1-5 25:00-26:00",
	    "1-5 8:00-12:00 11:00-17:00", "1-5 8:00-12:00,13:00-17:00",
	    "1-5 8:00-9:00 10:00-11:00 12:00-13:00", "Mon 8:00-17:00",
	    "1-5 8.00-17.00", "1-5 8:00–17:00", "-5 8:00-17:00",
	    "1- 8:00-17:00", "១-៥ ៨:០០-១៧:០០", "1-5 :00-17:00",
	    "111-5 8:00-17:00", "1-5 8:00", "1-5 8:00-" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (centre_check_hours(good[i]) != 0)
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (centre_check_hours(bad[i]) != -EINVAL)
			fail_msg("taken: %s", bad[i]);
}

/* Local time: a day from Monday 5 January 2026, and a time of it. */
static int64_t
at(int day, int hour, int minute)
{
	int64_t monday = PEOPLE_NOW - 15 * HOUR;

	return monday + day * DAY + hour * HOUR + minute * 60;
}

static const struct {
	const char *hours;
	int day, hour, minute;		/* now */
	int next_day, next_hour, next_minute;
} openings[] = {
	{ "1-5 8:00-17:00", 0, 15, 0, 0, 15, 0 },
	{ "1-5 8:00-17:00", 0, 7, 59, 0, 8, 0 },
	{ "1-5 8:00-17:00", 0, 8, 0, 0, 8, 0 },
	{ "1-5 8:00-17:00", 0, 16, 59, 0, 16, 59 },
	{ "1-5 8:00-17:00", 0, 17, 0, 1, 8, 0 },
	{ "1-5 8:00-17:00", 4, 17, 0, 7, 8, 0 },
	{ "1-5 8:00-17:00", 5, 12, 0, 7, 8, 0 },
	{ "1-5 8:00-17:00", 6, 23, 59, 7, 8, 0 },
	{ "1-5 8:00-12:00 13:30-17:00", 2, 12, 0, 2, 13, 30 },
	{ "1-5 8:00-12:00 13:30-17:00", 2, 13, 30, 2, 13, 30 },
	{ "3 9:00-10:00", 2, 10, 0, 9, 9, 0 },
	{ "3 9:00-10:00", 3, 0, 0, 9, 9, 0 },
	{ "1-7 0:00-24:00", 6, 23, 59, 6, 23, 59 },
};

static void
the_next_opening_is_found_in_local_time(void **state)
{
	int64_t next = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(openings) / sizeof(*openings); i++) {
		assert_int_equal(centre_next_open(openings[i].hours,
		    at(openings[i].day, openings[i].hour, openings[i].minute),
		    UTC7, &next), 0);
		assert_int_equal(next, at(openings[i].next_day,
		    openings[i].next_hour, openings[i].next_minute));
	}
	next = 5;
	assert_int_equal(centre_next_open("", PEOPLE_NOW, UTC7, &next),
	    -EINVAL);
	assert_int_equal(next, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_centre_comes_back_as_it_was_added, make, unmake),
		cmocka_unit_test_setup_teardown(
		    a_centre_that_cannot_be_is_not_added, make, unmake),
		cmocka_unit_test_setup_teardown(
		    a_centre_is_changed_without_its_key, make, unmake),
		cmocka_unit_test_setup_teardown(
		    the_stand_in_is_the_named_one_else_the_intake_centre,
		    make, unmake),
		cmocka_unit_test(a_store_without_centres_has_no_intake),
		cmocka_unit_test_setup_teardown(
		    the_paper_key_gives_the_secret_back, make, unmake),
		cmocka_unit_test_setup_teardown(
		    a_public_key_changed_in_the_store_is_refused, make,
		    unmake),
		cmocka_unit_test_setup_teardown(
		    a_pinned_key_that_is_gone_or_open_to_others_is_refused,
		    make, unmake),
		cmocka_unit_test(hours_are_weekdays_and_up_to_two_spans),
		cmocka_unit_test(the_next_opening_is_found_in_local_time),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
