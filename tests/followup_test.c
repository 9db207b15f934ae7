/*
 * Speaking back without a text: what staff put on a case for her to read, what
 * she said, whether she is still to be called, and a phone taken from its cases.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "store/callback.h"
#include "store/canned.h"
#include "store/day.h"
#include "store/deadline.h"
#include "store/detached.h"
#include "store/inside.h"
#include "store/reading.h"
#include "store/wish.h"
#include "store/work.h"
#include "tests/people.h"

static struct people *people;
static struct login *dara, *sophea;
static struct tag hers, another;
enum { NOW = PEOPLE_NOW, HOUR = 3600, DAY = 86400, TRIES = 5 };

static int
make(void **state)
{
	(void)state;
	people = people_make();
	dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	/* Alone she would have a stand-in who reads her cases. */
	people_add_member(people, "vuthy", people->poipet, people->poipet_key);
	sophea = people_log_in(people, "sophea", people->intake,
	    people->intake_key);
	hers = caller_tag(people->store, "+85512345678");
	another = caller_tag(people->store, "+85512345679");
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(people);
}

static int
clear(void **state)
{
	(void)state;
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, "DELETE FROM cases"), 0);
	assert_int_equal(engine_do(people->store, "DELETE FROM tries"), 0);
	return store_commit(people->store);
}

/* What stands between a beginning and an end. */
#define DO(...) do { \
	assert_int_equal(store_begin(people->store), 0); \
	assert_int_equal((__VA_ARGS__), 0); \
	assert_int_equal(store_commit(people->store), 0); \
} while (0)

static struct matter
now_of(const struct matter *of)
{
	struct matter matter;

	assert_int_equal(case_load(people->store, &of->id, &matter), 0);
	return matter;
}

static struct matter
open_case(const struct tag *tag)
{
	struct case_new new = { .centre = people->poipet,
	    .state = CASE_INCOMPLETE, .category = "wages",
	    .number = "+85512345678", .tag = tag, .now = NOW };
	struct matter matter;

	DO(case_open(people->store, &new, &matter));
	return matter;
}

static struct matter
file_case(const struct tag *tag, const char *digits)
{
	struct matter matter = open_case(tag);

	DO(case_file(people->store, &matter.id, digits, NOW));
	return now_of(&matter);
}

static void
finish(struct matter *matter, int64_t now)
{
	struct case_edit edit = { .has_state = true, .state = CASE_FINISHED,
	    .kind = "outcome", .text = "{}" };

	assert_int_equal(case_change(people->store, matter->ref, dara, &edit,
	    now_of(matter).version, now, matter), 0);
}

static int
ask(const struct tag *phone, const char *digits)
{
	struct matter found;
	int rc;

	assert_int_equal(store_begin(people->store), 0);
	rc = case_by_secret(people->store, phone, digits, TRIES, NOW, &found);
	assert_int_equal(store_commit(people->store), 0);
	return rc;
}

static int
put(const struct matter *matter, const char *code, int64_t day,
    int64_t centre)
{
	struct canned new = { .day = day, .centre = centre };

	memccpy(new.code, code, '\0', sizeof(new.code));
	return canned_put(people->store, matter->ref, dara, &new,
	    now_of(matter).version, NOW, NULL);
}

/* ---- what staff put there ---- */

static void
the_last_answer_stands_until_it_is_taken_back(void **state)
{
	struct matter matter = file_case(&hers, "4826");
	struct canned canned;
	struct canneds *all;
	TALLOC_CTX *ctx = talloc_new(NULL);

	(void)state;
	assert_int_equal(canned_standing(people->store, &matter.id, &canned),
	    -ENOENT);
	assert_int_equal(put(&matter, "wait_them", 0, 0), 0);
	assert_int_equal(put(&matter, "papers", day_at(NOW) + 3,
	    people->intake), 0);
	assert_int_equal(canned_standing(people->store, &matter.id, &canned),
	    0);
	assert_string_equal(canned.code, "papers");
	assert_int_equal(canned.centre, people->intake);
	assert_int_equal(canned_take_back(people->store, matter.ref, dara,
	    NOW), 0);
	assert_int_equal(canned_standing(people->store, &matter.id, &canned),
	    -ENOENT);
	assert_int_equal(canned_take_back(people->store, matter.ref, dara,
	    NOW), -ENOENT);
	assert_int_equal(canned_of(people->store, ctx, &matter.id, &all), 0);
	assert_int_equal(all->n, 2);
	assert_string_equal(all->canned[0].by, "dara");
	assert_false(all->canned[0].taken_back);
	assert_true(all->canned[1].taken_back);
	talloc_free(ctx);
}

