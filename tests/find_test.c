/*
 * Agencies found however they are typed: what is the same name, what is only
 * near, what is nobody.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "gateway/licences/index.h"
#include "gateway/licences/nearness.h"
#include "locales/fold.h"
#include "locales/romanise.h"

/* Invented; agency n has licence "LV-00n/2026". */
static const struct called called[] = {
	{ "Sok Dara Metrey Manpower Co., Ltd", 0, BY_NAME },
	{ "ក្រុមហ៊ុន សុខ ដារា មេត្រី", 0, BY_NAME },
	{ "LV-007/2026", 0, BY_LICENCE },
	{ "Golden Lotus (Cambodia) Co., Ltd.", 1, BY_NAME },
	{ "0045", 1, BY_LICENCE },
	{ "T & P Plc", 2, BY_NAME },
	{ "B.S.R.O. Manpower", 3, BY_NAME },
	{ "Khmer Labour Supply", 4, BY_NAME },
	{ "Bright Star Group Co., Ltd", 5, BY_NAME },
	{ "Bright Star Group Plc", 6, BY_NAME },
	{ "CO Mekong Agency Co., Ltd", 7, BY_NAME },
	{ "O'Phnoam Kakda", 8, BY_NAME },
	{ "ក្រុមហ៊ុនពន្លឺថ្មី សេវាកម្ម", 9, BY_NAME },
	{ "บริษัท ดาวทองใหม่ จำกัด", 10, BY_NAME },
};
enum { CALLED = sizeof(called) / sizeof(called[0]) };

static struct index *names;

static int
open_names(void **state)
{
	(void)state;
	names = index_build(NULL, called, CALLED);
	return 0;
}

static int
close_names(void **state)
{
	(void)state;
	talloc_free(names);
	return 0;
}

/* agency: the one it is; -1 none is the same, -2 several are. */
static const struct { const char *typed; int agency; } same[] = {
	{ "Sok Dara Metrey Manpower Co., Ltd", 0 },
	{ "SOK DARA METREY MANPOWER", 0 },
	{ "sokdara metreymanpower co ltd", 0 },
	{ "sokdarametreymanpowercoltd", 0 },
	{ "  sok. dara, metrey (manpower) ltd", 0 },
	{ "\xef\xbc\xb3\xef\xbd\x8f\xef\xbd\x8b dara metrey manpower", 0 },
	{ "sok dara metrey \xf0\x9f\x98\x80 manpower", 0 },
	{ "sok dara metrey", -1 },
	{ "sok dara metrey manpower plc", -1 },
	{ "sok dara metrei manpower", -1 },
	{ "dara sok metrey manpower", -1 },
	{ "សុខដារាមេត្រី", 0 },
	{ "ក្រុមហ៊ុនសុខដារា\xe2\x80\x8bមេត្រី", 0 },
	{ "សុខ ដារា មេតី្រ", 0 },	/* the vowel typed before the coeng */
	{ "សុខ ដារា", -1 },
	{ "LV-007/2026", 0 },
	{ "lv 7 2026", 0 },
	{ "07/2026", 0 },
	{ "Licence no. 007/2026", 0 },
	{ "lv 0 0 7 / 2 0 2 6", 0 },
	{ "LV0072026", 0 },
	{ "70/2026", -1 },	/* where it is parted is part of it */
	{ "72/026", -1 },
	{ "72 026", -1 },
	{ "72026", -1 },
	{ "lv 72026", -1 },
	{ "7/20/26", -1 },
	{ "លេខ ០០៧/២០២៦", 0 },
	{ "อาชญา 007/2026", -1 },
	{ "เลขที่ ๐๐๗/๒๐๒๖", 0 },
	{ "\xef\xbc\x94\xef\xbc\x95", 1 },
	{ "0045", 1 },
	{ "4 5", 1 },
	{ "450", -1 },
	{ "golden lotus cambodia", 1 },
	{ "golden lotus", -1 },
	{ "T&P", 2 },
	{ "t and p", 2 },
	{ "TP", -1 },
	{ "T & P Co., Ltd", -1 },
	{ "BSRO manpower", 3 },
	{ "b s r o manpower", 3 },
	{ "khmer labour supply co ltd", 4 },
	{ "bright star group", -2 },
	{ "bright star group ltd", 5 },
	{ "bright star group plc", 6 },
	{ "co mekong agency", 7 },
	{ "mekong agency co ltd", -1 },
	{ "ophnoam kakda", 8 },
	{ "O\xe2\x80\x99Phnoam Kakda", 8 },
	{ "ពន្លឺថ្មីសេវាកម្ម", 9 },
	{ "ดาวทองใหม่", 10 },
	{ "", -1 },
	{ "manpower co ltd", -1 },
	{ "\xf0\x9f\x98\x80", -1 },
};

