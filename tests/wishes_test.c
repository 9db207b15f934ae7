/*
 * How a caller may be reached, as she says it by phone: what is kept of it for
 * the process that sends.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "store/consent.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/reading.h"
#include "tests/line.h"

static struct line *line;
static struct login *dara;
static unsigned numbers;
enum { DAY_MS = 24 * 3600 * 1000 };

static int
make(void **state)
{
	(void)state;
	line = line_open();
	dara = people_log_in(line->people, "dara", line->people->poipet,
	    line->people->poipet_key);
	people_add_member(line->people, "vuthy", line->people->poipet,
	    line->people->poipet_key);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(line);
}

static const char *
new_number(void)
{
	return talloc_asprintf(line, "+85512%06u", ++numbers);
}

static void
press(const char *number, const char *keys)
{
	char key[2] = { 0 };

	for (; *keys != '\0'; keys++) {
		key[0] = *keys;
		line_key(line, number, key);
	}
}

/* To the question whether we may contact her. */
static void
tell(const char *number)
{
	line_dial(line, number);
	press(number, "431132");
	assert_string_equal(line_node(line, number), "tell.contact");
}

/* Filed, after those keys at contact and hours. */
static void
file(const char *number, const char *keys)
{
	tell(number);
	press(number, keys);
	line_key(line, number, "4826");
	assert_string_equal(line_node(line, number), "tell.filed");
}

static struct id
case_of(const char *number)
{
	struct store *store = line->people->store;
	struct caller caller;

	assert_int_equal(caller_load(store, caller_tag(store, number),
	    &caller), 0);
	return caller.case_id;
}

static struct consent
consent_of(const char *number)
{
	const struct id id = case_of(number);
	struct consent consent;
	int rc = consent_load(line->people->store, &id, &consent);

	assert_true(rc == 0 || rc == -ENOENT);
	return consent;
}

static bool
may_text(const char *number)
{
	const struct consent c = consent_of(number);

	return consent_may_text(&c, line->now_ms / 1000) && c.days != 0;
}

static void
no_is_what_she_says_when_she_says_nothing(void **)
{
	const char *number = new_number();
	struct consent c;

	tell(number);
	c = consent_of(number);
	assert_false(c.text || c.call || c.relative);
	line_key(line, number, "1");
	c = consent_of(number);
	assert_false(c.text || c.call || c.has_number);
}

static void
each_answer_allows_what_it_says(void **)
{
	static const struct {
		const char *keys;
		bool text, call;
		unsigned from, until;
	} all[] = {
		{ "21", false, true, 7 * 60, 20 * 60 },
		{ "32", true, false, 7 * 60, 12 * 60 },
		{ "43", true, true, 12 * 60, 17 * 60 },
		{ "44", true, true, 17 * 60, 21 * 60 },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		const char *number = new_number();
		struct consent c;

		file(number, all[i].keys);
		c = consent_of(number);
		assert_int_equal(c.text, all[i].text);
		assert_int_equal(c.call, all[i].call);
		assert_int_equal(c.has_number, all[i].text);
		assert_int_equal(c.from, all[i].from);
		assert_int_equal(c.until, all[i].until);
		assert_int_equal(c.days, CONSENT_EVERY_DAY);
		assert_string_equal(c.country, "KH");
		assert_string_equal(c.network, "demo");
	}
}

static void
cut_off_before_the_hours_nothing_is_allowed_yet(void **)
{
	const char *number = new_number();

	tell(number);
	line_key(line, number, "3");
	assert_false(may_text(number));
	line_key(line, number, "1");
	assert_true(may_text(number));
}

static void
days_and_a_relative_are_said_after_filing(void **)
{
	const char *number = new_number();

	file(number, "31");
	press(number, "3");
	assert_string_equal(line_node(line, number), "reach");
	press(number, "14");
	assert_string_equal(line_node(line, number), "reach.done");
	assert_int_equal(consent_of(number).days, 0x40);
	press(number, "13");
	assert_string_equal(line_node(line, number), "reach.relative");
	press(number, "2");
	assert_true(consent_of(number).relative);
	press(number, "131");
	assert_false(consent_of(number).relative);
	assert_true(may_text(number));
}

