#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "menus/document.h"
#include "menus/tree.h"

struct box {
	TALLOC_CTX *all;
	struct faults *faults;
	struct tree *tree;
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

/* One of everything; each bad tree is this with one thing replaced. */
static const char good[] =
    /* 1 */ "lists:\n"
    /* 2 */ "  where: [KH, TH, other]\n"
    /* 3 */ "  centres: store\n"
    /* 4 */ "nodes:\n"
    /* 5 */ "- {id: language, kind: menu, prompt: language, options: [\n"
    /* 6 */ "   {digit: 1, text: l.km, effect: language, value: km, to: start},\n"
    /* 7 */ "   {digit: 2, text: l.en, effect: language, value: en, to: start}]}\n"
    /* 8 */ "- {id: start, kind: menu, prompt: start, options: [\n"
    /* 9 */ "   {digit: 1, text: s.papers, to: papers},\n"
    /* 10 */ "   {digit: 2, text: s.where, to: where},\n"
    /* 11 */ "   {digit: 3, text: s.old, retired: yes},\n"
    /* 12 */ "   {digit: 4, text: s.pin, to: pin}]}\n"
    /* 13 */ "- {id: papers, kind: text, prompt: papers, back: start, alias: 1, next: more}\n"
    /* 14 */ "- {id: more, kind: text, prompt: more, back: papers, alias: 21, ussd: only}\n"
    /* 15 */ "- {id: where, kind: choose, prompt: where, list: where, keep: yes,\n"
    /* 16 */ "   sensitive: yes, back: start, next: centre,\n"
    /* 17 */ "   branch: {TH: {effect: open_urgent, to: words, otherwise: where}}}\n"
    /* 18 */ "- {id: centre, kind: choose, prompt: centre, list: centres, effect: open,\n"
    /* 19 */ "   sensitive: yes, next: words}\n"
    /* 20 */ "- {id: words, kind: ask, prompt: words, effect: words,\n"
    /* 21 */ "   item: words, skip: pin, sensitive: yes, next: pin}\n"
    /* 22 */ "- {id: pin, kind: ask, prompt: pin, digits: [4, 12], effect: file,\n"
    /* 23 */ "   sensitive: yes, next: bye, otherwise: pin}\n"
    /* 24 */ "- {id: call, kind: menu, prompt: call, sensitive: yes, options: [\n"
    /* 25 */ "   {digit: 1, text: c.any, effect: call_me, value: any, to: bye}]}\n"
    /* 26 */ "- {id: resume, kind: menu, prompt: resume, options: [\n"
    /* 27 */ "   {digit: 1, text: r.go, to: resume},\n"
    /* 28 */ "   {digit: 2, text: r.again, to: start}]}\n"
    /* 29 */ "- {id: bye, kind: end, prompt: bye}\n"
    /* 30 */ "renamed:\n"
    /* 31 */ "  old.words: words\n";

static int
build(struct box *box, const char *text)
{
	struct document *document;
	int rc = document_parse(box, "t.yaml", text, strlen(text), box->faults,
	    &document);

	if (rc == 0)
		rc = tree_build(box, document, box->faults, &box->tree);
	return rc;
}

static char *
replaced(struct box *box, const char *from, const char *to)
{
	const char *at = strstr(good, from);

	if (at == NULL)
		fail_msg("the good tree has no %s", from);
	return talloc_asprintf(box, "%.*s%s%s", (int)(at - good), good, to,
	    at + strlen(from));
}

#define LONG "a23456789012345678901234567890123456789012345678901234567890abcd"

static const struct { const char *from, *to, *fault; } bad[] = {
	/* the file */
	{ good, "- 1\n", "1: the file must be a map" },
	{ good, "lists: {a: [1]}\n", "1: nodes is missing" },
	{ "renamed:", "moved:", "30: unknown key \"moved\"" },
	{ "renamed:\n  old.words: words", "renamed: x", "30: renamed must be a map" },
	{ "old.words: words", "old.words: gone", "31: old.words: there is no node" },
	{ "old.words: words", "old.words: old.words", "31: old.words: there is no" },
	{ "old.words: words", "pin: words", "31: pin is a node" },
	/* lists */
	{ "[KH, TH, other]", "[]", "2: where must be a list of 1 to 200" },
	{ "[KH, TH, other]", "{KH: 1}", "2: where must be a list of 1 to 200" },
	{ "[KH, TH, other]", "[KH, TH, KH]", "2: \"KH\" stands twice" },
	{ "[KH, TH, other]", "[KH, TH, [x]]", "2: where must be a text" },
	{ "[KH, TH, other]", "[KH, TH, a234567890123456]",
	  "2: where must be a text of 1 to 15" },
	{ "centres: store", "centres: shop", "3: centres must be a list of" },
	{ "centres: store", "centres: store\n  idle: [a]",
	  "4: list idle is used by no node" },
	{ "lists:\n  where: [KH, TH, other]\n  centres: store\n", "lists: []\n",
	  "1: lists must be a map of 1 to 100" },
	/* ids */
	{ "id: papers, ", "", "13: id is missing" },
	{ "id: bye, kind", "id: pin, kind", "23: next: there is no node \"bye\"" },
	{ "id: more, kind", "id: start, kind", "13: next: there is no node" },
	{ "- {id: bye,", "- {id: bye, kind: end, prompt: x}\n- {id: bye,",
	  "30: id bye stands here and on line 29" },
	{ "id: papers, kind", "id: " LONG ", kind",
	  "13: id must be a text of 1 to 31 octets" },
	{ "id: papers, kind", "id: \"pa pers\", kind", "13: id \"pa pers\": use only" },
	{ "id: papers, kind", "id: [papers], kind", "13: id must be a text" },
	{ "id: papers, kind", "id: \"\", kind", "13: id must be a text" },
	/* kinds and their keys */
	{ "- {id: bye, kind: end, prompt: bye}", "- bye",
	  "29: nodes must be a map" },
	{ "id: bye, kind: end", "id: bye, kind: stop", "29: unknown kind" },
	{ "id: bye, kind: end", "id: bye, kind: {}", "29: unknown kind" },
	{ "id: bye, kind: end,", "id: bye,", "29: kind is missing" },
	{ "prompt: bye", "prompt: \"\"", "29: prompt must be a text of 1 to 63" },
	{ "prompt: bye", "prompt: " LONG, "29: prompt must be a text of 1 to 63" },
	{ ", prompt: bye", "", "29: prompt is missing" },
	{ "prompt: bye", "prompt: bye, colour: red", "29: unknown key \"colour\"" },
	{ "prompt: bye", "prompt: bye, next: start", "29: kind end has no next" },
	{ "prompt: bye", "prompt: bye, options: [{digit: 1, text: x, to: start}]",
	  "29: kind end has no options" },
	{ "prompt: bye", "prompt: bye, effect: forget", "29: kind end has no effect" },
	{ "ussd: only", "ussd: never", "14: ussd can only say" },
	{ "ussd: only", "ussd: only, sms: yes",
	  "14: more: what is ussd: only must not lie in an inbox" },
	{ "ussd: only", "sensitive: yes, sms: yes",
	  "14: more: what is sensitive must not lie in an inbox" },
	{ "ussd: only", "sms: maybe", "14: sms must be yes or no" },
	{ "prompt: bye", "prompt: bye, sms: yes", "29: kind end has no sms" },
	{ "alias: 21", "word: halt", "14: unknown word; there are call" },
	{ "ussd: only", "ussd: only, sensitive: maybe",
	  "14: sensitive must be yes or no" },
	{ "ussd: only", "ussd: only, digits: [4]", "14: kind text has no digits" },
	{ "ussd: only", "ussd: only, list: where", "14: kind text has no list" },
	{ "keep: yes", "keep: 3", "15: keep must be yes or no" },
	{ "list: where, ", "", "15: kind choose needs list; add it" },
	{ "list: where, ", "list: who, ", "15: where: there is no list \"who\"" },
	{ "next: centre,", "", "15: kind choose needs next; add it" },
	{ "effect: words,\n", "\n", "20: kind ask needs effect; add it" },
	{ ", next: pin}", "}", "20: kind ask needs next; add it" },
	{ "[4, 12]", "[1]", "22: digits must be a number from 2 to 15" },
	{ "[4, 12]", "[16]", "22: digits must be a number from 2 to 15" },
	{ "[4, 12]", "[4, 5, 6]", "22: digits must be a list of 1 to 2" },
	{ "[4, 12]", "4", "22: digits must be a list of 1 to 2" },
	{ "[4, 12]", "[]", "22: digits must be a list of 1 to 2" },
	/* options */
	{ "options: [\n   {digit: 1, text: r.go, to: resume},\n"
	  "   {digit: 2, text: r.again, to: start}]", "options: []",
	  "26: options must be a list of 1 to 5" },
	{ ", options: [\n   {digit: 1, text: c.any, effect: call_me, value: any,"
	  " to: bye}]", "", "24: kind menu needs options; add it" },
	{ "text: s.pin, to: pin}", "text: s.pin, to: pin}, {digit: 5, text: a,"
	  " to: pin}, {digit: 5, text: b, to: pin}",
	  "8: options must be a list of 1 to 5" },
	{ "{digit: 2, text: s.where", "{digit: 0, text: s.where",
	  "10: digit must be a number from 1 to 5" },
	{ "{digit: 2, text: s.where", "{digit: 6, text: s.where",
	  "10: digit must be a number from 1 to 5" },
	{ "{digit: 2, text: s.where", "{digit: a, text: s.where",
	  "10: digit must be a number from 1 to 5" },
	{ "{digit: 2, text: s.where", "{digit: 1, text: s.where",
	  "8: start: digit 1 stands after 1" },
	{ "{digit: 4, text: s.pin", "{digit: 1, text: s.pin",
	  "8: start: digit 1 stands after 3" },
	{ "{digit: 2, text: s.where", "{text: s.where", "10: digit is missing" },
	{ "text: s.where, ", "", "10: text is missing" },
	{ "text: s.where, to: where", "text: s.where", "10: to is missing" },
	{ "text: s.where", "text: s.where, key: 3", "10: unknown key \"key\"" },
	{ "{digit: 2, text: s.where, to: where}", "where",
	  "10: options must be a map" },
	{ "to: where}", "to: where, effect: none}", "10: unknown effect" },
	{ "to: where}", "to: where, effect: unsorted}", "10: unknown effect" },
	{ "to: where}", "to: where, effect: sing}", "10: unknown effect" },
	{ "to: where}", "to: where, effect: [forget]}", "10: unknown effect" },
	{ "to: where}", "to: where, effect: file}",
	  "8: start: effect file cannot stand here" },
	{ "to: where}", "to: where, effect: words, item: a}",
	  "8: start: effect words cannot stand here" },
	{ "to: where}", "to: where, effect: call_me, value: now}",
	  "8: start: effect call_me needs a sensitive node" },
	{ "to: where}", "to: where, otherwise: pin}",
	  "8: start: nothing can be refused without an effect" },
	{ "to: where}", "to: where, item: pin}", "8: start: effect none has no item" },
	{ "to: where}", "to: where, value: pin}",
	  "8: start: option 2: effect none has no value" },
	{ "to: where}", "to: where, value: a234567890123456}",
	  "10: value must be a text of 1 to 15" },
	{ "effect: call_me, value: any", "effect: answer, value: any",
	  "24: call: effect answer needs an item" },
	{ "effect: call_me, value: any", "effect: answer, item: \"a b\", value: any",
	  "25: item \"a b\": use only" },
	{ "effect: call_me, value: any", "effect: call_me",
	  "24: call: option 1: effect call_me needs a value" },
	{ "effect: call_me, value: any, to: bye", "retired: yes",
	  "24: call: every option is retired" },
	{ "retired: yes", "retired: perhaps", "11: retired must be yes or no" },
	{ "retired: yes", "retired: yes, to: start", "11: a retired option has no to" },
	{ "retired: yes", "retired: yes, effect: forget",
	  "11: a retired option has no effect" },
	{ "retired: yes", "retired: no", "11: to is missing" },
	/* links */
	{ "to: where}", "to: nowhere}", "10: to: there is no node \"nowhere\"" },
	{ "to: where}", "to: old.words}", "10: to: there is no node \"old.words\"" },
	{ "to: where}", "to: [where]}", "10: to must be a text" },
	{ "next: more", "next: mare", "13: next: there is no node \"mare\"" },
	{ "back: papers", "back: paper", "14: back: there is no node \"paper\"" },
	{ "skip: pin", "skip: pan", "21: skip: there is no node \"pan\"" },
	{ "otherwise: pin", "otherwise: pan", "23: otherwise: there is no node" },
	{ "to: words, ", "to: word, ", "17: to: there is no node \"word\"" },
	{ "otherwise: where", "otherwise: were", "17: otherwise: there is no node" },
	/* lists in use */
	{ "branch: {TH:", "branch: {FR:",
	  "15: where: branch \"FR\" is no value of list where" },
	{ "branch: {TH: {effect: open_urgent, to: words, otherwise: where}}",
	  "branch: {}", "17: branch must be a map of 1 to 200" },
	{ "branch: {TH: {effect: open_urgent, to: words, otherwise: where}}",
	  "branch: {TH: {effect: open_urgent}}", "17: to is missing" },
	{ "branch: {TH: {effect: open_urgent, to: words, otherwise: where}}",
	  "branch: {TH: words}", "17: TH must be a map" },
	{ "branch: {TH: {effect: open_urgent,", "branch: {TH: {effect: state,",
	  "15: where: effect state cannot stand here" },
	{ "effect: open,\n   sensitive", "effect: open, branch: {a: {to: pin}},\n"
	  "   sensitive", "18: centre: branch \"a\" is no value of list centres" },
	{ "sensitive: yes, back: start", "back: start",
	  "15: where: what is kept is a caller's" },
	{ "effect: open,", "effect: language,",
	  "18: centre: effect language cannot stand here" },
	{ "effect: file", "effect: words, item: pin",
	  "22: pin: effect words cannot stand here" },
	{ "effect: file", "effect: file, item: pin",
	  "22: pin: effect file has no item" },
	{ "item: words, ", "", "20: words: effect words needs an item" },
	{ "skip: pin, sensitive: yes", "skip: pin",
	  "20: words: effect words needs a sensitive node" },
	/* aliases */
	{ "alias: 21", "alias: 1", "14: alias 1 is that of papers too" },
	{ "alias: 21", "alias: a", "14: alias \"a\": use only the digits" },
	{ "alias: 21", "alias: 123456789", "14: alias must be a text of 1 to 8" },
	{ "alias: 21", "alias: \"\"", "14: alias must be a text of 1 to 8" },
	{ "id: pin, kind", "id: pin, alias: 7, kind",
	  "22: pin is sensitive and stays in the phone's list" },
	{ "next: more", "next: where", "13: papers leads to where, which is" },
	{ "id: start, kind", "id: start, alias: 9, kind",
	  "8: start leads to where, which is sensitive" },
	/* the whole */
	{ "next: more", "next: papers, alias: 2", "13: \"alias\" stands here" },
	{ "prompt: bye}", "prompt: bye}\n- {id: lost, kind: end, prompt: x}",
	  "30: no key leads to lost" },
	{ "prompt: bye}", "prompt: bye}\n- {id: a, kind: text, prompt: x, next: b}\n"
	  "- {id: b, kind: text, prompt: x, next: a}", "30: no key leads to a" },
	{ "id: resume, kind", "id: resumed, kind", "27: to: there is no node" },
	{ "{id: resume, kind: menu", "{id: resume, sensitive: yes, kind: menu",
	  "26: resume is everybody's page" },
	{ "{digit: 2, text: r.again", "{digit: 3, text: r.again",
	  "26: resume needs the options 1 (continue) and 2" },
	{ "{digit: 1, text: r.go, to: resume},\n", "\n",
	  "26: resume needs the options 1 (continue) and 2" },
	{ "text: r.go, to: resume", "text: r.go, retired: yes",
	  "26: resume needs the options 1 (continue) and 2" },
	{ "{id: start, kind: menu", "{id: start, sensitive: yes, kind: menu",
	  "8: start is everybody's page" },
	{ "text: l.en, effect: language, value: en", "text: l.en",
	  "5: language: option 2 needs effect: language" },
	{ "id: call, kind", "id: ring, kind", " node call is missing" },
	{ "kind: menu, prompt: call, sensitive: yes, options: [\n   {digit: 1,"
	  " text: c.any, effect: call_me, value: any, to: bye}]",
	  "kind: end, prompt: call", "24: call must be of kind menu" },
};

static void
the_good_tree_is_good(void **state)
{
	struct box *box = *state;
	const struct node *node;

	if (build(box, good) != 0)
		fail_msg("%s", faults_at(box->faults, 0));
	assert_int_equal(box->tree->nodes_n, 11);
	assert_string_equal(box->tree->call_me->id, "call");
	node = tree_node(box->tree, "where");
	assert_string_equal(node->step.to->id, "centre");
	assert_true(node->step.keep);
	assert_null(node->next);
	assert_int_equal(node->line, 15);
	assert_int_equal(node->branches[0].step.effect, EFFECT_OPEN_URGENT);
	assert_string_equal(node->branches[0].step.to->id, "words");
	assert_string_equal(tree_node(box->tree, "papers")->next->id, "more");
	assert_ptr_equal(tree_node(box->tree, "old.words"),
	    tree_node(box->tree, "words"));
	assert_null(tree_node(box->tree, "gone"));
	assert_string_equal(tree_alias(box->tree, "21")->id, "more");
	assert_null(tree_alias(box->tree, "2"));
	assert_null(tree_alias(box->tree, ""));
	assert_true(tree_list(box->tree, "centres")->dynamic);
	assert_int_equal(tree_list(box->tree, "where")->n, 3);
	assert_null(tree_list(box->tree, "when"));
	node = tree_node(box->tree, "pin");
	assert_true(node->digits && node->digits_n[1] == 12);
}

static void
no_option_is_ever_without_a_place_to_go(void **state)
{
	struct box *box = *state;

	assert_int_equal(build(box, good), 0);
	for (size_t i = 0; i < box->tree->nodes_n; i++)
		for (size_t k = 0; k < box->tree->nodes[i].options_n; k++)
			assert_non_null(
			    box->tree->nodes[i].options[k].step.to);
}

/* The fault that is expected must be the first, and say its line. */
static void
every_bad_tree_is_refused_with_its_fault(void **state)
{
	struct box *box = *state;
	unsigned wrong = 0;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *text = replaced(box, bad[i].from, bad[i].to);
		char *fault = talloc_asprintf(box, "t.yaml:%s", bad[i].fault);
		const char *first;

		box->faults = faults_new(box);
		box->tree = NULL;
		assert_int_equal(build(box, text), -EINVAL);
		assert_null(box->tree);
		first = faults_at(box->faults, 0);
		assert_non_null(first);
		if (strncmp(first, fault, strlen(fault)) == 0)
			continue;
		print_error("%s: \"%s\" is not \"%s\"\n", bad[i].to, first,
		    fault);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
every_mistake_is_told_at_once(void **state)
{
	struct box *box = *state;
	char *text = replaced(box, "kind: end, prompt: bye",
	    "kind: stop, colour: red, back: nowhere");

	assert_int_equal(build(box, text), -EINVAL);
	assert_int_equal(faults_count(box->faults), 4);
}

static void
a_thousand_nodes_are_read_and_one_more_refused(void **state)
{
	struct box *box = *state;
	char *text = talloc_strdup(box, "nodes:\n");

	for (int i = 0; i < 1001; i++)
		text = talloc_asprintf_append_buffer(text,
		    "- {id: n%d, kind: end, prompt: x}\n", i);
	assert_int_equal(build(box, text), -EINVAL);
	assert_string_equal(faults_at(box->faults, 0),
	    "t.yaml:2: nodes must be a list of 1 to 1000");
}

static void
the_embedded_tree_is_good(void **state)
{
	struct box *box = *state;

	if (tree_embedded(box, box->faults, &box->tree) != 0)
		fail_msg("%s", faults_at(box->faults, 0));
	assert_non_null(tree_node(box->tree, "tell.what"));
	assert_true(box->tree->digest != 0);
}

static void
the_embedded_tree_is_the_file(void **state)
{
	struct box *box = *state;
	const char *top = getenv("srcdir");
	struct document *document;
	char *path = talloc_asprintf(box, "%s/menus/tree.yaml",
	    top != NULL ? top : ".");

	assert_int_equal(document_load(box, path, box->faults, &document), 0);
	assert_int_equal(tree_embedded(box, box->faults, &box->tree), 0);
	assert_true(box->tree->digest == document_digest(document));
}

static void
every_effect_has_a_name(void **state)
{
	(void)state;
	for (enum effect e = EFFECT_NONE; e < EFFECTS; e++)
		assert_non_null(effect_name(e));
	assert_string_equal(effect_name(EFFECT_OPEN_URGENT), "open_urgent");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_box, drop_box)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_good_tree_is_good),
		CASE(no_option_is_ever_without_a_place_to_go),
		CASE(every_bad_tree_is_refused_with_its_fault),
		CASE(every_mistake_is_told_at_once),
		CASE(a_thousand_nodes_are_read_and_one_more_refused),
		CASE(the_embedded_tree_is_good),
		CASE(the_embedded_tree_is_the_file),
		CASE(every_effect_has_a_name),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
