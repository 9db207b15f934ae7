#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "menus/document.h"
#include "menus/facts.h"
#include "menus/sensitive.h"

struct box {
	TALLOC_CTX *all;
	struct faults *faults;
	struct facts *facts;
	struct sensitive *words;
};

static int
make_box(void **state)
{
	struct box *box = talloc_zero(NULL, struct box);

	box->all = box;
	box->faults = faults_new(box);
	*state = box;
	return 0;
}

static int
drop_box(void **state)
{
	return talloc_free(*state);
}

static int
build(struct box *box, const char *text)
{
	struct document *document;
	int rc = document_parse(box, "f.yaml", text, strlen(text), box->faults,
	    &document);

	return rc != 0 ? rc :
	    facts_build(box, document, box->faults, &box->facts);
}

static const char good[] =
    /* 1 */ "facts:\n"
    /* 2 */ "  kh_police:\n"
    /* 3 */ "    value: \"117\"\n"
    /* 4 */ "    source: two newspapers\n"
    /* 5 */ "    source_date: c. 2022\n"
    /* 6 */ "    checked_on: 2026-11-22\n"
    /* 7 */ "    expires_on: 2027-05-31\n"
    /* 8 */ "    confidence: V2\n"
    /* 9 */ "    contact: yes\n"
    /* 10 */ "  wage_kh: {value: 208 USD, source: s, source_date: d, checked_on: 2026-11-22,\n"
    /* 11 */ "    expires_on: 2026-12-31, confidence: S1, confirmed_by: Sok 2026-11-23, contact: no}\n"
    /* 12 */ "  fee: {value: \"\", source: \"\", source_date: \"\", checked_on: 2026-11-22,\n"
    /* 13 */ "    expires_on: 2026-12-31, confidence: NF, contact: no}\n";

static void
reads_every_member(void **state)
{
	struct box *box = *state;
	const struct fact *fact;

	assert_int_equal(build(box, good), 0);
	assert_int_equal(box->facts->n, 3);
	fact = facts_find(box->facts, "kh_police");
	assert_string_equal(fact->value, "117");
	assert_string_equal(fact->source, "two newspapers");
	assert_string_equal(fact->source_date, "c. 2022");
	assert_string_equal(fact->checked_on, "2026-11-22");
	assert_string_equal(fact->expires_on, "2027-05-31");
	assert_null(fact->confirmed_by);
	assert_int_equal(fact->confidence, FACT_V2);
	assert_true(fact->contact);
	assert_int_equal(fact->line, 2);
	fact = facts_find(box->facts, "wage_kh");
	assert_string_equal(fact->confirmed_by, "Sok 2026-11-23");
	assert_int_equal(fact->line, 10);
	assert_null(facts_find(box->facts, "wage"));
}