static void
only_the_same_name_is_exact(void **state)
{
	struct found found;

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		index_find(names, same[i].typed, &found);
		if (same[i].agency >= 0 && (found.exact != 1 ||
		    found.hit[0].agency != (unsigned)same[i].agency))
			fail_msg("\"%s\": %zu exact", same[i].typed,
			    found.exact);
		if (same[i].agency == -1 && found.exact != 0)
			fail_msg("\"%s\" is the same as %u", same[i].typed,
			    found.hit[0].agency);
		if (same[i].agency == -2 && found.exact < 2)
			fail_msg("\"%s\": %zu exact", same[i].typed,
			    found.exact);
	}
}

static const struct { const char *typed; int agency; } near[] = {
	{ "sok dara metrei", 0 },
	{ "sok dara", 0 },
	{ "dara sok metrey", 0 },
	{ "sokh daraa metrey co ltd", 0 },
	{ "sok darametry manpowr", 0 },
	{ "សុខ ដារា", 0 },
	{ "golden lotos", 1 },
	{ "golden lotus", 1 },
	{ "gloden lotus cambodia", 1 },
	{ "golden lotus poipet branch", 1 },
	{ "bsro", 3 },
	{ "ponleu thmey", 9 },		/* Khmer, in Latin letters */
	{ "ophnom kakda", 8 },
	{ "ដារ សុខ មេត្រី", 0 },
	{ "wholly unlike anything", -1 },
	{ "ណារី ភក្តី", -1 },
};

static void
near_names_are_candidates_nearest_first(void **state)
{
	struct found found;

	(void)state;
	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++) {
		index_find(names, near[i].typed, &found);
		if (near[i].agency < 0 && found.n > 0 && found.hit[0].near)
			fail_msg("\"%s\" is near %u", near[i].typed,
			    found.hit[0].agency);
		if (near[i].agency >= 0 && (found.n == 0 ||
		    !found.hit[0].near ||
		    found.hit[0].agency != (unsigned)near[i].agency))
			fail_msg("\"%s\": %zu found, first %d cost %u",
			    near[i].typed, found.n, found.n > 0 ?
			    (int)found.hit[0].agency : -1,
			    found.n > 0 ? found.hit[0].cost : 0);
	}
}

static void
words_that_all_have_find_nobody(void **state)
{
	static const char *const typed[] = {
		"manpower", "group", "Co., Ltd", "khmer", "cambodia service",
		"ក្រុមហ៊ុន", "សេវាកម្ម", "ក្រុមហ៊ុនសេវាកម្ម", "บริษัท จำกัด",
		"a", "xy", ".", "()", "and", "&",
	};
	struct found found;

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		index_find(names, typed[i], &found);
		if (!found.vague || found.exact > 0 || (found.n > 0 &&
		    found.hit[0].near))
			fail_msg("\"%s\" finds somebody", typed[i]);
	}
}

/* All of what is typed is hers, and most of her name was typed. */
static void
a_whole_name_is_told_from_a_sentence_that_holds_one(void **state)
{
	static const struct { const char *typed; bool whole; } cases[] = {
		{ "sok dara metrey", true },
		{ "sok dara metrei", true },
		{ "golden lotus", true },
		{ "golden lotus help me", false },
		{ "my friend dara", false },
		{ "sok", false },
		{ "star", false },
	};
	struct found found;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool whole;

		index_find(names, cases[i].typed, &found);
		whole = found.n > 0 && found.hit[0].whole;
		if (whole != cases[i].whole)
			fail_msg("\"%s\": %d", cases[i].typed, whole);
	}
}

