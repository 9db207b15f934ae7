#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "locales/clean.h"
#include "locales/seek.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static bool
finds(const char *words, const char *text)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct seek *seek = seek_new(ctx, words);
	bool found = seek != NULL && seek_in(seek, text) == seek_all(seek);

	talloc_free(ctx);
	return found;
}

/* What is looked for, in what, and what stands there as it was written. */
static const struct { const char *words, *text, *hit; } found[] = {
	{ "passport", "They keep my Passport.", "Passport" },
	{ "PASS", "They keep my passport.", "pass" },
	{ "my passport", "They keep my passport.", "my" },
	{ "passport, ", "they keep my passport", "passport" },
	{ "sok", "ឈ្មោះSok Dara", "Sok" },
	{ "500", "ខ្ញុំបង់ ៥០០ ដុល្លារ", "៥០០" },
	{ "៥០០", "I paid 500.", "500" },
	{ "ប្រាក់", "គេមិនបើកប្រាក់ខែឲ្យខ្ញុំទេ", "ប្រាក់" },
	/* Coeng and vowel the other way round. */
	{ "ខ្មែរ", "ខែ្មរ", "ខែ្មរ" },
	/* Coeng Da for coeng Ta. */
	{ "បណ្តាញ", "បណ្ដាញ", "បណ្ដាញ" },
	/* Invisible marks between the words, and blanks that one put there. */
	{ "ប្រាក់ខែ", "គេ\u200bមិន\u200bបើក\u200bប្រាក់\u200bខែ", "ប្រាក់\u200bខែ" },
	{ "ប្រាក់ខែ", "ប្រាក់ ខែ", "ប្រាក់ ខែ" },
	{ "ค่าแรง", "นายจ้างไม่จ่ายค่าแรง 3 เดือน", "ค่าแรง" },
	/* Sara am as it was typed, and as its parts. */
	{ "ทำงาน", "ท\u0e4d\u0e32งาน", "ท\u0e4d\u0e32งาน" },
	{ "ＰＡＳＳ", "pass", "pass" },
	{ "straße", "STRASSE", "STRASSE" },
};

static void
what_was_meant_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(found); i++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct seek *seek = seek_new(ctx, found[i].words);
		char *both;
		struct seen seen;

		if (!finds(found[i].words, found[i].text))
			fail_msg("%s is not found in %s", found[i].words,
			    found[i].text);
		assert_true(seek_show(seek, ctx, found[i].text, &seen));
		if (strcmp(seen.hit, found[i].hit) != 0)
			fail_msg("%s in %s: shown is %s", found[i].words,
			    found[i].text, seen.hit);
		both = talloc_asprintf(ctx, "%s%s%s", seen.before, seen.hit,
		    seen.after);
		assert_string_equal(both, found[i].text);
		assert_false(seen.more_before || seen.more_after);
		talloc_free(ctx);
	}
}

static const struct { const char *words, *text; } absent[] = {
	/* Latin words are found where they begin. */
	{ "port", "They keep my passport." },
	{ "ass", "passport" },
	{ "00", "I paid 500." },
	/* All that is looked for must be there. */
	{ "passport money", "They keep my passport." },
	{ "ប្រាក់", "គេរក្សាលិខិតឆ្លងដែន" },
	{ "ค่าแรง", "ค่า" },
	{ "passport", "" },
};

static void
what_was_not_meant_is_not_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(absent); i++)
		if (finds(absent[i].words, absent[i].text))
			fail_msg("%s is found in %s", absent[i].words,
			    absent[i].text);
}

static void
nothing_is_looked_for_with_one_letter(void **state)
{
	static const char *const none[] = { "", " ", "a", "ក", ".", ", . !",
		"a b c", "\u200b\u200b", "?" };

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++)
		assert_null(seek_new(NULL, none[i]));
}

static void
words_beyond_the_eighth_are_left_out(void **state)
{
	struct seek *seek = seek_new(NULL, "aa bb cc dd ee ff gg hh ii jj");

	(void)state;
	assert_int_equal(seek_all(seek), 0xff);
	assert_int_equal(seek_in(seek, "jj aa ii hh"), 0x81);
	talloc_free(seek);
}

