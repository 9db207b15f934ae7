/* Whatever stands in the audit has words at the desk, in each of its languages,
   and nothing else can come to stand there. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/audit.h"
#include "tests/people.h"

static const char KEY[] = "msgctxt \"desk.did.";

static char *
po(TALLOC_CTX *ctx, const char *language)
{
	const char *top = getenv("srcdir");
	char *text = talloc_array(ctx, char, 1 << 20);
	char *path = talloc_asprintf(text, "%s/locales/desk.%s.po",
	    top != NULL ? top : ".", language);
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, (1 << 20) - 1, f);
	fclose(f);
	assert_true(n > 1000 && n < (1 << 20) - 1);
	text[n] = '\0';
	return text;
}

/* Is there a text in that language? */
static bool
has_words(TALLOC_CTX *ctx, const char *text, const char *action)
{
	const char *at = strstr(text, talloc_asprintf(ctx, "%s%s\"\n", KEY,
	    action));
	const char *next = at == NULL ? NULL : strstr(at + 1, "msgctxt");

	at = at == NULL ? NULL : strstr(at, "\nmsgstr \"");
	return at != NULL && (next == NULL || at < next) &&
	    at[strlen("\nmsgstr \"")] != '"';
}

static void
each_action_has_words_in_three_languages(void **)
{
	static const char *const languages[] = { "en", "km", "th" };

	for (int l = 0; l < 3; l++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		const char *text = po(ctx, languages[l]);

		for (const char *const *a = audit_actions; *a != NULL; a++)
			if (!has_words(ctx, text, *a))
				fail_msg("locales/desk.%s.po: desk.did.%s",
				    languages[l], *a);
		assert_false(has_words(ctx, text, "no such"));
		talloc_free(ctx);
	}
}

static void
there_are_no_words_for_what_is_no_action(void **)
{
	char *text = po(NULL, "en");

	for (char *at = text; (at = strstr(at, KEY)) != NULL; at++) {
		char action[40] = "";

		assert_int_equal(sscanf(at + strlen(KEY), "%39[^\"]", action),
		    1);
		if (!audit_is_action(action))
			fail_msg("desk.did.%s", action);
	}
	talloc_free(text);
}

static void
a_number_may_stand_behind_an_action(void **)
{
	static const char *const none[] = { "", " ", "rea", "readx", "read x",
		"read ", "read 1 2", "read 1x", "1", "register", "print_letter3",
		" 3" };

	assert_true(audit_is_action("read"));
	assert_true(audit_is_action("print_letter 12"));
	assert_true(audit_is_action("register applied"));
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		if (audit_is_action(none[i]))
			fail_msg("\"%s\"", none[i]);
}

static bool
count(void *arg, const struct audit_row *)
{
	++*(int *)arg;
	return true;
}

static void
what_is_no_action_is_not_written(void **)
{
	struct people *people = people_empty();
	int rows = 0;

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(audit_add(people->store, "dara", "peek", "x", 1),
	    -EIO);
	assert_non_null(strstr(store_why(people->store), "peek"));
	assert_int_equal(audit_add(people->store, "dara", "read", "x", 1), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(audit_each(people->store, 0, count, &rows), 0);
	assert_int_equal(rows, 1);
	talloc_free(people);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_action_has_words_in_three_languages),
		cmocka_unit_test(there_are_no_words_for_what_is_no_action),
		cmocka_unit_test(a_number_may_stand_behind_an_action),
		cmocka_unit_test(what_is_no_action_is_not_written),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