static void
what_she_was_shown_counts_once_and_the_desk_sees_it(void **state)
{
	struct matter matter = file_case(&hers, "4826");
	struct canned canned;
	int64_t version;

	(void)state;
	assert_int_equal(put(&matter, "call", 0, 0), 0);
	version = now_of(&matter).version;
	DO(canned_read(people->store, &matter.id, 1, 20000, NOW));
	DO(canned_read(people->store, &matter.id, 1, 20001, NOW));
	assert_int_equal(now_of(&matter).version, version + 1);
	assert_int_equal(canned_standing(people->store, &matter.id, &canned),
	    0);
	assert_int_equal(canned.read_on, 20000);
}

static void
an_answer_that_nobody_could_read_or_obey_is_refused(void **state)
{
	struct matter filed = file_case(&hers, "4826"), draft;
	int64_t today = day_at(NOW);
	static const char *const none[] = { "", "bribe", "CALL", "call " };

	(void)state;
	draft = open_case(&hers);
	assert_int_equal(put(&draft, "call", 0, 0), -EPERM);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_int_equal(put(&filed, none[i], 0, 0), -EINVAL);
	assert_int_equal(put(&filed, "papers", 0, 0), -EINVAL);
	assert_int_equal(put(&filed, "papers", today - 1, 0), -EINVAL);
	assert_int_equal(put(&filed, "papers", today + CANNED_DAYS_MAX + 1, 0),
	    -EINVAL);
	assert_int_equal(put(&filed, "call", today, 0), -EINVAL);
	assert_int_equal(put(&filed, "call", 0, 99), -EINVAL);
	assert_int_equal(put(&filed, "papers", today, 0), 0);
}

static void
another_centre_and_a_stale_version_change_nothing(void **state)
{
	struct matter matter = file_case(&hers, "4826"), is;
	struct canned new = { .code = "call" }, found;

	(void)state;
	assert_int_equal(canned_put(people->store, matter.ref, sophea, &new,
	    matter.version, NOW, NULL), -ENOENT);
	assert_int_equal(canned_put(people->store, "00000000", sophea, &new,
	    matter.version, NOW, NULL), -ENOENT);
	assert_int_equal(canned_put(people->store, matter.ref, dara, &new,
	    matter.version - 1, NOW, &is), -EEXIST);
	assert_int_equal(is.version, matter.version);
	assert_int_equal(canned_standing(people->store, &matter.id, &found),
	    -ENOENT);
}

static void
every_sentence_has_a_code_that_fits(void **state)
{
	size_t n = 0;

	(void)state;
	for (; canned_kinds[n].code != NULL; n++) {
		assert_in_range(strlen(canned_kinds[n].code), 1,
		    CANNED_CODE_MAX);
		assert_ptr_equal(canned_find(canned_kinds[n].code),
		    &canned_kinds[n]);
	}
	assert_in_range(n, 15, 20);
}

/* ---- what she says ---- */

static int64_t
count_wishes(const struct matter *matter)
{
	struct reading *reading;
	int64_t n = 0;

	assert_int_equal(case_read(people->store, NULL, matter->ref, dara,
	    NOW, &reading), 0);
	for (size_t i = 0; i < reading->n; i++)
		n += strcmp(reading->entry[i].kind, "wish") == 0;
	talloc_free(reading);
	return n;
}

static void
a_wish_closes_nothing_and_is_kept_once(void **state)
{
	struct matter matter = file_case(&hers, "4826");
	struct wishes wishes;

	(void)state;
	DO(wish_keep(people->store, &matter.id, WISH_WITHDRAW, NOW));
	DO(wish_keep(people->store, &matter.id, WISH_WITHDRAW, NOW + DAY));
	assert_int_equal(now_of(&matter).state, CASE_NEW);
	assert_int_equal(wishes_of(people->store, &matter.id, &wishes), 0);
	assert_int_equal(wishes.day[WISH_WITHDRAW], day_at(NOW));
	assert_int_equal(wishes.day[WISH_SOLVED], 0);
	assert_int_equal(count_wishes(&matter), 1);
}

