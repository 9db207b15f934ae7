#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "gateway/calls/networks.h"
#include "gateway/outgoing.h"
#include "locales/shared.h"
#include "menus/document.h"

/* ---- words ---- */

static int
open_danger(void **state)
{
	struct danger *danger;

	struct faults *faults = faults_new(NULL);

	assert_int_equal(danger_open(NULL, faults, &danger), 0);
	talloc_free(faults);
	*state = danger;
	return 0;
}

static int
close_danger(void **state)
{
	talloc_free(*state);
	return 0;
}

static enum outgoing_fault
judged(void *danger, const char *text, unsigned most)
{
	return outgoing_judge(danger, danger, text, most, false).fault;
}

static char *
times(void *ctx, const char *text, unsigned n)
{
	char *out = talloc_strdup(ctx, "");

	while (n-- > 0)
		out = talloc_strdup_append(out, text);
	return out;
}

static void
what_is_no_text_does_not_leave(void **state)
{
	static const char *const bad[] = { "a\x1b[31mred", "a\tb", "a\rb",
		"a\u202eb", "a\x80z", "\x07" };

	assert_int_equal(judged(*state, "", 3), OUTGOING_EMPTY);
	assert_int_equal(judged(*state, " \n ", 3), OUTGOING_EMPTY);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(judged(*state, bad[i], 3), OUTGOING_CONTROL);
	assert_int_equal(judged(*state, "Two lines\nare fine. ", 3),
	    OUTGOING_FINE);
}

static void
parts_are_counted_as_the_phone_company_does(void **state)
{
	/* A text so many times, and its parts. */
	static const struct { const char *text; unsigned n, parts; } all[] = {
		{ "a", 1, 1 }, { "a", 160, 1 }, { "a", 161, 2 },
		{ "a", 306, 2 }, { "a", 307, 3 }, { "a", 459, 3 },
		{ "a", 460, 4 },
		/* Two septets each, and none is parted: 76 fit 153. */
		{ "[", 80, 1 }, { "[", 81, 2 }, { "[", 152, 2 },
		{ "[", 153, 3 },
		{ "\u20ac", 80, 1 }, { "\u20ac", 153, 3 },
		{ "\u1780", 70, 1 }, { "\u1780", 71, 2 }, { "\u1780", 134, 2 },
		{ "\u1780", 135, 3 }, { "\u0e01", 201, 3 },
		{ "\u0e01", 202, 4 },
	};
	void *ctx = *state;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct outgoing out = outgoing_judge(ctx, ctx,
		    times(ctx, all[i].text, all[i].n), 10, false);

		assert_int_equal(out.fault, OUTGOING_FINE);
		assert_int_equal(out.parts, all[i].parts);
	}
}

static void
a_text_of_a_thousand_parts_does_not_leave(void **state)
{
	assert_int_equal(judged(*state, times(*state, "a", 460), 3),
	    OUTGOING_LONG);
	assert_int_equal(judged(*state, times(*state, "word ", 1600), 10),
	    OUTGOING_LONG);
}

static void
a_word_of_the_list_needs_a_reason(void **state)
{
	static const char text[] = "The police will call you.";
	struct outgoing out = outgoing_judge(*state, *state, text, 3, false);

	assert_int_equal(out.fault, OUTGOING_SENSITIVE);
	assert_non_null(out.word);
	out = outgoing_judge(*state, *state, text, 3, true);
	assert_int_equal(out.fault, OUTGOING_FINE);
	/* A reason shortens nothing. */
	out = outgoing_judge(*state, *state, times(*state, text, 40), 3, true);
	assert_int_equal(out.fault, OUTGOING_LONG);
}

static void
four_words_in_a_row_are_hers(void **)
{
	static const char typed[] =
	    "My boss keeps my passport and does not pay me";

	assert_true(outgoing_echoes("Yes: BOSS keeps my passport!", typed));
	assert_true(outgoing_echoes("boss  keeps,\nmy passport", typed));
	assert_false(outgoing_echoes("keeps my passport", typed));
	assert_false(outgoing_echoes("boss keeps your passport and", typed));
	assert_false(outgoing_echoes("", typed));
	assert_false(outgoing_echoes("Please call us.", ""));
	assert_int_equal(text_shared_run("a b c d e", "x b c d y"), 3);
}

static void
words_are_told_apart_in_khmer_and_thai(void **)
{
	/* "the employer keeps my passport", without spaces. */
	assert_true(outgoing_echoes("នាយចាងទុកលិខិតឆ្លងដែនរបស់ខ្ញុំហើយ",
	    "ថៅកែនាយចាងទុកលិខិតឆ្លងដែនរបស់ខ្ញុំ"));
	assert_true(outgoing_echoes("นายจ้างเก็บหนังสือเดินทางของฉันไว้",
	    "วันนี้นายจ้างเก็บหนังสือเดินทางของฉัน"));
	assert_false(outgoing_echoes("โทรหาเราได้พรุ่งนี้",
	    "นายจ้างเก็บหนังสือเดินทางของฉัน"));
}

