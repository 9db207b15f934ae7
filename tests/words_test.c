/*
 * Who has read a text, sheets for those who do, and what a sheet may change.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/words/importing.h"
#include "gateway/words/listing.h"
#include "gateway/words/own.h"
#include "menus/document.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
enum { NOON = 1795755600 };	/* 2026-11-27 12:00 in Phnom Penh */

struct box {
	struct faults *faults;
	struct house *house;
};

static int
make_box(void **state)
{
	struct box *box = talloc_zero(NULL, struct box);

	box->faults = faults_new(box);
	assert_int_equal(house_open(box, NULL, box->faults, NOON,
	    &box->house), 0);
	*state = box;
	return 0;
}

static int
drop_box(void **state)
{
	return talloc_free(*state);
}

static const char *const states[] = {
	"composed",
	"source MWR+MIG",
	"composed; reviewed Sok Dara, 2026-11-27",
	"source PRI; reviewed Sok, 2026-11-27; second Chan, Lina, 2026-11-27",
	"composed; reviewed សុខ ដារ៉ា, 2026-02-28; second ลีนา, 2028-02-29",
};

static void
a_state_is_written_as_it_was_read(void **state)
{
	struct review review;
	const char *why;

	for (size_t i = 0; i < COUNT(states); i++) {
		assert_int_equal(review_read(*state, states[i], &review,
		    &why), 0);
		assert_string_equal(review_words(*state, &review), states[i]);
	}
}

static void
one_reader_is_enough_but_where_two_are_needed(void **state)
{
	static const bool enough[][2] = { { false, false }, { false, false },
	    { true, false }, { true, true }, { true, true } };
	struct review review;
	const char *why;

	for (size_t i = 0; i < COUNT(states); i++) {
		assert_int_equal(review_read(*state, states[i], &review,
		    &why), 0);
		for (int two = 0; two < 2; two++)
			assert_int_equal(review_suffices(&review, two),
			    enough[i][two]);
	}
}

static struct sheet *
read_again(struct box *box, const char *text)
{
	struct sheet *sheet;

	if (sheet_read(box, "w.csv", text, strlen(text), box->faults,
	    &sheet) != 0)
		fail_msg("%s", faults_at(box->faults, 0));
	return sheet;
}

static void
what_a_house_says_comes_back_byte_for_byte(void **state)
{
	struct box *box = *state;
	char *once = sheet_write(box, listing_sheet(box, box->house), false);
	struct sheet *sheet = read_again(box, once);

	struct sheet *listed = listing_sheet(box, box->house);

	assert_int_equal(sheet->n, listed->n);
	/* What is for reading only is not read. */
	for (size_t i = 0; i < sheet->n; i++) {
		sheet->row[i].about = listed->row[i].about;
		sheet->row[i].pages = listed->row[i].pages;
	}
	assert_string_equal(sheet_write(box, sheet, false), once);
}

/* Letters that make trouble, in any order. */
static void
any_text_survives_a_sheet(void **state)
{
	static const char *const parts[] = { "\"", ",", "\n", ";", "'", "=",
	    "+", "-", "@", "\t", "a", " b", "ខ្ញុំ", "\u200b", "ไทย", "＝",
	    "\u2060", "''", "\"\"", "{kh_police}", "|" };
	struct box *box = *state;

	srand(4826);
	for (int round = 0; round < 500; round++) {
		struct sheet *sheet = sheet_new(box);
		struct sheet_row *row = sheet_add(sheet, "k");
		char *text = talloc_strdup(sheet, parts[(size_t)rand() %
		    COUNT(parts)]);
		char *once, *twice;

		for (int n = rand() % 6; n > 0; n--)
			text = talloc_strdup_append(text,
			    parts[(size_t)rand() % COUNT(parts)]);
		row->text[LOCALE_KM] = text;
		once = sheet_write(sheet, sheet, true);
		assert_string_equal(read_again(box, once)->row[0].
		    text[LOCALE_KM], text);
		twice = sheet_write(sheet, read_again(box, once), true);
		assert_string_equal(once, twice);
		talloc_free(sheet);
	}
}