static bool
may_ask(const struct matter *matter, int64_t now)
{
	struct matter is = now_of(matter);
	bool may = false;

	assert_int_equal(wish_may_ask(people->store, &is, 30, now, &may), 0);
	return may;
}

static void
she_is_asked_once_whether_it_is_solved(void **state)
{
	struct matter matter = file_case(&hers, "4826");

	(void)state;
	assert_false(may_ask(&matter, NOW));
	finish(&matter, NOW);
	assert_true(may_ask(&matter, NOW + 30 * DAY));
	assert_false(may_ask(&matter, NOW + 31 * DAY));
	DO(wish_solved(people->store, &matter.id, true, NOW + DAY));
	assert_false(may_ask(&matter, NOW + DAY));
	assert_int_equal(now_of(&matter).state, CASE_FINISHED);
	assert_int_equal(count_wishes(&matter), 1);
}

static void
not_solved_takes_it_up_again_and_it_is_asked_anew(void **state)
{
	struct matter matter = file_case(&hers, "4826"), is;

	(void)state;
	finish(&matter, NOW);
	DO(wish_solved(people->store, &matter.id, false, NOW + DAY));
	is = now_of(&matter);
	assert_int_equal(is.state, CASE_WORKING);
	assert_int_equal(is.due_at, deadline_patience(NOW + DAY));
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(wish_solved(people->store, &matter.id, false,
	    NOW + DAY), -EALREADY);
	assert_int_equal(wish_solved(people->store, &matter.id, true,
	    NOW + DAY), -EALREADY);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(now_of(&matter).version, is.version);
	finish(&matter, NOW + 2 * DAY);
	assert_true(may_ask(&matter, NOW + 2 * DAY));
	/* It is her word of this time that counts, and she has said none. */
	DO(wish_solved(people->store, &matter.id, true, NOW + 3 * DAY));
	assert_false(may_ask(&matter, NOW + 3 * DAY));
}

static void
who_took_it_back_is_not_asked_whether_it_is_solved(void **state)
{
	struct matter matter = file_case(&hers, "4826");

	(void)state;
	DO(wish_keep(people->store, &matter.id, WISH_WITHDRAW, NOW));
	finish(&matter, NOW);
	assert_false(may_ask(&matter, NOW));
}

/* ---- call me ---- */

static enum callback_state
callback_at(const struct matter *matter, int64_t now)
{
	struct callback callback;

	assert_int_equal(callback_of(people->store, &matter->id, now,
	    &callback), 0);
	return callback.state;
}

static void
three_tries_or_three_working_days_end_it(void **state)
{
	struct matter matter = file_case(&hers, "4826");

	(void)state;
	assert_int_equal(callback_at(&matter, NOW), CALLBACK_NONE);
	DO(callback_tried(people->store, &matter.id, false));
	assert_int_equal(callback_at(&matter, NOW), CALLBACK_NONE);
	/* NOW is a Monday. */
	DO(callback_ask(people->store, &matter.id, NOW));
	assert_int_equal(callback_at(&matter, NOW + 3 * DAY - 1),
	    CALLBACK_WAITS);
	assert_int_equal(callback_at(&matter, NOW + 3 * DAY), CALLBACK_ENDED);
	for (int i = 0; i < CALLBACK_TRIES; i++) {
		assert_int_equal(callback_at(&matter, NOW), CALLBACK_WAITS);
		DO(callback_tried(people->store, &matter.id, false));
	}
	assert_int_equal(callback_at(&matter, NOW), CALLBACK_ENDED);
	/* She asks again: it begins anew. */
	DO(callback_ask(people->store, &matter.id, NOW));
	assert_int_equal(callback_at(&matter, NOW), CALLBACK_WAITS);
	DO(callback_tried(people->store, &matter.id, true));
	assert_int_equal(callback_at(&matter, NOW + 9 * DAY),
	    CALLBACK_REACHED);
}

static void
a_weekend_is_no_working_day(void **state)
{
	struct matter matter = file_case(&hers, "4826");
	int64_t friday = NOW + 4 * DAY;

	(void)state;
	DO(callback_ask(people->store, &matter.id, friday));
	assert_int_equal(callback_at(&matter, friday + 4 * DAY),
	    CALLBACK_WAITS);
	assert_int_equal(callback_at(&matter, friday + 5 * DAY),
	    CALLBACK_ENDED);
}

