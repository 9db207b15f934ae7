#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "menus/dialog.h"
#include "menus/document.h"

static struct tree *tree;

static int
load_tree(void **state)
{
	struct faults *faults = faults_new(NULL);

	(void)state;
	if (tree_embedded(NULL, faults, &tree) != 0)
		faults_print(faults, stderr);
	talloc_free(faults);
	return tree != NULL ? 0 : -1;
}

static int
drop_tree(void **state)
{
	(void)state;
	return talloc_free(tree);
}

static struct dialog
at(const char *id)
{
	return (struct dialog){ .node = tree_node(tree, id), .language = true };
}

/* One short page lies before her, and she has seen all of it. */
static struct input
typed(const char *text)
{
	return (struct input){
		.kind = INPUT_TEXT, .text = text, .pages = 1, .fresh = true,
		.digits = strspn(text, "0123456789") == strlen(text) &&
		    text[0] != '\0' ? text : NULL,
		.seen = OPTIONS_MAX,
	};
}

static struct turn
type(struct dialog *d, const char *text)
{
	struct input input = typed(text);

	return dialog_turn(tree, d, &input);
}

static void
assert_at(const struct dialog *d, const char *id)
{
	assert_string_equal(dialog_shown(tree, d)->id, id);
}

static void
an_empty_dialogue_shows_the_language_or_the_start(void **state)
{
	struct dialog d = { 0 };

	(void)state;
	assert_at(&d, "language");
	d.language = true;
	assert_at(&d, "start");
	type(&d, "1");
	assert_at(&d, "start");
}

static void
an_option_not_yet_seen_is_a_wrong_key(void **state)
{
	struct dialog d = at("start");
	struct input input = typed("4");

	(void)state;
	input.pages = 2;
	input.seen = 3;
	assert_int_equal(dialog_turn(tree, &d, &input).hint, HINT_WRONG_KEY);
	assert_at(&d, "start");
	input.seen = 4;
	dialog_turn(tree, &d, &input);
	assert_at(&d, "check");
}

static void
a_list_counts_from_one_on_each_page(void **state)
{
	static const char *const values[] = {
		"a", "b", "c", "d", "e", "f", "g",
	};
	struct dialog d = at("tell.centre");
	struct input input = typed("2");
	struct turn turn;

	(void)state;
	d.page = 1;
	input.values = values;
	input.values_n = 7;
	input.pages = 2;
	input.first = 5;
	input.shown = 2;
	turn = dialog_turn(tree, &d, &input);
	assert_int_equal(turn.effect, EFFECT_OPEN);
	assert_string_equal(turn.value, "g");
	assert_string_equal(turn.otherwise->id, "tell.centre");
	assert_at(&d, "tell.contact");
	assert_int_equal(d.page, 0);
}

static void
a_list_that_is_shorter_than_it_says_is_not_overrun(void **state)
{
	struct dialog d = at("tell.centre");
	struct input input = typed("5");
	const char *const values[] = { "a" };

	(void)state;
	input.values = values;
	input.values_n = 1;
	input.shown = 5;
	assert_int_equal(dialog_turn(tree, &d, &input).hint, HINT_WRONG_KEY);
	input.shown = 0;
	input.text = input.digits = "1";
	assert_int_equal(dialog_turn(tree, &d, &input).hint, HINT_CALL_BACK);
}

static void
a_choice_is_kept_until_the_start(void **state)
{
	const struct list *list = tree_list(tree, "what");
	struct dialog d = at("tell.what");
	struct input input = typed("2");

	(void)state;
	input.values = list->values;
	input.values_n = list->n;
	input.shown = 5;
	dialog_turn(tree, &d, &input);
	assert_string_equal(d.kept, "papers");
	type(&d, "9");
	assert_string_equal(d.kept, "papers");
	type(&d, "0");
	assert_at(&d, "ask");
	assert_string_equal(d.kept, "papers");
	type(&d, "0");
	assert_at(&d, "start");
	assert_string_equal(d.kept, "");
}

static void
a_kept_choice_goes_with_every_way_home(void **state)
{
	static const struct { const char *text; enum input_kind kind;
	    bool fresh; } ways[] = {
		{ "00", INPUT_TEXT, true }, { "1", INPUT_TEXT, false },
		{ "", INPUT_BEGIN, false }, { "2", INPUT_BEGIN, true },
	};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct dialog d = at("tell.centre");
		struct input input = typed(ways[i].text);

		memcpy(d.kept, "papers", 7);
		input.kind = ways[i].kind;
		input.fresh = ways[i].fresh;
		dialog_turn(tree, &d, &input);
		assert_string_equal(d.kept, "");
	}
}