/* =, +, - and @ open a formula; so do their full-width twins in some. */
static void
no_cell_is_a_formula(void **state)
{
	static const char *const risky[] = { "=1+1", "+1", "-1", "@x",
	    "=cmd|' /C calc'!A0", "\tx", "＝1" };
	struct box *box = *state;

	for (size_t i = 0; i < COUNT(risky); i++) {
		struct sheet *sheet = sheet_new(box);
		char *text;

		sheet_add(sheet, "k")->text[LOCALE_EN] = risky[i];
		text = sheet_write(sheet, sheet, false);
		assert_non_null(strstr(text, talloc_asprintf(sheet, "'%s",
		    risky[i])));
		talloc_free(sheet);
	}
}

static struct changes *
changes_of(struct box *box, const char *rows,
    const struct reviewing *reviewing)
{
	char *text = talloc_asprintf(box, "key,English,Khmer,state\n%s", rows);
	struct sheet *sheet = read_again(box, text);
	struct changes *changes;

	box->faults = faults_new(box);
	if (changes_find(box, box->house, sheet, "w.csv", reviewing,
	    box->faults, &changes) != 0)
		return NULL;
	return changes;
}

static const struct reviewing nobody = { .today = "2026-11-27" };
static const struct reviewing sok = { .who = "Sok", .today = "2026-11-27",
    .language = { [LOCALE_KM] = true } };
static const struct reviewing lina = { .who = "Lina", .today = "2026-11-26",
    .language = { [LOCALE_KM] = true } };

/* Put what is in a house's own words as if it had been imported. */
static void
put(struct box *box, const struct change *change)
{
	const struct own_text own = { change->locale, change->key, change->is,
	    change->after, "w.csv", change->line };

	assert_int_equal(catalogue_put(box->house->catalogue, &own), 0);
}

static const char *
khmer_of(struct box *box, const char *key)
{
	return talloc_asprintf(box, "%s,,%s,\n", key,
	    catalogue_own(box->house->catalogue, LOCALE_KM, key));
}

static void
a_sheet_that_says_the_same_changes_nothing(void **state)
{
	struct box *box = *state;

	assert_int_equal(changes_of(box, khmer_of(box, "go_on"),
	    &nobody)->n, 0);
	assert_int_equal(changes_of(box, "go_on,,,\n", &nobody)->n, 0);
}

static void
readers_become_the_first_and_the_second(void **state)
{
	struct box *box = *state;
	struct changes *changes = changes_of(box, khmer_of(box, "go_on"),
	    &sok);

	assert_int_equal(changes->n, 1);
	assert_false(changes->change[0].text);
	assert_string_equal(changes->change[0].after.who[0], "Sok");
	put(box, &changes->change[0]);
	/* The same again is nothing new. */
	assert_int_equal(changes_of(box, khmer_of(box, "go_on"), &sok)->n, 0);
	/* Lina had read it the day before. */
	changes = changes_of(box, khmer_of(box, "go_on"), &lina);
	assert_int_equal(changes->n, 1);
	assert_non_null(strstr(review_words(box, &changes->change[0].after),
	    "; reviewed Lina, 2026-11-26; second Sok, 2026-11-27"));
}

static void
an_old_sheet_takes_no_reader_away(void **state)
{
	struct box *box = *state;
	const struct catalogue *words = box->house->catalogue;
	char *rows = talloc_asprintf(box, "go_on,,%s,km: %s\n",
	    catalogue_own(words, LOCALE_KM, "go_on"), review_words(box,
	    catalogue_review(words, LOCALE_KM, "go_on")));

	put(box, &changes_of(box, khmer_of(box, "go_on"), &sok)->change[0]);
	assert_int_equal(changes_of(box, rows, &nobody)->n, 0);
}