/* ---- pace ---- */

static const int64_t start_ms = INT64_C(1790000000000);
static const struct operator network = { .name = "demo", .rate = 5 };
static const struct operator other = { .name = "other", .rate = 1 };

static int64_t
wait_of(struct networks *n, int64_t after_ms)
{
	const char *why;

	return networks_wait(n, &network, 1, start_ms + after_ms, &why);
}

static void
no_more_than_the_rate_leaves_in_any_second(void **)
{
	struct networks *n = networks_open(NULL);
	int left[20] = { 0 };

	for (int64_t ms = 0; ms < 20000; ms += 10)
		if (wait_of(n, ms) == 0) {
			networks_spend(n, &network, 1, start_ms + ms);
			networks_speak(n, &network);
			left[ms / 1000]++;
		}
	/* A full bucket, and what comes in that second. */
	assert_in_range(left[0], 9, 10);
	for (int i = 1; i < 20; i++)
		assert_in_range(left[i], 4, 6);
	talloc_free(n);
}

/* Else nothing would leave until it is that late again. */
static void
a_clock_that_is_set_back_stops_nothing_for_long(void **)
{
	static const int64_t hour_ms = 3600 * 1000;
	struct networks *n = networks_open(NULL);

	for (int i = 0; i < 5; i++)
		networks_spend(n, &network, 1, start_ms);
	networks_speak(n, &network);
	assert_int_not_equal(wait_of(n, 0), 0);
	assert_int_not_equal(wait_of(n, -hour_ms), 0);
	assert_int_equal(wait_of(n, 1000 - hour_ms), 0);
	talloc_free(n);
}

static void
a_long_text_waits_for_a_full_bucket_and_is_paid_for(void **)
{
	struct networks *n = networks_open(NULL);
	const char *why;

	assert_int_equal(networks_wait(n, &other, 3, start_ms, &why), 0);
	networks_spend(n, &other, 3, start_ms);
	networks_speak(n, &other);
	assert_int_not_equal(networks_wait(n, &other, 1, start_ms + 2900,
	    &why), 0);
	assert_string_equal(why, "rate");
	assert_int_equal(networks_wait(n, &other, 1, start_ms + 3000, &why),
	    0);
	talloc_free(n);
}

static void
a_network_that_is_away_rests_twice_as_long_each_time(void **)
{
	struct networks *n = networks_open(NULL);
	int64_t ms = 0, rest = 30, until;

	for (int i = 0; i < 10; i++) {
		networks_fall(n, &network, start_ms + ms);
		/* Others that went with it are no further falls. */
		networks_fall(n, &network, start_ms + ms);
		until = wait_of(n, ms);
		assert_int_equal(until, (start_ms + ms) / 1000 + rest);
		ms += rest * 1000;
		rest = rest * 2 < 3600 ? rest * 2 : 3600;
		assert_int_equal(wait_of(n, ms), 0);
	}
	networks_speak(n, &network);
	networks_fall(n, &network, start_ms + ms);
	assert_int_equal(wait_of(n, ms), (start_ms + ms) / 1000 + 30);
	talloc_free(n);
}

static void
a_network_that_hangs_rests_and_others_do_not(void **)
{
	struct networks *n = networks_open(NULL);
	const char *why;

	networks_spend(n, &network, 1, start_ms);
	assert_int_equal(wait_of(n, HANGS_S * 1000), 0);
	assert_int_not_equal(wait_of(n, HANGS_S * 1000 + 1), 0);
	assert_int_equal(networks_wait(n, &other, 1,
	    start_ms + HANGS_S * 1000 + 1, &why), 0);
	talloc_free(n);
}

static void
a_clock_that_is_set_back_holds_up_nobody_for_long(void **)
{
	struct networks *n = networks_open(NULL);

	networks_fall(n, &network, start_ms);
	assert_int_equal(wait_of(n, -7200 * INT64_C(1000)), 0);
	talloc_free(n);
}

#define WITH_DANGER(name) cmocka_unit_test_setup_teardown(name, open_danger, \
    close_danger)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_DANGER(what_is_no_text_does_not_leave),
		WITH_DANGER(parts_are_counted_as_the_phone_company_does),
		WITH_DANGER(a_text_of_a_thousand_parts_does_not_leave),
		WITH_DANGER(a_word_of_the_list_needs_a_reason),
		cmocka_unit_test(four_words_in_a_row_are_hers),
		cmocka_unit_test(words_are_told_apart_in_khmer_and_thai),
		cmocka_unit_test(no_more_than_the_rate_leaves_in_any_second),
		cmocka_unit_test(
		    a_clock_that_is_set_back_stops_nothing_for_long),
		cmocka_unit_test(
		    a_long_text_waits_for_a_full_bucket_and_is_paid_for),
		cmocka_unit_test(
		    a_network_that_is_away_rests_twice_as_long_each_time),
		cmocka_unit_test(a_network_that_hangs_rests_and_others_do_not),
		cmocka_unit_test(
		    a_clock_that_is_set_back_holds_up_nobody_for_long),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
