#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "locales/fold.h"
#include "locales/person_name.h"

static void
a_line_becomes_a_name_or_a_fault(void **state)
{
	static const struct { const char *line, *name, *fault; } table[] = {
		{ "Sok Dara", "Sok Dara", "" },
		{ "  1. Sok   Dara \r", "Sok Dara", "" },
		{ "12) Chan-Thy O'Neil", "Chan-Thy O'Neil", "" },
		{ "១. សុខ ដារា", "សុខ ដារា", "" },
		{ "៣០។ ចាន់ ធី", "ចាន់ ធី", "" },
		{ "๓ สมชาย ใจดี", "สมชาย ใจดี", "" },
		{ "- Mao Srey", "Mao Srey", "" },
		{ "\u2022 Mao Srey", "Mao Srey", "" },
		{ "1\tSok Dara\t", "Sok Dara", "" },
		{ "Sok\u00a0\u00a0Dara (called Da)", "Sok Dara (called Da)", "" },
		{ "\u202eSok Dara\u202c", "Sok Dara", "" },
		{ "Sok\u2066 Dara\u2069", "Sok Dara", "" },
		{ "Sok\x01\x1b Dara", "Sok Dara", "" },
		{ "", NULL, "empty" },
		{ " \t \u3000", NULL, "empty" },
		{ "7.", NULL, "empty" },
		{ "-", NULL, "empty" },
		{ "Sok Dara\tF\t25", NULL, "columns" },
		{ "Sok Dara 25", NULL, "digits" },
		{ "012345678", NULL, "digits" },
		{ "Sok \u17e2\u17e5", NULL, "digits" },
		{ "=HYPERLINK(\"http://evil.invalid\")", NULL, "signs" },
		{ "@SUM(A)", NULL, "signs" },
		{ "+A", NULL, "signs" },
		{ "<script>", NULL, "signs" },
		{ "---", NULL, "signs" },
		{ "(Dara)", NULL, "signs" },
		{ "Sok; Dara", NULL, "signs" },
		{ "\xff\xfe Dara", NULL, "signs" },
		{ "Sok \U0001f600", NULL, "signs" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		char *name = NULL;
		enum name_fault fault = person_name(ctx, table[i].line,
		    &name);

		assert_string_equal(name_fault_name(fault), table[i].fault);
		if (table[i].name != NULL)
			assert_string_equal(name, table[i].name);
		else
			assert_null(name);
		talloc_free(ctx);
	}
}

static void
a_name_has_so_many_characters_and_no_more(void **state)
{
	static const char letter[] = "ក";
	char line[(NAME_CHARS_MAX + 1) * (sizeof(letter) - 1) + 1] = "";
	char *name = NULL, *end = line;

	(void)state;
	for (int i = 0; i < NAME_CHARS_MAX; i++, end += sizeof(letter) - 1)
		memcpy(end, letter, sizeof(letter));
	assert_int_equal(person_name(NULL, line, &name), NAME_FINE);
	assert_string_equal(name, line);
	talloc_free(name);
	memcpy(end, letter, sizeof(letter));
	assert_int_equal(person_name(NULL, line, &name), NAME_LONG);
}

/* What looks alike is compared alike. */
static void
names_that_look_alike_have_one_key(void **state)
{
	static const char *const pairs[][2] = {
		{ "Sok Dara", "sok  DARA" },
		{ "\u1780\u17d2\u178a\u17b6", "\u1780\u17d2\u178f\u17b6" },
	};
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *a, *b;

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		assert_int_equal(person_name(ctx, pairs[i][0], &a), NAME_FINE);
		assert_int_equal(person_name(ctx, pairs[i][1], &b), NAME_FINE);
		assert_string_equal(text_key(ctx, a), text_key(ctx, b));
	}
	talloc_free(ctx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_becomes_a_name_or_a_fault),
		cmocka_unit_test(a_name_has_so_many_characters_and_no_more),
		cmocka_unit_test(names_that_look_alike_have_one_key),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
