#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>

#include "store/caller.h"
#include "store/cases.h"
#include "tests/place.h"

static const char number[] = "+85512345678";

static void
a_number_has_one_tag_and_no_other_has_it(void **state)
{
	struct place *place = *state;
	struct tag a = caller_tag(place->store, number);
	struct tag again = caller_tag(place->store, number);
	struct tag b = caller_tag(place->store, "+85512345679");

	assert_memory_equal(&a, &again, sizeof(a));
	assert_memory_not_equal(&a, &b, sizeof(a));
}

static void
another_store_gives_another_tag(void **state)
{
	struct place *place = *state, *second;
	void *other;
	struct tag a = caller_tag(place->store, number), b;

	place_setup(&other);
	second = other;
	b = caller_tag(second->store, number);
	assert_memory_not_equal(&a, &b, sizeof(a));
	place_teardown(&other);
}

static int
compare_echoes(const void *one, const void *two)
{
	const int64_t *a = one, *b = two;

	return *a < *b ? -1 : *a > *b;
}

/* What is taken for a repeat is not kept: no two of many may agree. */
static void
an_echo_tells_inputs_apart(void **state)
{
	enum { INPUTS = 3000 };
	struct place *place = *state;
	int64_t echoes[INPUTS];
	char input[8];

	for (int i = 0; i < INPUTS; i++) {
		snprintf(input, sizeof(input), "%d", i);
		echoes[i] = caller_echo(place->store, input);
		assert_true(echoes[i] == caller_echo(place->store, input));
	}
	qsort(echoes, INPUTS, sizeof(*echoes), compare_echoes);
	for (int i = 1; i < INPUTS; i++)
		assert_true(echoes[i - 1] < echoes[i]);
}

static void
a_caller_we_do_not_know_is_new(void **state)
{
	struct place *place = *state;
	struct tag tag = caller_tag(place->store, number);
	struct caller caller;

	memset(&caller, 0xa5, sizeof(caller));
	assert_int_equal(caller_load(place->store, tag, &caller), 0);
	assert_memory_equal(&caller.tag, &tag, sizeof(tag));
	assert_int_equal(caller.seen_at, 0);
	assert_int_equal(caller.language, -1);
	assert_string_equal(caller.node, "");
	assert_true(id_is_zero(&caller.case_id));
}

static struct caller
full_caller(struct store *store)
{
	struct caller caller;

	/* Every field at its largest, no padding left to chance. */
	memset(&caller, 0, sizeof(caller));
	caller.tag = caller_tag(store, number);
	caller.language = 3;
	caller.channel = 1;
	memset(caller.profile, 'p', sizeof(caller.profile) - 1);
	memset(caller.session, 's', sizeof(caller.session) - 1);
	memset(caller.node, 'n', sizeof(caller.node) - 1);
	caller.page = UINT32_MAX;
	memset(caller.kept, 'k', sizeof(caller.kept) - 1);
	caller.misses = 2;
	caller.offered = true;
	caller.tree = UINT64_MAX;
	caller.last_time = 1790000000;
	memset(caller.last_id, 'i', sizeof(caller.last_id) - 1);
	caller.answered_at = 1790000000123;
	caller.echo = 0xffffffffffffff;
	caller.seen_at = 1790000001;
	memset(&caller.case_id, 0xc5, sizeof(caller.case_id));
	caller.borrowed = true;
	caller.over = true;
	caller.replies = 7;
	caller.replies_at = 1790000002;
	return caller;
}

static void
save(struct place *place, const struct caller *caller)
{
	place_begin(place);
	assert_int_equal(caller_save(place->store, caller), 0);
	place_commit(place);
}

static void
assert_same(struct place *place, const struct caller *want)
{
	struct caller is;

	memset(&is, 0, sizeof(is));
	assert_int_equal(caller_load(place->store, want->tag, &is), 0);
	assert_int_equal(is.language, want->language);
	assert_int_equal(is.channel, want->channel);
	assert_string_equal(is.profile, want->profile);
	assert_string_equal(is.session, want->session);
	assert_string_equal(is.node, want->node);
	assert_int_equal(is.page, want->page);
	assert_string_equal(is.kept, want->kept);
	assert_int_equal(is.misses, want->misses);
	assert_int_equal(is.offered, want->offered);
	assert_true(is.tree == want->tree);
	assert_int_equal(is.last_time, want->last_time);
	assert_string_equal(is.last_id, want->last_id);
	assert_int_equal(is.answered_at, want->answered_at);
	assert_int_equal(is.echo, want->echo);
	assert_int_equal(is.seen_at, want->seen_at);
	assert_memory_equal(&is.case_id, &want->case_id, ID_OCTETS);
	assert_int_equal(is.borrowed, want->borrowed);
	assert_int_equal(is.over, want->over);
	assert_int_equal(is.replies, want->replies);
	assert_int_equal(is.replies_at, want->replies_at);
}

static void
a_row_comes_back_as_it_was_saved_also_after_a_restart(void **state)
{
	struct place *place = *state;
	struct caller caller = full_caller(place->store);

	save(place, &caller);
	assert_same(place, &caller);
	place_close(place);
	place_open(place);
	assert_same(place, &caller);
}

static void
a_second_save_replaces_the_first(void **state)
{
	struct place *place = *state;
	struct caller caller = full_caller(place->store);
	struct caller bare = { .tag = caller.tag, .language = -1,
	    .seen_at = 5 };

	save(place, &caller);
	save(place, &bare);
	assert_same(place, &bare);
}

