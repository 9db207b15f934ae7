#include "menus/dialog.h"

#include <stdio.h>
#include <string.h>

static const struct node *
home(const struct tree *tree, const struct dialog *d)
{
	return d->language ? tree->start : tree->language;
}

void
dialog_go(struct dialog *d, const struct node *node)
{
	d->node = node;
	d->page = 0;
	d->misses = 0;
	d->offered = false;
}

void
dialog_refused(struct dialog *d, struct turn *turn)
{
	if (turn->effect == EFFECT_SEND)
		turn->hint = HINT_NOT_SENT;
	else
		dialog_go(d, turn->otherwise);
}

void
dialog_found(struct dialog *d, const struct turn *turn, const char *branch)
{
	const struct step *step = tree_branch(turn->from, branch);

	if (step != NULL)
		dialog_go(d, step->to);
}

/* What she chose for one matter must not open another. */
static void
go(const struct tree *tree, struct dialog *d, const struct node *node)
{
	if (node == tree->start)
		d->kept[0] = '\0';
	dialog_go(d, node);
}

static void
go_home(const struct tree *tree, struct dialog *d)
{
	d->kept[0] = '\0';
	dialog_go(d, home(tree, d));
}

const struct node *
dialog_shown(const struct tree *tree, const struct dialog *d)
{
	if (d->offered)
		return tree->resume;
	return d->node != NULL ? d->node : home(tree, d);
}

static bool
is_key(const struct input *input, const char *key)
{
	return input->digits != NULL && strcmp(input->digits, key) == 0;
}

/* The one digit she pressed, or NUL. */
static char
key_of(const struct input *input)
{
	const char *digits = input->digits;

	return digits != NULL && strlen(digits) == 1 ? digits[0] : '\0';
}

static bool
is_stale(const struct dialog *d, const struct input *input)
{
	return d->node != NULL && d->node->sensitive && !input->fresh;
}

/* A caller who keeps missing may not be able to read: we offer to call. */
static struct turn
miss(struct dialog *d)
{
	if (d->misses < MISSES_BEFORE_OFFER)
		d->misses++;
	return (struct turn){
		.hint = d->misses < MISSES_BEFORE_OFFER ?
		    HINT_WRONG_KEY : HINT_CALL_BACK,
	};
}

/* Words where none were asked may be a cry for help: people read them. */
static struct turn
with_words(struct turn turn, const struct dialog *d, const struct input *input)
{
	if (!input->words)
		return turn;
	turn.effect = EFFECT_UNSORTED;
	turn.item = "words";
	turn.value = input->text;
	turn.otherwise = d->node;
	return turn;
}

static bool
is_resumable(const struct tree *tree, const struct dialog *d,
    const struct input *input)
{
	const struct node *node = d->node;

	return node != NULL && node != tree->start && node != tree->language &&
	    node != tree->resume && node->kind != NODE_END &&
	    !is_stale(d, input);
}

static void
begin(const struct tree *tree, struct dialog *d, const struct input *input)
{
	const struct node *node = tree_alias(tree, input->text);

	if (node == NULL && input->word != NULL)
		node = tree_word(tree, input->word);
	d->misses = 0;
	if (!d->language) {
		go_home(tree, d);
	} else if (node != NULL) {
		d->kept[0] = '\0';
		dialog_go(d, node);
	} else if (is_resumable(tree, d, input)) {
		d->offered = true;
	} else {
		go_home(tree, d);
	}
}

static struct turn
take(const struct tree *tree, struct dialog *d, const struct step *step,
    const char *value)
{
	struct turn turn = {
		.effect = step->effect, .item = step->item, .value = value,
		.several = step->several, .from = d->node,
	};

	if (step->effect != EFFECT_NONE)
		turn.otherwise = step->otherwise != NULL ?
		    step->otherwise : d->node;
	if (step->effect == EFFECT_LANGUAGE)
		d->language = true;
	if (step->effect == EFFECT_FORGET)
		d->kept[0] = '\0';
	go(tree, d, step->to);
	return turn;
}

static struct turn
answer_menu(const struct tree *tree, struct dialog *d,
    const struct input *input)
{
	const struct node *node = d->node;
	const struct option *option;

	for (size_t i = 0; i < node->options_n && i < input->seen; i++) {
		option = &node->options[i];
		if (key_of(input) == option->digit && !option->retired)
			return take(tree, d, &option->step, option->value);
	}
	return miss(d);
}

/* The value that a digit names on this page, or NULL. */
static const char *
chosen(const struct input *input)
{
	char key = key_of(input);
	size_t n;

	if (key < '1' || key > '5')
		return NULL;
	n = (size_t)(key - '1');
	if (n >= input->shown || input->first + n >= input->values_n)
		return NULL;
	return input->values[input->first + n];
}

static struct turn
answer_choose(const struct tree *tree, struct dialog *d,
    const struct input *input)
{
	const char *value = input->named != NULL ? input->named :
	    chosen(input);

	const struct step *branch;

	if (value == NULL)
		return miss(d);
	branch = tree_branch(d->node, value);
	if (d->node->step.keep)
		snprintf(d->kept, sizeof(d->kept), "%s", value);
	return take(tree, d, branch != NULL ? branch : &d->node->step, value);
}