static void
a_text_that_was_read_changes_only_on_purpose(void **state)
{
	struct reviewing on_purpose = { .may_void = true,
	    .today = "2026-11-27" };
	struct box *box = *state;
	struct changes *changes;

	put(box, &changes_of(box, khmer_of(box, "go_on"), &sok)->change[0]);
	assert_null(changes_of(box, "go_on,,ទៅ,\n", &nobody));
	assert_non_null(strstr(faults_at(box->faults, 0), "--void"));
	changes = changes_of(box, "go_on,,ទៅ,\n", &on_purpose);
	assert_int_equal(changes->n, 1);
	assert_null(changes->change[0].after.who[0]);
}

static void
danger_consent_and_secrecy_need_two(void **state)
{
	struct box *box = *state;
	const struct tree *tree = box->house->tree;
	size_t two = 0;

	assert_false(needs_two(box->house->needs, "start"));
	assert_true(needs_two(box->house->needs, "tell.contact"));
	assert_true(needs_two(box->house->needs, "secret"));
	assert_true(needs_two(box->house->needs, "numbers.short.KH"));
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (tree->nodes[i].sensitive || tree->nodes[i].ussd_only) {
			two++;
			assert_true(needs_two(box->house->needs,
			    tree->nodes[i].prompt));
		}
	assert_true(two > 10);
}

static void
what_lacks_its_readers_is_shown_in_english(void **state)
{
	struct box *box = *state;
	struct catalogue *words = box->house->catalogue;
	enum locale found;

	put(box, &changes_of(box, khmer_of(box, "start"), &sok)->change[0]);
	/* English has no reader either: what there is. */
	catalogue_judge(words, needs_met, box->house->needs);
	catalogue_text(words, LOCALE_TH, "start", &found);
	assert_int_equal(found, LOCALE_TH);
	put(box, &(struct change){ .key = "start", .locale = LOCALE_EN,
	    .is = "Work", .after = { .who = { "Ann" },
	    .on = { "2026-11-27" } } });
	catalogue_judge(words, needs_met, box->house->needs);
	catalogue_text(words, LOCALE_TH, "start", &found);
	assert_int_equal(found, LOCALE_EN);
	catalogue_text(words, LOCALE_KM_LATN, "start", &found);
	assert_int_equal(found, LOCALE_EN);
	catalogue_text(words, LOCALE_KM, "start", &found);
	assert_int_equal(found, LOCALE_KM);
}

static void
a_text_knows_where_it_stands(void **state)
{
	struct box *box = *state;
	int line = 0;

	assert_string_equal(catalogue_place(box->house->catalogue, LOCALE_TH,
	    "go_on", &line), "locales/th.po");
	assert_true(line > 10);
}

static void
placeholders_are_compared_by_name(void **state)
{
	static const struct { const char *one, *other; bool fit; } t[] = {
		{ "a {b} {c}", "{c} x {b}", true },
		{ "{b} {b}", "{b}", true },
		{ "a", "b", true },
		{ "{b}", "b", false },
		{ "b", "{b}", false },
		{ "{bb}", "{b}", false },
		{ "{b}", "{bb}", false },
	};

	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(own_fits(*state, t[i].one, t[i].other),
		    t[i].fit);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_box, drop_box)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_state_is_written_as_it_was_read),
		CASE(one_reader_is_enough_but_where_two_are_needed),
		CASE(what_a_house_says_comes_back_byte_for_byte),
		CASE(any_text_survives_a_sheet),
		CASE(no_cell_is_a_formula),
		CASE(a_sheet_that_says_the_same_changes_nothing),
		CASE(readers_become_the_first_and_the_second),
		CASE(an_old_sheet_takes_no_reader_away),
		CASE(a_text_that_was_read_changes_only_on_purpose),
		CASE(danger_consent_and_secrecy_need_two),
		CASE(what_lacks_its_readers_is_shown_in_english),
		CASE(a_text_knows_where_it_stands),
		CASE(placeholders_are_compared_by_name),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