static void
forgetting_her_takes_her_row_and_leaves_her_case_without_a_tag(void **state)
{
	struct place *place = *state;
	struct caller caller = full_caller(place->store), is;
	struct case_new new = { .state = CASE_INCOMPLETE, .category = "paid",
	    .tag = &caller.tag, .now = 1790000000 };
	struct matter matter, found;

	save(place, &caller);
	place_begin(place);
	assert_int_equal(case_open(place->store, &new, &matter), 0);
	assert_int_equal(case_file(place->store, &matter.id, "8305",
	    new.now), 0);
	assert_int_equal(caller_forget(place->store, caller.tag,
	    1790000000), 0);
	assert_int_equal(caller_load(place->store, caller.tag, &is), 0);
	assert_int_equal(is.seen_at, 0);
	assert_int_equal(case_load(place->store, &matter.id, &found), 0);
	assert_int_equal(case_by_secret(place->store, &caller.tag, "8305", 5,
	    new.now, &found), -ENOENT);
	place_commit(place);
}

static void
forgetting_a_stranger_is_no_error(void **state)
{
	struct place *place = *state;

	place_begin(place);
	assert_int_equal(caller_forget(place->store,
	    caller_tag(place->store, "+66812345678"), 1790000000), 0);
	place_commit(place);
}

static void
an_id_in_any_form_comes_back_as_it_was(void **state)
{
	static const char *const ids[] = { "",
		"0160e842-68e0-4c03-8422-1a02bfee8671",
		"0160E842-68E0-4C03-8422-1A02BFEE8671",
		"0160e842-68e0-4c03-8422+1a02bfee8671",
		"0160e842-68e0-4c03-8422-1a02bfee867",
	};
	struct place *place = *state;
	struct caller caller = full_caller(place->store);

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		snprintf(caller.last_id, sizeof(caller.last_id), "%s", ids[i]);
		save(place, &caller);
		assert_same(place, &caller);
	}
}

/* ---- what a row loses at its time ---- */

enum { DAY_S = 24 * 60 * 60, BORROWED_S = 15 * 60 };
static const int64_t morning = 1790000000;

static void
purge(struct place *place, int64_t now)
{
	const struct retention keep = { .inbox_days = 14, .draft_days = 30,
		.closed_days = 365 };
	bool left = true;

	assert_int_equal(store_purge(place->store, now, 100, &keep, &left), 0);
	assert_false(left);
}

static struct caller
load(struct place *place, struct tag tag)
{
	struct caller caller;

	assert_int_equal(caller_load(place->store, tag, &caller), 0);
	return caller;
}

static struct caller
at_a_case(struct place *place, int64_t seen_at)
{
	struct caller caller = full_caller(place->store);

	caller.borrowed = false;
	caller.seen_at = seen_at;
	save(place, &caller);
	return load(place, caller.tag);
}

static void
a_day_later_her_row_keeps_her_language_and_nothing_of_her_case(void **state)
{
	struct place *place = *state;
	struct caller caller = at_a_case(place, morning), is;

	purge(place, morning + DAY_S);
	assert_same(place, &caller);
	purge(place, morning + DAY_S + 1);
	is = load(place, caller.tag);
	assert_int_equal(is.language, caller.language);
	assert_true(id_is_zero(&is.case_id));
	assert_string_equal(is.node, "");
	assert_string_equal(is.last_id, "");
	assert_int_equal(is.seen_at % DAY_S, 0);
}

static void
the_day_counts_from_her_last_step(void **state)
{
	struct place *place = *state;
	struct caller caller = at_a_case(place, morning);

	caller.seen_at += 5000;
	save(place, &caller);
	purge(place, morning + DAY_S + 4000);
	assert_string_equal(load(place, caller.tag).node, caller.node);
	purge(place, morning + DAY_S + 5001);
	assert_string_equal(load(place, caller.tag).node, "");
}

static void
who_left_her_case_keeps_her_place(void **state)
{
	struct place *place = *state;
	struct caller caller = at_a_case(place, morning);

	caller.case_id = (struct id){0};
	save(place, &caller);
	purge(place, morning + 2 * DAY_S);
	assert_string_equal(load(place, caller.tag).node, caller.node);
	/* And is settled again when she is at another. */
	caller = load(place, caller.tag);
	memset(&caller.case_id, 7, sizeof(caller.case_id));
	save(place, &caller);
	purge(place, morning + 3 * DAY_S);
	assert_string_equal(load(place, caller.tag).node, "");
}

static void
a_borrowed_phone_is_forgotten_soon_also_when_she_was_at_a_case(void **state)
{
	struct place *place = *state;
	struct caller caller = at_a_case(place, morning);

	caller.borrowed = true;
	save(place, &caller);
	purge(place, morning + BORROWED_S);
	assert_int_equal(load(place, caller.tag).seen_at, morning);
	purge(place, morning + BORROWED_S + 1);
	assert_int_equal(load(place, caller.tag).seen_at, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, place_setup_centres, \
    place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_number_has_one_tag_and_no_other_has_it),
		T(another_store_gives_another_tag),
		T(an_echo_tells_inputs_apart),
		T(a_caller_we_do_not_know_is_new),
		T(a_row_comes_back_as_it_was_saved_also_after_a_restart),
		T(a_second_save_replaces_the_first),
		T(forgetting_her_takes_her_row_and_leaves_her_case_without_a_tag),
		T(forgetting_a_stranger_is_no_error),
		T(an_id_in_any_form_comes_back_as_it_was),
		T(a_day_later_her_row_keeps_her_language_and_nothing_of_her_case),
		T(the_day_counts_from_her_last_step),
		T(who_left_her_case_keeps_her_place),
		T(a_borrowed_phone_is_forgotten_soon_also_when_she_was_at_a_case),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
