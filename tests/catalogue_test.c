#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>

#include "locales/catalogue.h"
#include "locales/pages.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

static int
open_catalogue(void **state)
{
	struct catalogue *catalogue = NULL;
	int rc;

	/* As on a server in Phnom Penh. */
	setenv("LANG", "km_KH.UTF-8", 1);
	rc = catalogue_open(NULL, &catalogue);
	*state = catalogue;
	return rc;
}

static int
close_catalogue(void **state)
{
	return talloc_free(*state);
}

static void
a_locale_has_one_name(void **state)
{
	enum locale found = LOCALES;

	(void)state;
	for (enum locale i = 0; i < LOCALES; i++) {
		assert_int_equal(locale_find(locale_name(i), &found), 0);
		assert_int_equal(found, i);
	}
	assert_string_equal(locale_name(LOCALE_KM_LATN), "km_Latn");
	assert_int_equal(locale_find("fr", &found), -ENOENT);
	assert_int_equal(locale_find("", &found), -ENOENT);
	assert_int_equal(locale_find("KM", &found), -ENOENT);
	assert_int_equal(found, LOCALES - 1);
}

static void
keys_are_sorted_and_all_have_words_in_every_locale(void **state)
{
	const struct catalogue *words = *state;
	size_t n = catalogue_count(words);

	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		const char *key = catalogue_key(words, i);

		if (i > 0)
			assert_true(strcmp(catalogue_key(words, i - 1), key)
			    < 0);
		for (enum locale l = 0; l < LOCALES; l++) {
			const char *text = catalogue_text(words, l, key,
			    NULL);

			assert_non_null(text);
			assert_string_not_equal(text, "");
		}
	}
	assert_null(catalogue_key(words, n));
}

static void
a_missing_text_comes_in_english_and_says_so(void **state)
{
	const struct catalogue *words = *state;

	for (size_t i = 0; i < catalogue_count(words); i++) {
		const char *key = catalogue_key(words, i);
		const char *english = catalogue_text(words, LOCALE_EN, key,
		    NULL);

		for (enum locale l = 0; l < LOCALES; l++) {
			enum locale found = LOCALES;
			const char *text = catalogue_text(words, l, key,
			    &found);

			assert_true(found == l || found == LOCALE_EN);
			if (found == LOCALE_EN)
				assert_ptr_equal(text, english);
		}
	}
}

/* U+1780 to U+17FF are E1 9E 80 to E1 9F BF. */
static bool
has_khmer(const char *text)
{
	return strstr(text, "\xe1\x9e") || strstr(text, "\xe1\x9f");
}

static void
who_has_no_khmer_letters_gets_none(void **state)
{
	const struct catalogue *words = *state;
	size_t khmer = 0;

	for (size_t i = 0; i < catalogue_count(words); i++) {
		const char *key = catalogue_key(words, i);

		assert_false(has_khmer(catalogue_text(words, LOCALE_KM_LATN,
		    key, NULL)));
		assert_false(has_khmer(catalogue_text(words, LOCALE_EN, key,
		    NULL)));
		khmer += has_khmer(catalogue_text(words, LOCALE_KM, key,
		    NULL));
	}
	assert_true(khmer > catalogue_count(words) / 2);
}

static void
latin_letters_cost_a_septet_each(void **state)
{
	static const enum locale latin[] = { LOCALE_EN, LOCALE_KM_LATN };
	const struct catalogue *words = *state;

	for (size_t i = 0; i < catalogue_count(words); i++)
		for (size_t k = 0; k < COUNT(latin); k++) {
			const char *key = catalogue_key(words, i);
			unsigned septets;

			if (septets_count(catalogue_text(words, latin[k],
			    key, NULL), &septets) < 0)
				fail_msg("%s: %s is not GSM-7",
				    locale_name(latin[k]), key);
		}
}

static void
what_is_no_key_has_no_words(void **state)
{
	enum locale found = LOCALES;

	assert_null(catalogue_text(*state, LOCALE_KM, "no.such.key", &found));
	assert_null(catalogue_text(*state, LOCALE_EN, "", &found));
	assert_null(catalogue_text(*state, LOCALE_KM_LATN, "%%Parent",
	    &found));
	assert_int_equal(found, LOCALES);
}

static void
opening_twice_gives_the_same_words(void **state)
{
	struct catalogue *again = NULL;
	const char *key = catalogue_key(*state, 0);

	assert_int_equal(catalogue_open(NULL, &again), 0);
	assert_int_equal(catalogue_count(again), catalogue_count(*state));
	assert_string_equal(catalogue_text(again, LOCALE_TH, key, NULL),
	    catalogue_text(*state, LOCALE_TH, key, NULL));
	talloc_free(again);
}

static void
the_language_of_the_server_does_not_matter(void **state)
{
	(void)state;
	assert_string_equal(uloc_getDefault(), "en");
}

static const char *
value_of(void *arg, const char *name)
{
	++*(unsigned *)arg;
	if (strcmp(name, "n") == 0)
		return "7";
	if (strcmp(name, "khmer_name.2") == 0)
		return "ភ្នំពេញ {n}";
	return strcmp(name, "nothing") == 0 ? "" : NULL;
}

static const struct { const char *text, *filled; unsigned asked; } fills[] = {
	{ "", "", 0 },
	{ "plain", "plain", 0 },
	{ "{n}", "7", 1 },
	{ "a {n} b{n}", "a 7 b7", 2 },
	{ "<{nothing}>", "<>", 1 },
	{ "{khmer_name.2}!", "ភ្នំពេញ {n}!", 1 },
	{ "{unknown} {n}", "{unknown} 7", 2 },
	{ "{", "{", 0 },
	{ "{}", "{}", 0 },
	{ "}{ {n", "}{ {n", 0 },
	{ "{{n}}", "{7}", 1 },
	{ "{a b}", "{a b}", 0 },
	{ "{ខ}", "{ខ}", 0 },
};

static void
values_go_where_their_names_stand(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fills); i++) {
		unsigned asked = 0;
		char *filled = text_fill(NULL, fills[i].text, value_of,
		    &asked);

		assert_string_equal(filled, fills[i].filled);
		assert_int_equal(asked, fills[i].asked);
		talloc_free(filled);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_locale_has_one_name),
		cmocka_unit_test(
		    keys_are_sorted_and_all_have_words_in_every_locale),
		cmocka_unit_test(a_missing_text_comes_in_english_and_says_so),
		cmocka_unit_test(who_has_no_khmer_letters_gets_none),
		cmocka_unit_test(latin_letters_cost_a_septet_each),
		cmocka_unit_test(what_is_no_key_has_no_words),
		cmocka_unit_test(opening_twice_gives_the_same_words),
		cmocka_unit_test(the_language_of_the_server_does_not_matter),
		cmocka_unit_test(values_go_where_their_names_stand),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_catalogue, close_catalogue);
}