static void
a_value_too_long_to_keep_is_cut(void **state)
{
	struct dialog d = at("tell.what");
	struct input input = typed("1");
	const char *const values[] = { "much longer than fifteen octets" };

	(void)state;
	input.values = values;
	input.values_n = input.shown = 1;
	dialog_turn(tree, &d, &input);
	assert_string_equal(d.kept, "much longer tha");
}

static void
a_number_never_is_a_single_digit(void **state)
{
	static const struct { const char *text, *place; } t[] = {
		{ "1", "state.ask" }, { "482", "state.ask" },
		{ "48211", "state.ask" }, { "4821482148211", "state.ask" },
		{ "", "state.ask" }, { "four", "state.ask" },
		{ "4821", "state.show" }, { "482148214821", "state.show" },
		{ "0000", "state.show" }, { "8", "state.ask" },
		{ "0", "ask" }, { "00", "start" }, { "9", "call" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct dialog d = at("state.ask");

		type(&d, t[i].text);
		assert_at(&d, t[i].place);
	}
}

static void
words_are_no_key_and_keys_no_words(void **state)
{
	static const struct { const char *text, *place; } t[] = {
		{ "1", "tell.words" }, { "", "tell.words" },
		{ "12", "tell.more" }, { "x", "tell.more" },
		{ "8", "tell.done" }, { "9", "call" }, { "0", "tell.agency" },
		{ "00", "start" }, { "000", "tell.more" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct dialog d = at("tell.words");

		type(&d, t[i].text);
		assert_at(&d, t[i].place);
	}
}

static void
eight_turns_every_page_before_it_skips(void **state)
{
	struct dialog d = at("tell.words");
	struct input input = typed("8");

	(void)state;
	input.pages = 2;
	dialog_turn(tree, &d, &input);
	assert_at(&d, "tell.words");
	assert_int_equal(d.page, 1);
	dialog_turn(tree, &d, &input);
	assert_at(&d, "tell.done");
}

static void
a_page_that_is_gone_becomes_the_last_one(void **state)
{
	struct dialog d = at("papers");

	(void)state;
	d.page = 7;
	type(&d, "5");
	assert_int_equal(d.page, 0);
}

static void
asking_again_changes_nothing(void **state)
{
	struct dialog d = at("tell.pin"), before;
	struct input input = typed("4821");

	(void)state;
	d.page = 3;
	d.misses = 1;
	before = d;
	input.kind = INPUT_AGAIN;
	input.fresh = false;
	assert_int_equal(dialog_turn(tree, &d, &input).effect, EFFECT_NONE);
	assert_memory_equal(&d, &before, sizeof(d));
}

static void
a_retired_option_is_a_wrong_key(void **state)
{
	struct node *start = (struct node *)tree->start;
	struct dialog d = at("start");

	(void)state;
	start->options[1].retired = true;
	assert_int_equal(type(&d, "2").hint, HINT_WRONG_KEY);
	start->options[1].retired = false;
	assert_at(&d, "start");
}

static void
the_resume_page_never_resumes_itself(void **state)
{
	struct dialog d = at("resume");

	(void)state;
	type(&d, "1");
	assert_at(&d, "resume");
	type(&d, "2");
	assert_at(&d, "start");
}

static void
a_refused_effect_shows_the_first_page_of_the_step(void **state)
{
	struct dialog d = at("tell.pin");
	struct turn turn = type(&d, "1234");

	(void)state;
	assert_at(&d, "tell.filed");
	assert_int_equal(turn.effect, EFFECT_FILE);
	dialog_go(&d, turn.otherwise);
	assert_at(&d, "tell.pin.other");
	assert_int_equal(d.misses, 0);
}

/*
 * The crawler: whatever comes, there is a page, the page exists, 00 leads to
 * the start and 9 to the call.
 */

static uint64_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* More ways on than home, or she would never come far. */
static const char *const inputs[] = {
	"1", "1", "1", "1", "2", "2", "3", "4821", "4821", "1234", "8", "8",
	"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "4821", "1234",
	"482148214821", "", "help", "we were not paid", "*", "77", "012345678",
};

enum { INPUTS = sizeof(inputs) / sizeof(inputs[0]) };

static const char *const centres[] = { "a", "b", "c", "d", "e", "f" };

static unsigned
lay(const struct node *node, const struct dialog *d, struct input *input)
{
	const struct list *list;

	if (node->kind != NODE_CHOOSE)
		return 1 + node->index % 3;
	list = tree_list(tree, node->list);
	input->values = list->dynamic ? centres : list->values;
	input->values_n = list->dynamic ? 6 : list->n;
	input->first = d->page * 5;
	input->shown = (unsigned)input->values_n - input->first;
	input->shown = input->shown > 5 ? 5 : input->shown;
	return (unsigned)(input->values_n + 4) / 5;
}

static struct input
random_input(const struct dialog *d, uint64_t *seed)
{
	const struct node *node = dialog_shown(tree, d);
	struct input input = typed(inputs[next_random(seed) % INPUTS]);

	input.pages = node == tree->resume ? 1 : lay(node, d, &input);
	input.seen = (unsigned)(next_random(seed) % 6);
	input.fresh = next_random(seed) % 64 != 0;
	input.words = strlen(input.text) > 3 && input.digits == NULL;
	if (next_random(seed) % 4096 == 0)
		input = (struct input){ .kind = INPUT_TEXT, .text = "stop",
		    .word = "stop", .fresh = true, .pages = input.pages };
	if (next_random(seed) % 32 == 0)
		input.kind = next_random(seed) % 2 ? INPUT_BEGIN : INPUT_AGAIN;
	return input;
}

static void
check_page(const struct dialog *d)
{
	struct input unused = { 0 };
	const struct node *node = dialog_shown(tree, d);

	assert_non_null(node);
	assert_ptr_equal(node, &tree->nodes[node->index]);
	if (!d->offered)
		assert_true(d->page < lay(node, d, &unused));
	assert_true(strlen(d->kept) <= VALUE_MAX);
}

static void
check_ways_out(struct dialog d)
{
	struct dialog other = d;

	type(&d, "00");
	assert_ptr_equal(d.node, d.language ? tree->start : tree->language);
	assert_false(d.offered);
	if (other.node != NULL)
		type(&other, "9");
	if (other.node != NULL)
		assert_ptr_equal(other.node, tree->call_me);
}

static void
four_million_inputs_never_lose_her(void **state)
{
	bool *visited = talloc_zero_array(tree, bool, (unsigned)tree->nodes_n);
	struct dialog d = { 0 };
	uint64_t seed = 20261122;
	static const char *const found[] = { "answer", "closing", "lapsed" };

	(void)state;
	for (int i = 0; i < 4000000; i++) {
		struct input input = random_input(&d, &seed);
		struct turn turn;

		turn = dialog_turn(tree, &d, &input);
		assert_true(turn.effect < EFFECTS);
		assert_true(turn.effect == EFFECT_NONE ||
		    (turn.otherwise != NULL && turn.value != NULL));
		check_page(&d);
		visited[dialog_shown(tree, &d)->index] = true;
		check_ways_out(d);
		if (turn.effect != EFFECT_NONE && next_random(&seed) % 4 == 0)
			dialog_go(&d, turn.otherwise);
		else if (turn.several != NULL && next_random(&seed) % 2 == 0)
			dialog_go(&d, turn.several);
		else if (turn.effect == EFFECT_STATE)
			dialog_found(&d, &turn,
			    found[next_random(&seed) % 3]);
		if (next_random(&seed) % 1000 == 0)
			d = (struct dialog){ 0 };
	}
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (!visited[i])
			fail_msg("never at %s", tree->nodes[i].id);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_dialogue_shows_the_language_or_the_start),
		cmocka_unit_test(an_option_not_yet_seen_is_a_wrong_key),
		cmocka_unit_test(a_list_counts_from_one_on_each_page),
		cmocka_unit_test(a_list_that_is_shorter_than_it_says_is_not_overrun),
		cmocka_unit_test(a_choice_is_kept_until_the_start),
		cmocka_unit_test(a_kept_choice_goes_with_every_way_home),
		cmocka_unit_test(a_value_too_long_to_keep_is_cut),
		cmocka_unit_test(a_number_never_is_a_single_digit),
		cmocka_unit_test(words_are_no_key_and_keys_no_words),
		cmocka_unit_test(eight_turns_every_page_before_it_skips),
		cmocka_unit_test(a_page_that_is_gone_becomes_the_last_one),
		cmocka_unit_test(asking_again_changes_nothing),
		cmocka_unit_test(a_retired_option_is_a_wrong_key),
		cmocka_unit_test(the_resume_page_never_resumes_itself),
		cmocka_unit_test(a_refused_effect_shows_the_first_page_of_the_step),
		cmocka_unit_test(four_million_inputs_never_lose_her),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, load_tree, drop_tree);
}
