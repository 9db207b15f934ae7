/*
 * Conversations as tests: each tests/talks/NAME.talk is one.
 *
 *	*begin, *begin 2	she dials; she dials through to alias 2
 *	*known			she chose her language some other day
 *	*again			her page is asked for once more
 *	> 1			she types
 *	! effect item value	what must be done; [refused] when it is not,
 *				[several] when a look-up found more than one,
 *				[found answer] when her matter has that to say
 *	< node			the page she sees; [wrong key] [call back]
 *
 * [named TH] she typed that value's name, [unsure] the name of several, [word
 * state] that keyword.
 *
 * [by sms] she could have a page by SMS, and < shows [sent] or [not sent].
 *
 * [stale] long after her last key, [words] real words, [pages 3] the text
 * before her has three pages.  Lists show five on a page.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "menus/dialog.h"
#include "menus/document.h"

static const char *const centres[] = { "pp", "bmc", "poipet", "sr", "kc", "tk" };

struct talk {
	struct tree *tree;
	struct dialog dialog;
	struct turn turn;
	bool effect_due;
	const char *file;
	unsigned line;
	char typed[256], digits[256];	/* the turn's value may point here */
	char named[32], word[32], found[32];
};

/* The text of a line without its options; true when it has this option. */
static bool
has_option(const char *line, const char *option)
{
	return strstr(line, option) != NULL;
}

static void
copy_text(char *to, size_t size, const char *line)
{
	const char *end = strstr(line, " [");
	int n = (int)(end != NULL ? (size_t)(end - line) : strlen(line));

	snprintf(to, size, "%.*s", n, line);
}

static const char *
digits_of(struct talk *talk)
{
	size_t n = 0;

	for (const char *c = talk->typed; *c != '\0'; c++) {
		if (strchr(" *#.", *c) != NULL)
			continue;
		if (*c < '0' || *c > '9')
			return NULL;
		talk->digits[n++] = *c;
	}
	talk->digits[n] = '\0';
	return n > 0 ? talk->digits : NULL;
}

static void
lay_list(const struct talk *talk, const struct node *node, struct input *input)
{
	const struct list *list = tree_list(talk->tree, node->list);

	input->values = list->dynamic ? centres : list->values;
	input->values_n = list->dynamic ?
	    sizeof(centres) / sizeof(centres[0]) : list->n;
	input->pages = (unsigned)(input->values_n + 4) / 5;
	input->first = talk->dialog.page * 5;
	input->shown = (unsigned)input->values_n - input->first;
	if (input->shown > 5)
		input->shown = 5;
}

/* What an option such as [named TH] holds; NULL when it is not there. */
static const char *
option_value(const char *line, const char *option, char to[32])
{
	const char *at = strstr(line, option);

	if (at == NULL)
		return NULL;
	at += strlen(option);
	snprintf(to, 32, "%.*s", (int)strcspn(at, "]"), at);
	return to;
}

static void
take_turn(struct talk *talk, enum input_kind kind, const char *line)
{
	const struct node *node = dialog_shown(talk->tree, &talk->dialog);
	const char *pages = strstr(line, "[pages ");
	struct input input = {
		.kind = kind, .text = talk->typed, .pages = 1,
		.fresh = !has_option(line, "[stale]"),
		.words = has_option(line, "[words]"),
		.can_send = has_option(line, "[by sms]"),
		.seen = (unsigned)node->options_n,
	};

	copy_text(talk->typed, sizeof(talk->typed), line);
	input.named = option_value(line, "[named ", talk->named);
	input.word = option_value(line, "[word ", talk->word);
	input.unsure = has_option(line, "[unsure]");
	input.digits = digits_of(talk);
	if (pages != NULL)
		input.pages = (unsigned)strtoul(pages + 7, NULL, 10);
	if (node->kind == NODE_CHOOSE)
		lay_list(talk, node, &input);
	talk->turn = dialog_turn(talk->tree, &talk->dialog, &input);
	talk->effect_due = talk->turn.effect != EFFECT_NONE;
	if (talk->effect_due && talk->turn.otherwise == NULL)
		fail_msg("%s:%u: an effect without otherwise", talk->file,
		    talk->line);
}

static void
read_typed(struct talk *talk, const char *line)
{
	take_turn(talk, INPUT_TEXT, line);
}