static void
the_wish_of_another_case_of_her_phone_is_told_too(void **state)
{
	struct matter filed = file_case(&hers, "4826"), wish, other;
	bool given_up;

	(void)state;
	wish = open_case(&hers);
	other = file_case(&another, "4826");
	DO(callback_ask(people->store, &wish.id, NOW));
	assert_int_equal(callback_given_up(people->store, &filed.id, NOW,
	    &given_up), 0);
	assert_false(given_up);
	assert_int_equal(callback_given_up(people->store, &filed.id,
	    NOW + 9 * DAY, &given_up), 0);
	assert_true(given_up);
	assert_int_equal(callback_given_up(people->store, &other.id,
	    NOW + 9 * DAY, &given_up), 0);
	assert_false(given_up);
}

/* ---- the phone ---- */

static void
a_detached_phone_finds_nothing_and_the_case_stays(void **state)
{
	struct matter one = file_case(&hers, "4826"), two, other;
	char both[REF_DIGITS + PIN_DIGITS + 1];
	bool waits;

	(void)state;
	two = file_case(&hers, "5837");
	other = file_case(&another, "4826");
	DO(detached_make(people->store, &hers, NOW));
	DO(detached_make(people->store, &hers, NOW));
	assert_int_equal(ask(&hers, "4826"), -ENOENT);
	assert_int_equal(ask(&hers, "5837"), -ENOENT);
	memcpy(both, one.ref, REF_DIGITS);
	memcpy(both + REF_DIGITS, "4826", PIN_DIGITS + 1);
	assert_int_equal(ask(&hers, both), -ENOENT);
	/* Who fled and knows her digits still finds it from elsewhere. */
	assert_int_equal(ask(&another, both), 0);
	assert_int_equal(now_of(&two).state, CASE_NEW);
	assert_int_equal(count_wishes(&two), 1);
	assert_int_equal(count_wishes(&other), 0);
	assert_int_equal(detached_waits(people->store, &one.id, &waits), 0);
	assert_true(waits);
	/* What she files later from that phone is found. */
	file_case(&hers, "6948");
	assert_int_equal(ask(&hers, "6948"), 0);
}

static void
staff_decide_once_who_it_was(void **state)
{
	struct matter one = file_case(&hers, "4826"), two;
	struct wishes wishes;

	(void)state;
	two = file_case(&hers, "5837");
	assert_int_equal(detached_decide(people->store, one.ref, dara,
	    DETACHED_UNDO, NOW), -EALREADY);
	DO(detached_make(people->store, &hers, NOW));
	assert_int_equal(detached_decide(people->store, one.ref, sophea,
	    DETACHED_UNDO, NOW), -ENOENT);
	assert_int_equal(detached_decide(people->store, one.ref, dara,
	    DETACHED_UNDO, NOW), 0);
	assert_int_equal(detached_decide(people->store, two.ref, dara,
	    DETACHED_KEEP, NOW), 0);
	assert_int_equal(detached_decide(people->store, two.ref, dara,
	    DETACHED_UNDO, NOW), -EALREADY);
	assert_int_equal(ask(&hers, "4826"), 0);
	assert_int_equal(ask(&hers, "5837"), -ENOENT);
	assert_int_equal(wishes_of(people->store, &one.id, &wishes), 0);
	assert_int_equal(wishes.day[WISH_DELETE], 0);
	assert_int_equal(wishes_of(people->store, &two.id, &wishes), 0);
	assert_int_equal(wishes.day[WISH_DELETE], day_at(NOW));
}

#define TEST(f) cmocka_unit_test_setup(f, clear)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_last_answer_stands_until_it_is_taken_back),
		TEST(what_she_was_shown_counts_once_and_the_desk_sees_it),
		TEST(an_answer_that_nobody_could_read_or_obey_is_refused),
		TEST(another_centre_and_a_stale_version_change_nothing),
		TEST(every_sentence_has_a_code_that_fits),
		TEST(a_wish_closes_nothing_and_is_kept_once),
		TEST(she_is_asked_once_whether_it_is_solved),
		TEST(not_solved_takes_it_up_again_and_it_is_asked_anew),
		TEST(who_took_it_back_is_not_asked_whether_it_is_solved),
		TEST(three_tries_or_three_working_days_end_it),
		TEST(a_weekend_is_no_working_day),
		TEST(the_wish_of_another_case_of_her_phone_is_told_too),
		TEST(a_detached_phone_finds_nothing_and_the_case_stays),
		TEST(staff_decide_once_who_it_was),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("followup", tests, make, unmake);
}