static const struct { const char *from, *to, *fault; } bad[] = {
	{ "facts:", "fact:", "1: unknown key \"fact\"; there are facts" },
	{ good, "facts: [1]\n", "1: facts must be a map" },
	{ good, "facts:\n  a: b\n", "2: a must be a map of keys" },
	{ "value: \"117\"", "values: \"117\"", "3: unknown key \"values\"" },
	{ "value: \"117\"", "value: [117]", "3: value must be a text" },
	{ "value: \"117\"", "value: \"\"", "2: kh_police has no value" },
	{ "source: two newspapers", "source: \"\"", "2: kh_police has no source" },
	{ "source: two newspapers", "source: {}", "4: source must be a text" },
	{ "    checked_on: 2026-11-22\n", "", "3: checked_on is missing" },
	{ "checked_on: 2026-11-22", "checked_on: 2026-11-31",
	  "6: checked_on must be a day such as" },
	{ "checked_on: 2026-11-22", "checked_on: 2026-1-2",
	  "6: checked_on must be a day such as" },
	{ "checked_on: 2026-11-22", "checked_on: 22.11.2026",
	  "6: checked_on must be a day such as" },
	{ "checked_on: 2026-11-22", "checked_on: 2026-11-22 x",
	  "6: checked_on must be a day such as" },
	{ "checked_on: 2026-11-22", "checked_on: 2026-13-01",
	  "6: checked_on must be a day such as" },
	{ "expires_on: 2027-05-31", "expires_on: never",
	  "7: expires_on must be a day such as" },
	{ "expires_on: 2027-05-31", "expires_on: [2027-05-31]",
	  "7: expires_on must be a day such as" },
	{ "expires_on: 2027-05-31", "expires_on: 2026-11-21",
	  "2: kh_police expires before it was checked" },
	{ "expires_on: 2027-05-31", "expires_on: 2031-05-31",
	  "2: kh_police expires more than 3 years after it was checked" },
	{ "expires_on: 2027-05-31", "expires_on: 2570-05-31",
	  "7: expires_on must be a day such as" },
	{ "confidence: V2", "confidence: V3", "8: confidence must be V2, S1" },
	{ "confidence: V2", "confidence: v2", "8: confidence must be V2, S1" },
	{ "confidence: V2", "confidence: {}", "8: confidence must be V2, S1" },
	{ "contact: yes", "contact: sure", "9: contact must be yes or no" },
	{ "kh_police:", "KH police:", "2: the id \"KH police\" must be" },
	{ "confirmed_by: Sok 2026-11-23", "confirmed_by: [Sok]",
	  "11: confirmed_by must be a text" },
	{ "  wage_kh:", "  kh_police:", "10: \"kh_police\" stands here and" },
};

static void
every_bad_file_is_refused_with_its_fault(void **state)
{
	struct box *box = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *at = strstr(good, bad[i].from), *first;
		char *fault = talloc_asprintf(box, "f.yaml:%s", bad[i].fault);

		box->faults = faults_new(box);
		assert_non_null(at);
		assert_int_equal(build(box, talloc_asprintf(box, "%.*s%s%s",
		    (int)(at - good), good, bad[i].to,
		    at + strlen(bad[i].from))), -EINVAL);
		first = faults_at(box->faults, 0);
		if (strncmp(first, fault, strlen(fault)) != 0)
			fail_msg("\"%s\" is not \"%s\"", first, fault);
	}
	assert_null(box->facts);
}

enum { DAY = 86400 };
/* 2026-12-31 16:59:59 and 17:00:00 UTC: midnight in Phnom Penh. */
static const time_t last_second = 1798736399, next_day = 1798736400;

static struct fact
made(enum confidence confidence, bool contact, const char *confirmed_by)
{
	return (struct fact){
		.id = "x", .value = "117", .checked_on = "2026-11-22",
		.expires_on = "2026-12-31", .confidence = confidence,
		.contact = contact, .confirmed_by = confirmed_by,
	};
}

static void
only_what_is_known_is_shown(void **state)
{
	static const struct { enum confidence confidence; const char *by;
	    bool shown; } t[] = {
		{ FACT_V2, NULL, true }, { FACT_V2, "Sok", true },
		{ FACT_S1, NULL, false }, { FACT_S1, "", false },
		{ FACT_S1, "Sok", true }, { FACT_U, "Sok", false },
		{ FACT_NF, "Sok", false }, { FACT_WITHDRAWN, "Sok", false },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct fact fact = made(t[i].confidence, true, t[i].by);
		const char *shown = fact_shown(*state, &fact, last_second);

		assert_int_equal(shown != NULL, t[i].shown);
		if (shown != NULL)
			assert_string_equal(shown, "117");
		shown = fact_shown(*state, &fact, next_day);
		assert_int_equal(shown != NULL, t[i].shown);
	}
}

static void
a_fact_is_gone_after_its_last_day(void **state)
{
	struct fact fact = made(FACT_V2, false, NULL);

	assert_string_equal(fact_shown(*state, &fact, last_second), "117");
	assert_null(fact_shown(*state, &fact, next_day));
	assert_null(fact_shown(*state, &fact, next_day + 3650L * DAY));
}