static void
read_event(struct talk *talk, const char *line)
{
	if (strcmp(line, "known") == 0)
		talk->dialog.language = true;
	else if (strcmp(line, "again") == 0)
		take_turn(talk, INPUT_AGAIN, "");
	else if (strncmp(line, "begin", 5) == 0)
		take_turn(talk, INPUT_BEGIN, line + 5 + (line[5] == ' ' &&
		    line[6] != '['));
	else
		fail_msg("%s:%u: unknown *%s", talk->file, talk->line, line);
}

static void
read_effect(struct talk *talk, const char *line)
{
	const struct turn *turn = &talk->turn;
	char expected[300], found[300];

	copy_text(expected, sizeof(expected), line);
	snprintf(found, sizeof(found), "%s%s%s%s%s", effect_name(turn->effect),
	    turn->item != NULL ? " " : "", turn->item != NULL ? turn->item : "",
	    turn->value[0] != '\0' ? " " : "", turn->value);
	if (strcmp(expected, found) != 0)
		fail_msg("%s:%u: ! %s", talk->file, talk->line, found);
	talk->effect_due = false;
	if (has_option(line, "[refused]"))
		dialog_refused(&talk->dialog, &talk->turn);
	if (has_option(line, "[several]"))
		dialog_go(&talk->dialog, turn->several);
	if (option_value(line, "[found ", talk->found) != NULL)
		dialog_found(&talk->dialog, turn, talk->found);
}

static void
read_shown(struct talk *talk, const char *line)
{
	const char *shown = dialog_shown(talk->tree, &talk->dialog)->id;
	char expected[64];

	if (talk->effect_due)
		fail_msg("%s:%u: ! %s was not expected", talk->file,
		    talk->line, effect_name(talk->turn.effect));
	copy_text(expected, sizeof(expected), line);
	if (strcmp(expected, shown) != 0)
		fail_msg("%s:%u: < %s", talk->file, talk->line, shown);
	if ((talk->turn.hint == HINT_WRONG_KEY) !=
	    has_option(line, "[wrong key]") ||
	    (talk->turn.hint == HINT_CALL_BACK) !=
	    has_option(line, "[call back]") ||
	    (talk->turn.hint == HINT_SENT) != has_option(line, "[sent]") ||
	    (talk->turn.hint == HINT_NOT_SENT) !=
	    has_option(line, "[not sent]"))
		fail_msg("%s:%u: hint %d", talk->file, talk->line,
		    (int)talk->turn.hint);
}

static const struct {
	char mark;
	void (*read)(struct talk *, const char *);
} marks[] = {
	{ '>', read_typed }, { '!', read_effect }, { '<', read_shown },
};

static void
read_line(struct talk *talk, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	if (line[0] == '\0' || line[0] == '#')
		return;
	if (line[0] == '*') {
		read_event(talk, line + 1);
		return;
	}
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (line[0] == marks[i].mark && line[1] == ' ') {
			marks[i].read(talk, line + 2);
			return;
		}
	fail_msg("%s:%u: not a line of a talk", talk->file, talk->line);
}

static void
hold_talk(void **state)
{
	struct talk talk = { .file = *state };
	struct faults *faults = faults_new(NULL);
	FILE *file = fopen(talk.file, "re");
	char line[512];

	assert_non_null(file);
	assert_int_equal(tree_embedded(faults, faults, &talk.tree), 0);
	while (fgets(line, sizeof(line), file) != NULL) {
		talk.line++;
		read_line(&talk, line);
	}
	fclose(file);
	assert_true(talk.line > 0);
	assert_false(talk.effect_due);
	talloc_free(faults);
}

int
main(void)
{
	const char *top = getenv("srcdir");
	char *pattern = talloc_asprintf(NULL, "%s/tests/talks/*.talk",
	    top != NULL ? top : ".");
	struct CMUnitTest *tests;
	glob_t found;
	int failed;

	if (glob(pattern, 0, NULL, &found) != 0) {
		fprintf(stderr, "no talks in %s\n", pattern);
		return 1;
	}
	tests = talloc_zero_array(pattern, struct CMUnitTest,
	    (unsigned)found.gl_pathc);
	for (size_t i = 0; i < found.gl_pathc; i++)
		tests[i] = (struct CMUnitTest){
			.name = strrchr(found.gl_pathv[i], '/') + 1,
			.test_func = hold_talk,
			.initial_state = found.gl_pathv[i],
		};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = _cmocka_run_group_tests("talks", tests, found.gl_pathc, NULL,
	    NULL);
	globfree(&found);
	talloc_free(pattern);
	return failed;
}
