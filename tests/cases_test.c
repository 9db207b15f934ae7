#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <sodium.h>
#include <sqlite3.h>

#include "store/cases.h"
#include "store/ref.h"
#include "store/seal.h"
#include "tests/place.h"

enum { TRIES = 5 };
static const int64_t now = 1790001234;
static const int64_t hour = 1790001234 - 1790001234 % 3600;
static const int64_t day_s = 86400;
static const char number[] = "+85512345678";

/* Ask the file itself, as who copies the disk would. */
static int64_t
ask(struct place *place, const char *sql)
{
	sqlite3_stmt *stmt;
	sqlite3 *db;
	int64_t is;

	assert_int_equal(sqlite3_open(place_path(place, "helpline.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	is = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return is;
}

static struct tag
her_tag(struct place *place)
{
	return caller_tag(place->store, number);
}

/* Opened in the transaction that is open. */
static struct matter
open_case(struct place *place, enum case_state state, const struct tag *tag)
{
	struct case_new new = { .state = state, .category = "paid",
	    .channel = 1, .language = 2, .tag = tag, .now = now };
	struct matter matter;

	assert_int_equal(case_open(place->store, &new, &matter), 0);
	return matter;
}

static struct matter
reload(struct place *place, const struct matter *matter)
{
	struct matter is;

	assert_int_equal(case_load(place->store, &matter->id, &is), 0);
	return is;
}

static int
begin_too(void **state)
{
	place_setup_centres(state);
	place_begin(*state);
	return 0;
}

/* ---- the table and the numbers ---- */

static void
a_case_takes_the_permitted_steps_and_no_other(void **state)
{
	static const char *const table[CASE_STATES] = {
		/* to: incomplete new working call_us finished */
		[CASE_INCOMPLETE] = ".nw.f",
		[CASE_NEW] = "..wcf",
		[CASE_WORKING] = "...cf",
		[CASE_CALL_US] = "..w.f",
		[CASE_FINISHED] = "..w..",
	};

	(void)state;
	for (int from = 0; from < CASE_STATES; from++)
		for (int to = 0; to < CASE_STATES; to++)
			assert_int_equal(case_may((enum case_state)from,
			    (enum case_state)to), table[from][to] != '.');
}

static void
every_state_has_a_name_that_finds_it(void **state)
{
	enum case_state is;

	(void)state;
	for (int i = 0; i < CASE_STATES; i++) {
		assert_int_equal(case_state_find(case_state_name(
		    (enum case_state)i), &is), 0);
		assert_int_equal(is, i);
	}
	assert_int_equal(case_state_find("opened", &is), -ENOENT);
	assert_int_equal(case_state_find("", &is), -ENOENT);
}

static void
a_made_number_is_valid_and_does_not_begin_with_zero(void **state)
{
	char ref[REF_DIGITS + 1];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		ref_make(ref);
		assert_true(ref_is_valid(ref));
		assert_in_range(ref[0], '1', '9');
	}
}

static void
any_one_wrong_digit_is_noticed(void **state)
{
	char ref[REF_DIGITS + 1];

	(void)state;
	for (int i = 0; i < 500; i++) {
		ref_make(ref);
		for (int at = 0; at < REF_DIGITS; at++) {
			char right = ref[at];

			for (char c = '0'; c <= '9'; c++) {
				ref[at] = c;
				assert_int_equal(ref_is_valid(ref),
				    c == right);
			}
			ref[at] = right;
		}
	}
}

static void
most_swapped_neighbours_are_noticed(void **state)
{
	int swapped = 0, missed = 0;
	char ref[REF_DIGITS + 1];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		int at = i % (REF_DIGITS - 1);
		char c;

		ref_make(ref);
		c = ref[at];
		if (c == ref[at + 1])
			continue;
		ref[at] = ref[at + 1];
		ref[at + 1] = c;
		swapped++;
		missed += ref_is_valid(ref);
	}
	assert_true(swapped > 4000);
	assert_true(missed * 100 < swapped * 4);
}

static void
what_is_not_eight_digits_is_no_number(void **state)
{
	static const char *const bad[] = { "", "1", "1234567", "123456789",
	    "1234567a", " 2345678", "00000000", "1234 678", "-2345678",
	    "\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(ref_is_valid(bad[i]));
	/* Worked by hand from ISO/IEC 7064. */
	assert_true(ref_is_valid("48210935"));
	assert_false(ref_is_valid("48210936"));
}

/* ---- opening ---- */

static void
a_case_opens_with_the_hour_its_readers_and_nothing_else_of_when(void **state)
{
	struct place *place = *state;
	struct case_new new = { .centre = place->other, .urgent = true,
	    .state = CASE_INCOMPLETE, .category = "fifteen_letters",
	    .channel = 1, .language = 3, .number = number, .now = now };
	struct matter is, by_ref;

	assert_int_equal(case_open(place->store, &new, &is), 0);
	assert_int_equal(is.centre, place->other);
	assert_int_equal(is.state, CASE_INCOMPLETE);
	assert_true(is.urgent);
	assert_false(is.filed);
	assert_string_equal(is.category, "fifteen_letters");
	assert_string_equal(is.destination, "");
	assert_int_equal(is.opened_at, hour);
	assert_int_equal(is.changed_at, hour);
	assert_int_equal(is.version, 1);
	assert_true(ref_is_valid(is.ref));
	assert_int_equal(case_find(place->store, is.ref, &by_ref), 0);
	assert_memory_equal(&by_ref.id, &is.id, ID_OCTETS);
	assert_string_equal(by_ref.category, is.category);
	assert_int_equal(by_ref.channel, 1);
	assert_int_equal(by_ref.language, 3);
	place_commit(place);
	assert_int_equal(ask(place, "SELECT count(*) FROM reader"), 2);
	assert_int_equal(ask(place, "SELECT count(*) FROM items WHERE kind ="
	    " 'number' AND n = 1"), 1);
	assert_int_equal(ask(place, "SELECT count(*) FROM items WHERE at %"
	    " 3600 <> 0"), 0);
}

static void
a_case_that_names_no_centre_goes_to_the_intake_one(void **state)
{
	struct place *place = *state;
	struct matter is = open_case(place, CASE_NEW, NULL);

	assert_int_equal(is.centre, place->intake);
	place_commit(place);
	/* Which has no other stand-in. */
	assert_int_equal(ask(place, "SELECT count(*) FROM reader"), 1);
	assert_int_equal(ask(place, "SELECT count(*) FROM items"), 0);
}

static void
a_complaint_about_the_service_goes_to_the_stand_in_alone(void **state)
{
	struct place *place = *state;
	struct case_new new = { .centre = place->other, .stand_in_only = true,
	    .state = CASE_INCOMPLETE, .category = "service", .now = now };
	struct matter is;

	assert_int_equal(case_open(place->store, &new, &is), 0);
	assert_int_equal(is.centre, place->intake);
	new.centre = place->intake;
	assert_int_equal(case_open(place->store, &new, &is), 0);
	assert_int_equal(is.centre, place->intake);
	place_commit(place);
	assert_int_equal(ask(place, "SELECT count(*) FROM reader"), 2);
	assert_int_equal(ask(place, "SELECT count(*) FROM reader WHERE centre"
	    " <> (SELECT id FROM centre WHERE intake = 1)"), 0);
}

static void
an_unknown_centre_opens_nothing(void **state)
{
	struct place *place = *state;
	struct case_new new = { .centre = 4711, .category = "paid",
	    .now = now };
	struct matter is;

	assert_int_equal(case_open(place->store, &new, &is), -ENOENT);
	new.centre = 0;
	new.category = "sixteen_letters_";
	assert_int_equal(case_open(place->store, &new, &is), -EINVAL);
	place_commit(place);
	assert_int_equal(ask(place, "SELECT count(*) FROM cases"), 0);
}

static void
without_any_centre_nothing_opens(void **state)
{
	struct place *place = *state;
	struct case_new new = { .category = "paid", .now = now };
	struct matter is;

	place_begin(place);
	assert_int_equal(case_open(place->store, &new, &is), -ENOENT);
	place_commit(place);
}

/* Tampering: a centre's key in the store that is not the pinned one. */
static void
nothing_is_sealed_to_a_key_that_was_changed(void **state)
{
	struct place *place = *state;
	struct case_new new = { .category = "paid", .now = now };
	struct matter is;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(place_path(place, "helpline.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "UPDATE centre SET public_key ="
	    " randomblob(32)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	place_close(place);
	place_open(place);
	place_begin(place);
	assert_int_equal(case_open(place->store, &new, &is), -EKEYREJECTED);
	place_commit(place);
}

/* ---- items ---- */

static void
items_are_numbered_as_they_come_and_each_is_a_change(void **state)
{
	struct place *place = *state;
	struct matter matter = open_case(place, CASE_INCOMPLETE, NULL), is;

	for (int i = 0; i < 3; i++)
		assert_int_equal(case_add(place->store, &matter.id, "words",
		    "they kept my passport", now + 7200), 0);
	is = reload(place, &matter);
	assert_int_equal(is.version, 4);
	assert_int_equal(is.changed_at, hour + 7200);
	assert_int_equal(is.opened_at, hour);
	place_commit(place);
	assert_int_equal(ask(place, "SELECT sum(n) FROM items"), 6);
}

static void
what_is_too_long_or_belongs_to_no_case_is_not_added(void **state)
{
	struct place *place = *state;
	struct matter matter = open_case(place, CASE_INCOMPLETE, NULL);
	struct id nobody = { { 1 } };
	char *text = calloc(1, SEAL_TEXT_MAX + 2);

	memset(text, 'x', SEAL_TEXT_MAX + 1);
	assert_int_equal(case_add(place->store, &matter.id, "words", text,
	    now), -EINVAL);
	text[SEAL_TEXT_MAX] = '\0';
	assert_int_equal(case_add(place->store, &matter.id, "words", text,
	    now), 0);
	assert_int_equal(case_add(place->store, &matter.id,
	    "sixteen_letters_", "x", now), -EINVAL);
	assert_int_equal(case_add(place->store, &nobody, "words", "x", now),
	    -ENOENT);
	free(text);
	place_commit(place);
	assert_int_equal(ask(place, "SELECT count(*) FROM items"), 1);
}

static void
a_draft_without_words_may_be_discarded_with_all_it_holds(void **state)
{
	struct place *place = *state;
	struct matter matter = open_case(place, CASE_INCOMPLETE, NULL), is;

	assert_int_equal(case_add(place->store, &matter.id, "contact", "no",
	    now), 0);
	assert_int_equal(case_discard(place->store, &matter.id, now), 0);
	assert_int_equal(case_load(place->store, &matter.id, &is), -ENOENT);
	assert_int_equal(case_discard(place->store, &matter.id, now), -ENOENT);
	place_commit(place);
	assert_int_equal(ask(place, "SELECT count(*) FROM items"), 0);
	assert_int_equal(ask(place, "SELECT count(*) FROM reader"), 0);
}

static void
what_holds_words_or_is_urgent_or_filed_stays(void **state)
{
	static const char *const kinds[] = { "words", "agency" };
	struct place *place = *state;
	struct matter m;

	for (int i = 0; i < 2; i++) {
		m = open_case(place, CASE_INCOMPLETE, NULL);
		assert_int_equal(case_add(place->store, &m.id, kinds[i], "x",
		    now), 0);
		assert_int_equal(case_discard(place->store, &m.id, now), -EEXIST);
	}
	m = open_case(place, CASE_INCOMPLETE, NULL);
	assert_int_equal(case_set_urgent(place->store, &m.id, now), 0);
	assert_int_equal(case_discard(place->store, &m.id, now), -EEXIST);
	m = open_case(place, CASE_INCOMPLETE, NULL);
	assert_int_equal(case_file(place->store, &m.id, "8305", now), 0);
	assert_int_equal(case_discard(place->store, &m.id, now), -EEXIST);
	m = open_case(place, CASE_NEW, NULL);
	assert_int_equal(case_discard(place->store, &m.id, now), -EEXIST);
	place_commit(place);
}

/* ---- filing and steps ---- */

static void
filing_is_a_step_that_is_taken_once(void **state)
{
	struct place *place = *state;
	struct matter m = open_case(place, CASE_INCOMPLETE, NULL), is;

	assert_int_equal(case_file(place->store, &m.id, "8305", now + 3600),
	    0);
	is = reload(place, &m);
	assert_int_equal(is.state, CASE_NEW);
	assert_true(is.filed);
	assert_int_equal(is.version, 2);
	assert_int_equal(is.changed_at, hour + 3600);
	assert_int_equal(case_file(place->store, &m.id, "9417", now + 7200),
	    -EEXIST);
	assert_int_equal(reload(place, &m).version, 2);
	place_commit(place);
}

static void
digits_that_many_choose_and_what_is_no_four_digits_are_refused(void **state)
{
	static const char *const bad[] = { "0000", "1111", "1234", "2580",
	    "1212", "9999", "1998", "", "1", "123", "12345", "83o5", " 830",
	    "83050000", "-305" };
	struct place *place = *state;
	struct matter m = open_case(place, CASE_INCOMPLETE, NULL);

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(case_file(place->store, &m.id, bad[i], now),
		    -EINVAL);
	assert_false(reload(place, &m).filed);
	place_commit(place);
}

static void
thirty_of_all_pins_are_refused(void **state)
{
	struct place *place = *state;
	struct id nobody = { { 1 } };
	int refused = 0;
	char pin[16];

	for (int i = 0; i < 10000; i++) {
		int rc;

		snprintf(pin, sizeof(pin), "%04d", i);
		rc = case_file(place->store, &nobody, pin, now);
		assert_true(rc == -EINVAL || rc == -ENOENT);
		refused += rc == -EINVAL;
	}
	assert_int_equal(refused, 30);
	place_commit(place);
}

static void
what_was_opened_new_is_not_filed_and_what_staff_took_up_is(void **state)
{
	struct place *place = *state;
	struct matter m = open_case(place, CASE_NEW, NULL), is;

	assert_int_equal(case_file(place->store, &m.id, "8305", now),
	    -EEXIST);
	m = open_case(place, CASE_INCOMPLETE, NULL);
	assert_int_equal(case_set_state(place->store, &m.id, CASE_WORKING, 1,
	    now), 0);
	assert_int_equal(case_file(place->store, &m.id, "8305", now), 0);
	is = reload(place, &m);
	assert_int_equal(is.state, CASE_WORKING);
	assert_true(is.filed);
	place_commit(place);
}

static void
a_step_wants_the_version_that_was_seen_and_a_permitted_one(void **state)
{
	struct place *place = *state;
	struct matter m = open_case(place, CASE_NEW, NULL), is;
	struct id nobody = { { 1 } };

	assert_int_equal(case_set_state(place->store, &m.id, CASE_WORKING, 0,
	    now), -EEXIST);
	assert_int_equal(case_set_state(place->store, &m.id, CASE_INCOMPLETE,
	    1, now), -EPERM);
	assert_int_equal(case_set_state(place->store, &m.id, CASE_NEW, 1,
	    now), -EPERM);
	assert_int_equal(case_set_state(place->store, &m.id, CASE_WORKING, 1,
	    now), 0);
	assert_int_equal(case_set_state(place->store, &m.id, CASE_CALL_US, 1,
	    now), -EEXIST);
	is = reload(place, &m);
	assert_int_equal(is.state, CASE_WORKING);
	assert_int_equal(is.version, 2);
	assert_int_equal(case_set_state(place->store, &nobody, CASE_WORKING,
	    1, now), -ENOENT);
	place_commit(place);
}

static void
urgency_and_destination_are_set_in_clear(void **state)
{
	static const char *const bad[] = { "k", "KHM", "kh", "1A", "A ",
	    "\xe0\xb9\x81" };
	struct place *place = *state;
	struct matter m = open_case(place, CASE_INCOMPLETE, NULL), is;
	struct id nobody = { { 1 } };

	assert_int_equal(case_set_urgent(place->store, &m.id, now), 0);
	assert_int_equal(case_set_destination(place->store, &m.id, "TH", now),
	    0);
	is = reload(place, &m);
	assert_true(is.urgent);
	assert_string_equal(is.destination, "TH");
	assert_int_equal(is.version, 3);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(case_set_destination(place->store, &m.id,
		    bad[i], now), -EINVAL);
	assert_int_equal(case_set_destination(place->store, &m.id, "", now),
	    0);
	assert_string_equal(reload(place, &m).destination, "");
	assert_int_equal(case_set_urgent(place->store, &nobody, now),
	    -ENOENT);
	assert_int_equal(case_set_destination(place->store, &nobody, "TH",
	    now), -ENOENT);
	place_commit(place);
}

static void
a_number_nobody_has_finds_nothing(void **state)
{
	struct place *place = *state;
	struct matter is;

	assert_int_equal(case_find(place->store, "12345678", &is), -ENOENT);
	assert_int_equal(case_find(place->store, "", &is), -ENOENT);
	assert_int_equal(case_find(place->store, "' OR 1=1 --", &is),
	    -ENOENT);
	place_commit(place);
}

/* ---- the queue ---- */

struct seen {
	struct matter matter[256];
	int n, stop_at;
};

static bool
see(void *arg, const struct matter *matter)
{
	struct seen *seen = arg;

	seen->matter[seen->n++] = *matter;
	return seen->n != seen->stop_at;
}

static int
rank(const struct matter *m)
{
	return (m->state == CASE_FINISHED ? 2 : 0) + (m->urgent ? 0 : 1);
}

static void
assert_in_order(const struct seen *seen)
{
	for (int i = 1; i < seen->n; i++) {
		const struct matter *a = &seen->matter[i - 1];
		const struct matter *b = &seen->matter[i];

		assert_true(rank(a) <= rank(b));
		if (rank(a) == rank(b))
			assert_true(a->state == CASE_FINISHED ?
			    a->changed_at <= b->changed_at :
			    a->due_at <= b->due_at);
		assert_memory_not_equal(&a->id, &b->id, ID_OCTETS);
	}
}

/* 200 cases, more than a page of each sort; every fifth urgent, every second
   of the other centre, every eighth finished. */
static void
fill_queue(struct place *place)
{
	for (int i = 0; i < 200; i++) {
		struct case_new new = { .state = CASE_NEW, .category = "job",
		    .centre = i % 2 ? place->other : place->intake,
		    .urgent = i % 5 == 0, .now = now - i % 7 * 3600 };
		struct matter m;

		assert_int_equal(case_open(place->store, &new, &m), 0);
		if (i % 8 == 0)
			assert_int_equal(case_set_state(place->store, &m.id,
			    CASE_FINISHED, 1, new.now), 0);
	}
	place_commit(place);
}

static void
the_queue_shows_urgent_first_then_what_is_due_first(void **state)
{
	struct place *place = *state;
	static struct seen all, own, finished;

	fill_queue(place);
	assert_int_equal(cases_each(place->store, 0, false, see, &all), 0);
	assert_int_equal(all.n, 175);
	assert_in_order(&all);
	assert_int_equal(cases_each(place->store, place->intake, false, see,
	    &own), 0);
	assert_int_equal(own.n, 75);
	assert_in_order(&own);
	for (int i = 0; i < own.n; i++)
		assert_int_equal(own.matter[i].centre, place->intake);
	assert_int_equal(cases_each(place->store, place->intake, true, see,
	    &finished), 0);
	assert_int_equal(finished.n, 100);
	assert_in_order(&finished);
}

static void
who_lists_may_stop(void **state)
{
	struct place *place = *state;
	static struct seen few = { .stop_at = 70 };

	fill_queue(place);
	assert_int_equal(cases_each(place->store, 0, true, see, &few), 0);
	assert_int_equal(few.n, 70);
}

static bool
finish(void *arg, const struct matter *m)
{
	struct place *place = arg;

	assert_int_equal(case_set_state(place->store, &m->id, CASE_FINISHED,
	    m->version, now), 0);
	return true;
}

static void
the_queue_can_be_worked_off_while_it_is_listed(void **state)
{
	struct place *place = *state;
	static struct seen rest;

	fill_queue(place);
	place_begin(place);
	assert_int_equal(cases_each(place->store, 0, false, finish, place),
	    0);
	place_commit(place);
	assert_int_equal(cases_each(place->store, 0, false, see, &rest), 0);
	assert_int_equal(rest.n, 0);
}

/* ---- her secret ---- */

static struct matter
file_case(struct place *place, const struct tag *tag, const char *pin)
{
	struct matter m = open_case(place, CASE_INCOMPLETE, tag);

	assert_int_equal(case_file(place->store, &m.id, pin, now), 0);
	return m;
}

static int
try_at(struct place *place, const struct tag *tag, const char *digits,
    int64_t at)
{
	struct matter m = { .version = 4711 };
	int rc = case_by_secret(place->store, tag, digits, TRIES, at, &m);

	if (rc != 0)
		assert_int_equal(m.version, 4711);
	return rc;
}

static const char *
whole(const struct matter *m, const char *pin)
{
	static char digits[REF_DIGITS + PIN_DIGITS + 1];

	snprintf(digits, sizeof(digits), "%s%s", m->ref, pin);
	return digits;
}

static void
four_digits_find_her_latest_case_with_them(void **state)
{
	struct place *place = *state;
	struct tag tag = her_tag(place);
	struct matter m[4], is;

	m[0] = file_case(place, &tag, "8305");
	m[1] = file_case(place, &tag, "8305");
	m[2] = file_case(place, &tag, "9417");
	m[3] = open_case(place, CASE_INCOMPLETE, &tag);
	assert_int_equal(case_by_secret(place->store, &tag, "8305", TRIES,
	    now, &is), 0);
	assert_string_equal(is.ref, m[1].ref);
	assert_int_equal(case_by_secret(place->store, &tag, "9417", TRIES,
	    now, &is), 0);
	assert_string_equal(is.ref, m[2].ref);
	place_commit(place);
}

static void
twelve_digits_find_it_from_any_phone_and_four_only_from_hers(void **state)
{
	struct place *place = *state;
	struct tag hers = her_tag(place);
	struct tag another = caller_tag(place->store, "+66812345678");
	struct matter m = file_case(place, &hers, "8305"), is;

	assert_int_equal(case_by_secret(place->store, &another,
	    whole(&m, "8305"), TRIES, now, &is), 0);
	assert_string_equal(is.ref, m.ref);
	assert_int_equal(case_by_secret(place->store, &hers,
	    whole(&m, "8305"), TRIES, now, &is), 0);
	assert_int_equal(try_at(place, &another, "8305", now), -ENOENT);
	m = file_case(place, NULL, "7392");
	assert_int_equal(try_at(place, &hers, "7392", now), -ENOENT);
	assert_int_equal(try_at(place, &hers, whole(&m, "7392"), now), 0);
	place_commit(place);
}

static void
what_is_not_filed_is_never_found(void **state)
{
	struct place *place = *state;
	struct tag tag = her_tag(place);
	struct matter m = open_case(place, CASE_INCOMPLETE, &tag);

	assert_int_equal(try_at(place, &tag, "8305", now), -ENOENT);
	assert_int_equal(try_at(place, &tag, whole(&m, "8305"), now),
	    -ENOENT);
	place_commit(place);
}

static void
other_lengths_find_nothing(void **state)
{
	static const char *const bad[] = { "", "8", "830", "83050", "8305 ",
	    "1234567883055", "12345678830" };
	struct place *place = *state;
	struct tag tag = her_tag(place);

	file_case(place, &tag, "8305");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(try_at(place, &tag, bad[i], now), -ENOENT);
	place_commit(place);
}

static void
after_five_wrong_tries_a_phone_waits_for_the_next_day(void **state)
{
	struct place *place = *state;
	struct tag hers = her_tag(place);
	struct tag thief = caller_tag(place->store, "+66812345678");
	int64_t morning = now - now % day_s;
	struct matter m = file_case(place, &hers, "8305");

	for (int i = 0; i < TRIES; i++)
		assert_int_equal(try_at(place, &thief, "10000000" "8305",
		    morning), -ENOENT);
	/* Blocked, though it is right, to the last second of the day. */
	assert_int_equal(try_at(place, &thief, whole(&m, "8305"),
	    morning + day_s - 1), -ENOENT);
	/* The case was not tried: it still opens from her phone. */
	assert_int_equal(try_at(place, &hers, "8305", morning), 0);
	assert_int_equal(try_at(place, &thief, whole(&m, "8305"),
	    morning + day_s), 0);
	place_commit(place);
}

static void
after_five_wrong_tries_from_any_phones_a_case_waits(void **state)
{
	struct place *place = *state;
	struct tag hers = her_tag(place), thief;
	struct matter m = file_case(place, &hers, "8305");
	char phone[32];

	for (int i = 0; i < TRIES; i++) {
		snprintf(phone, sizeof(phone), "+6681234567%d", i);
		thief = caller_tag(place->store, phone);
		assert_int_equal(try_at(place, &thief, whole(&m, "1357"),
		    now), -ENOENT);
	}
	assert_int_equal(try_at(place, &hers, "8305", now), -ENOENT);
	assert_int_equal(try_at(place, &hers, whole(&m, "8305"), now),
	    -ENOENT);
	assert_int_equal(try_at(place, &hers, "8305", now + day_s), 0);
	place_commit(place);
}

static void
four_wrong_tries_and_a_right_one_leave_one_wrong_one(void **state)
{
	struct place *place = *state;
	struct tag tag = her_tag(place);

	file_case(place, &tag, "8305");
	for (int i = 0; i < TRIES - 1; i++)
		assert_int_equal(try_at(place, &tag, "9999", now), -ENOENT);
	for (int i = 0; i < 20; i++)
		assert_int_equal(try_at(place, &tag, "8305", now), 0);
	assert_int_equal(try_at(place, &tag, "9999", now), -ENOENT);
	assert_int_equal(try_at(place, &tag, "8305", now), -ENOENT);
	place_commit(place);
}

static void
the_tries_name_no_phone_and_no_case(void **state)
{
	struct place *place = *state;
	struct tag tag = her_tag(place);

	try_at(place, &tag, "8305", now);
	place_commit(place);
	assert_int_equal(ask(place, "SELECT count(*) FROM tries"), 2);
	assert_int_equal(ask(place, "SELECT count(*) FROM tries JOIN cases"
	    " ON key IN (tag, id, ref)"), 0);
}

/* ---- sealed ---- */

static bool
holds(const char *path, const void *needle, size_t n)
{
	FILE *file = fopen(path, "rb");
	size_t size;
	char *all;
	bool is;

	if (file == NULL)
		return false;
	fseek(file, 0, SEEK_END);
	size = (size_t)ftell(file);
	rewind(file);
	all = malloc(size + 1);
	assert_int_equal(fread(all, 1, size, file), size);
	fclose(file);
	is = memmem(all, size, needle, n) != NULL;
	free(all);
	return is;
}

/* base64 of a text depends on what stands before it: three ways. */
static bool
holds_base64(const char *path, const char *text)
{
	char coded[512], shifted[256];

	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(text) - i;

		n -= n % 3;
		memcpy(shifted, text + i, n);
		sodium_bin2base64(coded, sizeof(coded),
		    (unsigned char *)shifted, n,
		    sodium_base64_VARIANT_ORIGINAL);
		if (holds(path, coded, strlen(coded)))
			return true;
	}
	return false;
}

static bool
holds_utf16(const char *path, const char *ascii, size_t high)
{
	char wide[256] = { 0 };
	size_t n = strlen(ascii);

	for (size_t i = 0; i < n; i++)
		wide[2 * i + high] = ascii[i];
	return holds(path, wide, 2 * n);
}

static bool
holds_in_any_code(const char *path, const char *text)
{
	char coded[512];

	if (holds(path, text, strlen(text)) || holds_base64(path, text) ||
	    holds_utf16(path, text, 0) || holds_utf16(path, text, 1))
		return true;
	sodium_bin2hex(coded, sizeof(coded), (const unsigned char *)text,
	    strlen(text));
	if (holds(path, coded, strlen(coded)))
		return true;
	for (char *c = coded; *c != '\0'; c++)
		*c = (char)(*c >= 'a' ? *c - 32 : *c);
	return holds(path, coded, strlen(coded));
}

static void
nothing_she_said_stands_in_the_files(void **state)
{
	static const char *const files[] = { "helpline.db",
	    "helpline.db-wal", "helpline.db-shm", "lock" };
	static const char words[] = "the boss of Kangaroo canary took my pay";
	struct place *place = *state;
	struct tag tag = her_tag(place);
	struct case_new new = { .state = CASE_INCOMPLETE, .category = "wages",
	    .tag = &tag, .number = number, .now = now };
	struct matter m;

	assert_int_equal(case_open(place->store, &new, &m), 0);
	assert_int_equal(case_add(place->store, &m.id, "words", words, now),
	    0);
	assert_int_equal(case_file(place->store, &m.id, "8305", now), 0);
	try_at(place, &tag, "7777", now);
	place_commit(place);
	assert_true(holds(place_path(place, "helpline.db-wal"), m.ref,
	    REF_DIGITS));
	for (size_t i = 0; i < 4; i++) {
		const char *path = place_path(place, files[i]);

		assert_false(holds_in_any_code(path, words));
		assert_false(holds_in_any_code(path, "Kangaroo"));
		assert_false(holds_in_any_code(path, "12345678"));
		assert_false(holds_in_any_code(path, whole(&m, "8305")));
	}
	assert_int_equal(store_checkpoint(place->store), 0);
	assert_false(holds_in_any_code(place_path(place, "helpline.db"),
	    words));
	assert_false(holds_in_any_code(place_path(place, "helpline.db"),
	    "12345678"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin_too, \
    place_teardown)
#define WITHOUT_CENTRES(name) cmocka_unit_test_setup_teardown(name, \
    place_setup, place_teardown)
#define OUTSIDE(name) cmocka_unit_test_setup_teardown(name, \
    place_setup_centres, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_takes_the_permitted_steps_and_no_other),
		cmocka_unit_test(every_state_has_a_name_that_finds_it),
		cmocka_unit_test(a_made_number_is_valid_and_does_not_begin_with_zero),
		cmocka_unit_test(any_one_wrong_digit_is_noticed),
		cmocka_unit_test(most_swapped_neighbours_are_noticed),
		cmocka_unit_test(what_is_not_eight_digits_is_no_number),
		T(a_case_opens_with_the_hour_its_readers_and_nothing_else_of_when),
		T(a_case_that_names_no_centre_goes_to_the_intake_one),
		T(a_complaint_about_the_service_goes_to_the_stand_in_alone),
		T(an_unknown_centre_opens_nothing),
		WITHOUT_CENTRES(without_any_centre_nothing_opens),
		OUTSIDE(nothing_is_sealed_to_a_key_that_was_changed),
		T(items_are_numbered_as_they_come_and_each_is_a_change),
		T(what_is_too_long_or_belongs_to_no_case_is_not_added),
		T(a_draft_without_words_may_be_discarded_with_all_it_holds),
		T(what_holds_words_or_is_urgent_or_filed_stays),
		T(filing_is_a_step_that_is_taken_once),
		T(digits_that_many_choose_and_what_is_no_four_digits_are_refused),
		T(thirty_of_all_pins_are_refused),
		T(what_was_opened_new_is_not_filed_and_what_staff_took_up_is),
		T(a_step_wants_the_version_that_was_seen_and_a_permitted_one),
		T(urgency_and_destination_are_set_in_clear),
		T(a_number_nobody_has_finds_nothing),
		T(the_queue_shows_urgent_first_then_what_is_due_first),
		T(who_lists_may_stop),
		T(the_queue_can_be_worked_off_while_it_is_listed),
		T(four_digits_find_her_latest_case_with_them),
		T(twelve_digits_find_it_from_any_phone_and_four_only_from_hers),
		T(what_is_not_filed_is_never_found),
		T(other_lengths_find_nothing),
		T(after_five_wrong_tries_a_phone_waits_for_the_next_day),
		T(after_five_wrong_tries_from_any_phones_a_case_waits),
		T(four_wrong_tries_and_a_right_one_leave_one_wrong_one),
		T(the_tries_name_no_phone_and_no_case),
		T(nothing_she_said_stands_in_the_files),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