static void
an_index_of_nothing_finds_nothing(void **state)
{
	struct index *empty = index_build(NULL, NULL, 0);
	struct found found;

	(void)state;
	index_find(empty, "sok dara", &found);
	assert_int_equal(found.n, 0);
	index_find(empty, "ក្រុមហ៊ុន", &found);
	assert_int_equal(found.n, 0);
	talloc_free(empty);
}

static void
text_of_any_length_is_looked_up(void **state)
{
	char *text = talloc_strdup(NULL, "");
	struct found found;

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		text = talloc_asprintf_append(text, "%s", i % 7 == 0 ?
		    "ក្រុ" : i % 5 == 0 ? "so " : "k");
		index_find(names, text, &found);
		assert_int_equal(found.exact, 0);
	}
	talloc_free(text);
}

/* The letters and the words of the plain algorithm, by the book. */
static unsigned
by_the_book(const uint16_t *a, unsigned n, const uint16_t *b, unsigned m)
{
	unsigned d[65][65];

	for (unsigned i = 0; i <= n; i++)
		for (unsigned j = 0; j <= m; j++) {
			unsigned best;

			if (i == 0 || j == 0) {
				d[i][j] = i + j;
				continue;
			}
			best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			if (d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[n][m];
}

static void
nearness_is_that_of_the_textbook(void **state)
{
	struct pattern *p = talloc_zero(NULL, struct pattern);
	uint32_t seed = 1;
	uint16_t a[64], b[64];

	(void)state;
	for (unsigned k = 0; k < 3000; k++) {
		unsigned n = 1 + k % 64, m = (k * 7) % 65;
		struct nearness s;

		for (unsigned i = 0; i < 64; i++) {
			seed = seed * 1664525 + 1013904223;
			a[i] = (uint16_t)('a' + (seed >> 28));
			b[i] = seed >> 20 & 1 ? a[i] :
			    (uint16_t)('a' + (seed >> 24 & 15));
		}
		pattern_set(p, a, n);
		assert_int_equal(nearness_of(p, b, m), by_the_book(a, n, b, m));
		s = nearness_begin(p);
		for (unsigned i = 0; i < m; i++)
			nearness_step(p, &s, b[i]);
		for (unsigned i = 0; i <= n; i++)
			assert_int_equal(nearness_at(&s, m, i),
			    by_the_book(a, i, b, m));
		pattern_clear(p, a, n);
	}
	talloc_free(p);
}

static void
khmer_is_written_in_latin_letters(void **state)
{
	static const struct { const char *khmer, *latin; } words[] = {
		{ "សុខ", "sokh" }, { "ដារា", "darea" }, { "ភ្នំពេញ", "phnompenh" },
		{ "កំពត", "kampot" }, { "តាកែវ", "takaev" },
		{ "ក្រចេះ", "kracheh" }, { "ស្វាយរៀង", "svayrieng" },
		{ "abc 12 សុខ!", "abc 12 sokh!" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char *key = text_key(NULL, words[i].khmer);
		char *latin = text_romanised(key, key);

		assert_string_equal(latin, words[i].latin);
		talloc_free(key);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_same_name_is_exact),
		cmocka_unit_test(near_names_are_candidates_nearest_first),
		cmocka_unit_test(words_that_all_have_find_nobody),
		cmocka_unit_test(
		    a_whole_name_is_told_from_a_sentence_that_holds_one),
		cmocka_unit_test(an_index_of_nothing_finds_nothing),
		cmocka_unit_test(text_of_any_length_is_looked_up),
		cmocka_unit_test(nearness_is_that_of_the_textbook),
		cmocka_unit_test(khmer_is_written_in_latin_letters),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_names, close_names);
}