static void
a_contact_stays_with_the_month_it_was_checked(void **state)
{
	struct fact fact = made(FACT_V2, true, NULL);

	assert_string_equal(fact_shown(*state, &fact, last_second), "117");
	assert_string_equal(fact_shown(*state, &fact, next_day),
	    "117 (11/2026)");
}

static void
the_embedded_facts_are_good_and_reach_phones(void **state)
{
	struct box *box = *state;
	const struct fact *fact;
	size_t shown = 0;

	if (facts_embedded(box, box->faults, &box->facts) != 0)
		fail_msg("%s", faults_at(box->faults, 0));
	for (size_t i = 0; i < box->facts->n; i++) {
		fact = &box->facts->fact[i];
		shown += fact_shown(box, fact, last_second) != NULL;
	}
	assert_true(shown > 0);
}

/* id, value, day of the check, who changed it here. */
static struct fact
checked(const char *value, const char *day, const char *by)
{
	struct fact fact = made(FACT_V2, true, NULL);

	fact.value = value;
	fact.source = fact.source_date = "s";
	fact.checked_on = day;
	fact.by = by;
	return fact;
}

static void
the_later_check_counts_but_not_over_an_operator_lightly(void **state)
{
	static const struct {
		const char *file_day, *held_day, *held_by;
		enum confidence file, held;
		bool taken;
	} t[] = {
		{ "2026-11-22", "2026-11-21", NULL, FACT_V2, FACT_V2, true },
		{ "2026-11-22", "2026-11-22", NULL, FACT_V2, FACT_V2, true },
		{ "2026-11-22", "2026-11-23", NULL, FACT_V2, FACT_V2, false },
		{ "2026-11-22", "2026-11-21", "Sok", FACT_V2, FACT_V2, true },
		{ "2026-11-22", "2026-11-22", "Sok", FACT_V2, FACT_V2, false },
		{ "2026-11-22", "2026-11-23", "Sok", FACT_V2, FACT_V2, false },
		{ "2026-11-22", "2026-11-21", "Sok", FACT_S1, FACT_V2, false },
		{ "2026-11-22", "2026-11-21", "Sok", FACT_V2, FACT_WITHDRAWN,
		  false },
		{ "2026-11-22", "2026-11-21", NULL, FACT_V2, FACT_WITHDRAWN,
		  true },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct fact from_file = checked("118", t[i].file_day, NULL);
		struct fact from_store = checked("117", t[i].held_day,
		    t[i].held_by);
		const struct facts file = { 1, &from_file };
		const struct facts held = { 1, &from_store };
		struct facts *taken, *all;

		from_file.confidence = t[i].file;
		from_store.confidence = t[i].held;
		all = facts_merge(*state, &file, &held, &taken);
		assert_int_equal(all->n, 1);
		assert_int_equal(taken->n, t[i].taken);
		assert_string_equal(all->fact[0].value,
		    t[i].taken ? "118" : "117");
	}
}

static void
what_says_the_same_is_no_news(void **state)
{
	struct fact one = checked("117", "2026-11-22", NULL);
	const struct facts facts = { 1, &one }, none = { 0, NULL };
	struct facts *taken;

	assert_int_equal(facts_merge(*state, &facts, &facts, &taken)->n, 1);
	assert_int_equal(taken->n, 0);
	assert_int_equal(facts_merge(*state, &facts, &none, &taken)->n, 1);
	assert_int_equal(taken->n, 1);
	assert_int_equal(facts_merge(*state, &none, &facts, &taken)->n, 1);
	assert_int_equal(taken->n, 0);
}