/* Long texts are cut around it, between clusters; nothing of it is lost. */
static void
what_is_around_it_is_cut_between_clusters(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text = talloc_strdup(ctx, ""), *cleaned;
	struct seek *seek = seek_new(ctx, "លិខិត");
	struct seen seen;

	(void)state;
	for (int i = 0; i < 60; i++)
		text = talloc_strdup_append(text, "ខ្ញុំ");
	text = talloc_strdup_append(text, "លិខិត");
	for (int i = 0; i < 60; i++)
		text = talloc_strdup_append(text, "ត្រូវ");
	assert_true(seek_show(seek, ctx, text, &seen));
	assert_string_equal(seen.hit, "លិខិត");
	assert_true(seen.more_before && seen.more_after);
	assert_true(strncmp(seen.before, "ខ្ញុំ", strlen("ខ្")) == 0);
	assert_true(strncmp(seen.after, "ត្រូវ", strlen("ត្រូវ")) == 0);
	assert_true(strlen(seen.before) < 60 * strlen("ខ្ញុំ"));
	/* A cut inside a cluster would begin with its mark. */
	cleaned = text_clean(ctx, seen.before, strlen(seen.before),
	    CODING_GSM7, NULL);
	assert_string_equal(cleaned, seen.before);
	talloc_free(ctx);
}

/* Of two places the first; a part of another word is none. */
static void
the_first_place_is_shown(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct seek *seek = seek_new(ctx, "pass");
	struct seen seen;

	(void)state;
	assert_true(seek_show(seek, ctx, "compass pass passport", &seen));
	assert_string_equal(seen.before, "compass ");
	assert_string_equal(seen.after, " passport");
	assert_false(seek_show(seek, ctx, "compass", &seen));
	talloc_free(ctx);
}

/* ---- whatever a phone sends, from several threads at once ---- */

static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void
make_text(uint32_t *seed, char *text, size_t n)
{
	static const char *const pieces[] = { "ក", "្", "\u200b", "a", "Ａ",
		"ำ", "េ", " ", "\n", "5", "៥", "ß", "\u0301", "😀", "pass",
		"\xff", "្រ", "ា", "\ufb01", "." };
	size_t at = 0, length;
	const char *piece;

	for (;;) {
		piece = pieces[next(seed) % COUNT(pieces)];
		length = strlen(piece);
		if (at + length >= n)
			break;
		memcpy(text + at, piece, length);
		at += length;
	}
	text[at] = '\0';
}

static void
try_one(uint32_t *seed)
{
	char text[120], words[24];
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct seek *seek;
	struct seen seen;

	make_text(seed, text, 20 + next(seed) % 100);
	make_text(seed, words, 4 + next(seed) % 20);
	seek = seek_new(ctx, text_clean(ctx, words, strlen(words),
	    CODING_GSM7, NULL));
	if (seek != NULL) {
		char *clean = text_clean(ctx, text, strlen(text), CODING_GSM7,
		    NULL);
		bool shown = seek_show(seek, ctx, clean, &seen);

		assert_true(shown == (seek_in(seek, clean) != 0));
		if (shown && !seen.more_before && !seen.more_after)
			assert_string_equal(clean, talloc_asprintf(ctx,
			    "%s%s%s", seen.before, seen.hit, seen.after));
		if (shown)
			assert_true(seen.hit[0] != '\0');
	}
	talloc_free(ctx);
}

static void *
try_many(void *arg)
{
	uint32_t seed = (uint32_t)(uintptr_t)arg;

	for (int i = 0; i < 2000; i++)
		try_one(&seed);
	return NULL;
}

static void
two_threads_seek_at_once(void **state)
{
	pthread_t other;

	(void)state;
	assert_int_equal(pthread_create(&other, NULL, try_many,
	    (void *)(uintptr_t)7), 0);
	try_many((void *)(uintptr_t)8);
	pthread_join(other, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_meant_is_found),
		cmocka_unit_test(what_was_not_meant_is_not_found),
		cmocka_unit_test(nothing_is_looked_for_with_one_letter),
		cmocka_unit_test(words_beyond_the_eighth_are_left_out),
		cmocka_unit_test(what_is_around_it_is_cut_between_clusters),
		cmocka_unit_test(the_first_place_is_shown),
		cmocka_unit_test(two_threads_seek_at_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
