/*
 * A step formats nothing that is the same for everyone: after the start no
 * such page is cut again, whatever is pressed.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ubrk.h>

#include "tests/line.h"

/* Calls since they were last set to 0. */
static unsigned long cuts, breaks;

struct pages *__real_pages_cut(TALLOC_CTX *, const struct layout *,
    struct page_limits);
struct pages *__wrap_pages_cut(TALLOC_CTX *, const struct layout *,
    struct page_limits);

struct pages *
__wrap_pages_cut(TALLOC_CTX *ctx, const struct layout *layout,
    struct page_limits limits)
{
	cuts++;
	return __real_pages_cut(ctx, layout, limits);
}

struct pages *__real_pages_cut_one(TALLOC_CTX *, const struct layout *,
    struct page_limits);
struct pages *__wrap_pages_cut_one(TALLOC_CTX *, const struct layout *,
    struct page_limits);

struct pages *
__wrap_pages_cut_one(TALLOC_CTX *ctx, const struct layout *layout,
    struct page_limits limits)
{
	cuts++;
	return __real_pages_cut_one(ctx, layout, limits);
}

#define TEXT_OF_(name) #name
#define TEXT_OF(name) TEXT_OF_(name)	/* with ICU's version at its end */

/* Stands before ICU's own. */
int32_t
ubrk_next(UBreakIterator *iterator)
{
	static int32_t (*real)(UBreakIterator *);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, TEXT_OF(ubrk_next));
	breaks++;
	return real(iterator);
}

static int
open_line(void **state)
{
	*state = line_open();
	assert_true(cuts > 0 && breaks > 0);
	return 0;
}

static int
close_line(void **state)
{
	return talloc_free(*state);
}

/* Keys of the whole information side and of a complaint until a centre is
   chosen; * dials, a wrong key is among them. */
static const char *const keys[] = {
	"*", "1", "7", "7", "1", "1", "8", "0", "8", "3", "8", "0", "8", "8",
	"2", "8", "0", "0", "2", "7", "1", "8", "8", "0", "8", "2", "0", "0",
	"3", "1", "0", "0", "4", "4", "0", "00", "2", "1", "0", "8", "8", "0", "3", "7", "1",
	"1", "8", "7", "0", "1", "7", "2", "7", "0", "2", "0", "4", "0", "00",
	"4", "8", "8", "7", "00", "5", "2",
};

static void
walk(struct line *line, const char *number, const char *language, bool sms)
{
	if (sms)
		line_sms(line, number, "hello");
	else
		line_dial(line, number);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *key = i == 1 ? language : keys[i];

		if (sms)
			line_sms(line, number, i == 0 ? "00" : key);
		else if (i > 0)
			line_key(line, number, key);
		if (cuts > 0 || breaks > 0)
			fail_msg("%s in %s after \"%s\" was cut anew",
			    line_node(line, number), language, key);
	}
}

static void
no_step_cuts_what_is_the_same_for_everyone(void **state)
{
	static const char *const languages[] = { "1", "2", "3", "4" };
	char number[] = "+85512700000";

	cuts = breaks = 0;
	for (size_t i = 0; i < 4; i++) {
		number[11] = (char)('0' + i);
		walk(*state, number, languages[i], false);
	}
}

/* Every node at every door in every language; true when it is kept. */
static bool
is_kept(struct line *line, const struct node *node, enum locale locale,
    bool sms)
{
	const struct operator *o = &line->house->operators->operator[0];
	const struct door door = house_door(o, sms);
	const struct view view = { .node = node, .locale = locale, .sms = sms,
	    .sends = door.sends, .limits = door.limits };
	int hints = node->sms && door.sends ? HINTS : HINT_SENT;
	TALLOC_CTX *ctx = talloc_new(NULL);
	const struct pages *pages, *again;
	bool kept;

	cuts = breaks = 0;
	pages = drawing_pages(line->house->drawing, ctx, &view);
	kept = cuts == 0;
	for (unsigned i = 0; kept && i < pages->n; i++)
		for (int h = HINT_NONE + 1; h < hints; h++)
			drawing_hint(line->house->drawing, ctx, &view, i,
			    (enum hint)h);
	again = drawing_pages(line->house->drawing, ctx, &view);
	assert_true(kept == (again == pages));
	assert_true(!kept || (cuts == 0 && breaks == 0));
	talloc_free(ctx);
	return kept;
}

static void
what_is_cut_at_start_is_never_cut_again(void **state)
{
	struct line *line = *state;
	const struct tree *tree = line->house->tree;
	size_t kept = 0, all = 0;

	for (size_t i = 0; i < tree->nodes_n; i++)
		for (int l = 0; l < LOCALES; l++)
			for (int sms = 0; sms < 2; sms++, all++)
				kept += is_kept(line, &tree->nodes[i],
				    (enum locale)l, sms);
	/* The others hold a reference, a state, a centre or our code. */
	assert_true(kept * 10 > all * 7);
}

static void
a_centre_more_cuts_its_list_anew_at_once(void **state)
{
	struct line *line = *state;
	const struct node *node = tree_node(line->house->tree, "tell.centre");

	people_add_centre(line->people, "Sisophon", false,
	    &line->people->poipet_key);
	cuts = 0;
	assert_int_equal(house_centres(line->house, line->people->store), 0);
	assert_true(cuts > 0);
	for (int l = 0; l < LOCALES; l++)
		assert_true(is_kept(line, node, (enum locale)l, false));
	/* Nothing has changed: nothing is cut. */
	cuts = 0;
	assert_int_equal(house_centres(line->house, line->people->store), 0);
	assert_int_equal(cuts, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_step_cuts_what_is_the_same_for_everyone),
		cmocka_unit_test(what_is_cut_at_start_is_never_cut_again),
		cmocka_unit_test(a_centre_more_cuts_its_list_anew_at_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_line, close_line);
}