static void
a_standing_is_told_sixty_days_ahead(void **state)
{
	struct fact rule = made(FACT_V2, false, NULL);
	struct fact contact = made(FACT_V2, true, NULL);

	(void)state;
	assert_int_equal(fact_standing(&rule, last_second - 61L * DAY),
	    FACT_SHOWN);
	assert_int_equal(fact_standing(&rule, last_second - 60L * DAY),
	    FACT_DUE);
	assert_int_equal(fact_standing(&rule, last_second), FACT_DUE);
	assert_int_equal(fact_days_left(&rule, last_second), 0);
	assert_int_equal(fact_standing(&rule, next_day), FACT_HIDDEN);
	assert_int_equal(fact_standing(&contact, next_day), FACT_MONTH);
	assert_int_equal(fact_days_left(&rule, next_day), -1);
	rule.confidence = FACT_S1;
	assert_int_equal(fact_standing(&rule, next_day), FACT_UNCONFIRMED);
	rule.confidence = FACT_NF;
	assert_int_equal(fact_standing(&rule, next_day), FACT_UNKNOWN);
}

static int
build_words(struct box *box, const char *text, size_t n)
{
	return sensitive_build(box, "s.txt", text, n, box->faults,
	    &box->words);
}

static void
words_of_all_languages_stand_in_one_list(void **state)
{
	static const char text[] = "# danger\n\nen: locked in\n"
	    "km: \xE1\x9E\x80\xE1\x9F\x92\xE1\x9E\x80\nkm_Latn: chhoy\nth: x";
	struct box *box = *state;

	assert_int_equal(build_words(box, text, strlen(text)), 0);
	assert_int_equal(box->words->n, 4);
	assert_string_equal(box->words->words[0], "locked in");
	assert_string_equal(box->words->words[2], "chhoy");
	assert_string_equal(box->words->words[3], "x");
	assert_null(box->words->words[4]);
	assert_int_equal(build_words(box, "", 0), 0);
	assert_null(box->words->words[0]);
}

static void
every_malformed_line_is_told(void **state)
{
	static const char *const lines[] = {
		"en:word", "en word", "fr: word", " en: word", "en: ", "en:  x",
		"en: x ", "en: x\r", "en: \x07", "en: \xFF", "en: \xC0\x80",
		"en: \xE1\x9E", "en: \xED\xA0\x80", "en: \xF4\x90\x80\x80",
		"en: \xF8\x88\x80\x80\x80", "en: \x80", "en: a\tb", "en",
		"en: \xE0\x80\xAF", "en: \x7f",
	};
	struct box *box = *state;
	char *text = talloc_strdup(box, "");
	size_t n = sizeof(lines) / sizeof(lines[0]);

	for (size_t i = 0; i < n; i++)
		text = talloc_asprintf_append(text, "%s\n", lines[i]);
	assert_int_equal(build_words(box, text, strlen(text)), -EINVAL);
	assert_int_equal(faults_count(box->faults), n);
	for (size_t i = 0; i < n; i++)
		assert_non_null(strstr(faults_at(box->faults, i),
		    talloc_asprintf(box, "s.txt:%zu: ", i + 1)));
	assert_int_equal(build_words(box, "en: a\0b", 7), -EINVAL);
	assert_null(box->words);
}

static void
the_embedded_words_are_good(void **state)
{
	struct box *box = *state;

	if (sensitive_embedded(box, box->faults, &box->words) != 0)
		fail_msg("%s", faults_at(box->faults, 0));
	assert_true(box->words->n > 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_box, drop_box)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(reads_every_member),
		CASE(every_bad_file_is_refused_with_its_fault),
		CASE(only_what_is_known_is_shown),
		CASE(a_fact_is_gone_after_its_last_day),
		CASE(a_contact_stays_with_the_month_it_was_checked),
		CASE(the_later_check_counts_but_not_over_an_operator_lightly),
		CASE(what_says_the_same_is_no_news),
		CASE(a_standing_is_told_sixty_days_ahead),
		CASE(the_embedded_facts_are_good_and_reach_phones),
		CASE(words_of_all_languages_stand_in_one_list),
		CASE(every_malformed_line_is_told),
		CASE(the_embedded_words_are_good),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