/* The last item of a kind; NULL none. */
static const char *
item_of(const char *number, const char *kind)
{
	const struct id id = case_of(number);
	struct reading *reading;
	struct matter matter;
	const char *found = NULL;

	assert_int_equal(case_load(line->people->store, &id, &matter), 0);
	assert_int_equal(case_read(line->people->store, line, matter.ref,
	    dara, line->now_ms / 1000, &reading), 0);
	for (size_t i = 0; i < reading->n; i++)
		if (strcmp(reading->entry[i].kind, kind) == 0)
			found = reading->entry[i].text;
	return found;
}

static void
another_number_is_for_calls_and_what_is_none_is_asked_again(void **)
{
	const char *number = new_number();

	file(number, "31");
	press(number, "32");
	assert_string_equal(line_node(line, number), "reach.other");
	line_key(line, number, "my sister has a phone");
	assert_string_equal(line_node(line, number), "reach.wrong");
	assert_string_equal(item_of(number, "words"),
	    "my sister has a phone");
	line_key(line, number, "12");
	assert_string_equal(line_node(line, number), "reach.wrong");
	line_key(line, number, "០៩៦ ១២៣ ៤៥៦៧");
	assert_string_equal(line_node(line, number), "reach.done");
	assert_string_equal(item_of(number, "number"), "+855961234567");
	assert_true(may_text(number));
}

static void
where_she_is_says_whose_clock_counts(void **)
{
	const char *number = new_number();

	file(number, "31");
	press(number, "11");
	assert_string_equal(line_node(line, number), "tell.country");
	press(number, "2");
	assert_string_equal(consent_of(number).country, "TH");
}

/* Who asks to be called in the evening is called then, whatever was before. */
static void
the_time_of_a_call_she_asks_for_counts(void **)
{
	const char *number = new_number();
	struct consent c;

	line_dial(line, number);
	press(number, "4334");
	assert_string_equal(line_node(line, number), "call.done");
	c = consent_of(number);
	assert_true(c.call && !c.text && !c.has_number);
	assert_int_equal(c.from, 17 * 60);
	assert_int_equal(c.until, 21 * 60);
	assert_int_equal(c.days, CONSENT_EVERY_DAY);
	assert_string_equal(c.country, "KH");
}

static void
a_phone_that_is_not_hers_is_never_texted(void **)
{
	const char *number = new_number();

	line_dial(line, number);
	press(number, "434111132");
	assert_string_equal(line_node(line, number), "tell.contact");
	press(number, "31");
	assert_false(may_text(number));
	assert_false(consent_of(number).has_number);
}

static void
after_ninety_quiet_days_she_is_asked_again(void **)
{
	const char *number = new_number();

	file(number, "31");
	assert_true(may_text(number));
	line->now_ms += 60 * (int64_t)DAY_MS;
	line_dial(line, number);
	press(number, "32");
	line_key(line, number, "4826");
	assert_string_equal(line_node(line, number), "state.show");
	/* She has shown that she is there: ninety days from now. */
	line->now_ms += 60 * (int64_t)DAY_MS;
	line_dial(line, number);
	press(number, "32");
	line_key(line, number, "4826");
	assert_string_equal(line_node(line, number), "state.show");
	assert_true(may_text(number));
	line->now_ms += 91 * (int64_t)DAY_MS;
	line_dial(line, number);
	press(number, "3");
	press(number, "2");
	line_key(line, number, "4826");
	assert_string_equal(line_node(line, number), "state.lapsed");
	assert_false(may_text(number));
	press(number, "131");
	assert_string_equal(line_node(line, number), "state.noted");
	assert_true(may_text(number));
}

static void
whoever_has_the_number_now_is_not_asked(void **)
{
	const char *number = new_number();

	file(number, "31");
	line->now_ms += 100 * (int64_t)DAY_MS;
	line_dial(line, number);
	press(number, "32");
	line_key(line, number, "1357");
	assert_string_equal(line_node(line, number), "state.no");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_is_what_she_says_when_she_says_nothing),
		TEST(each_answer_allows_what_it_says),
		TEST(cut_off_before_the_hours_nothing_is_allowed_yet),
		TEST(days_and_a_relative_are_said_after_filing),
		TEST(another_number_is_for_calls_and_what_is_none_is_asked_again),
		TEST(where_she_is_says_whose_clock_counts),
		TEST(the_time_of_a_call_she_asks_for_counts),
		TEST(a_phone_that_is_not_hers_is_never_texted),
		TEST(after_ninety_quiet_days_she_is_asked_again),
		TEST(whoever_has_the_number_now_is_not_asked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