/* A single digit is a key everywhere, so never a number nor a word. */
static struct turn
answer_ask(const struct tree *tree, struct dialog *d,
    const struct input *input)
{
	const struct node *node = d->node;
	size_t n = input->digits != NULL ? strlen(input->digits) : 0;

	if (n == 1 || input->text[0] == '\0')
		return miss(d);
	if (!node->digits)
		return take(tree, d, &node->step, input->text);
	if (n == 0 || (n != node->digits_n[0] && n != node->digits_n[1]))
		return miss(d);
	return take(tree, d, &node->step, input->digits);
}

static struct turn
answer_resume(const struct tree *tree, struct dialog *d,
    const struct input *input)
{
	if (d->offered && key_of(input) == '1') {
		d->offered = false;
		d->misses = 0;
		return (struct turn){ 0 };
	}
	if (key_of(input) != '2')
		return miss(d);
	go_home(tree, d);
	return (struct turn){ 0 };
}

static struct turn
answer(const struct tree *tree, struct dialog *d, const struct input *input)
{
	if (d->offered || d->node == tree->resume)
		return answer_resume(tree, d, input);
	if (d->node->kind == NODE_MENU)
		return answer_menu(tree, d, input);
	if (d->node->kind == NODE_CHOOSE)
		return answer_choose(tree, d, input);
	if (d->node->kind == NODE_ASK)
		return answer_ask(tree, d, input);
	return miss(d);
}

/* Keys that mean the same on every page. */

static struct turn
press_start(const struct tree *tree, struct dialog *d, const struct input *)
{
	go_home(tree, d);
	return (struct turn){ 0 };
}

static struct turn
press_back(const struct tree *tree, struct dialog *d, const struct input *)
{
	d->misses = 0;
	if (d->offered)
		go_home(tree, d);
	else if (d->node->back != NULL)
		go(tree, d, d->node->back);
	else if (d->node != tree->start && d->node != tree->language)
		go_home(tree, d);
	return (struct turn){ 0 };
}

static struct turn
press_call_me(const struct tree *tree, struct dialog *d, const struct input *)
{
	d->misses = 0;
	if (d->offered || d->node != tree->call_me)
		dialog_go(d, tree->call_me);
	return (struct turn){ 0 };
}

static struct turn
press_more(const struct tree *tree, struct dialog *d, const struct input *input)
{
	const struct node *node = d->node;

	if (d->offered)
		return miss(d);
	if (d->page + 1 < input->pages) {
		d->page++;
		d->misses = 0;
	} else if (node->kind == NODE_TEXT && node->next != NULL) {
		go(tree, d, node->next);
	} else if (node->kind == NODE_ASK && node->skip) {
		go(tree, d, node->skip_to);
	} else if (node->kind == NODE_END) {
		go_home(tree, d);
	} else {
		return miss(d);
	}
	return (struct turn){ 0 };
}

static const struct {
	const char *key;
	struct turn (*press)(const struct tree *, struct dialog *,
	    const struct input *);
} keys[] = {
	{ "00", press_start },
	{ "0", press_back },
	{ "9", press_call_me },
	{ "8", press_more },
};

/* A keyword leads to its page from anywhere. */
static bool
follow_word(const struct tree *tree, struct dialog *d,
    const struct input *input)
{
	const struct node *node = d->language && input->word != NULL ?
	    tree_word(tree, input->word) : NULL;

	if (node == NULL)
		return false;
	d->kept[0] = '\0';
	dialog_go(d, node);
	return true;
}

static bool
is_naming(const struct dialog *d, const struct input *input)
{
	return !d->offered && d->node->kind == NODE_CHOOSE &&
	    (input->named != NULL || input->unsure);
}

/* The page that lies before her, as it is, by SMS. */
static bool
is_wish_for_sms(const struct dialog *d, const struct input *input)
{
	return is_key(input, "7") && input->can_send && !d->offered &&
	    d->node->sms;
}

static struct turn
send_page(struct dialog *d)
{
	d->misses = 0;
	return (struct turn){ .effect = EFFECT_SEND, .value = d->node->id,
		.otherwise = d->node, .hint = HINT_SENT };
}

static bool
takes_words(const struct dialog *d)
{
	return !d->offered && d->node->kind == NODE_ASK && !d->node->digits;
}

static struct turn
read_text(const struct tree *tree, struct dialog *d, const struct input *input)
{
	if (d->page >= input->pages && !d->offered)
		d->page = input->pages > 0 ? input->pages - 1 : 0;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (is_key(input, keys[i].key))
			return keys[i].press(tree, d, input);
	if (is_wish_for_sms(d, input))
		return send_page(d);
	if (follow_word(tree, d, input))
		return (struct turn){ 0 };
	if (is_naming(d, input))
		return answer_choose(tree, d, input);
	if (d->node->kind == NODE_END && !d->offered) {
		go_home(tree, d);
		return with_words((struct turn){ 0 }, d, input);
	}
	if (input->words && !takes_words(d))
		return with_words(miss(d), d, input);
	return answer(tree, d, input);
}

struct turn
dialog_turn(const struct tree *tree, struct dialog *d,
    const struct input *input)
{
	if (input->kind == INPUT_BEGIN)
		begin(tree, d, input);
	if (input->kind != INPUT_TEXT)
		return (struct turn){ 0 };
	if (d->node != NULL && !is_stale(d, input))
		return read_text(tree, d, input);
	go_home(tree, d);
	return with_words((struct turn){ 0 }, d, input);
}
