#include "menus/tree_build.h"

#include <stdarg.h>
#include <string.h>

static void add_fault(struct builder *, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void
add_fault(struct builder *b, int line, const char *format, ...)
{
	va_list arguments;
	char *message;

	va_start(arguments, format);
	message = talloc_vasprintf(NULL, format, arguments);
	va_end(arguments);
	faults_add(b->faults, b->file, line, "%s", message);
	talloc_free(message);
}

/* Which kinds may have a key, and which must. */
enum {
	MENU = 1 << NODE_MENU, TEXT = 1 << NODE_TEXT, ASK = 1 << NODE_ASK,
	CHOOSE = 1 << NODE_CHOOSE,
};

static const struct { const char *key; unsigned may, must; } keys[] = {
	{ "options", MENU, MENU },
	{ "list", CHOOSE, CHOOSE },
	{ "keep", CHOOSE, 0 },
	{ "branch", CHOOSE | ASK, 0 },
	{ "effect", ASK | CHOOSE, ASK },
	{ "item", ASK | CHOOSE, 0 },
	{ "next", TEXT | ASK | CHOOSE, ASK | CHOOSE },
	{ "otherwise", ASK | CHOOSE, 0 },
	{ "several", ASK, 0 },
	{ "digits", ASK, 0 },
	{ "sms", TEXT, 0 },
	{ "skip", ASK, 0 },
};

void
tree_check_node_keys(struct builder *b, const struct value *value)
{
	const struct node *node = b->node;
	unsigned kind = 1U << node->kind;
	bool has;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		has = value_find(value, keys[i].key) != NULL;
		if (has && !(keys[i].may & kind))
			add_fault(b, node->line, "kind %s has no %s;"
			    " remove it", node_kinds[node->kind], keys[i].key);
		if (!has && (keys[i].must & kind))
			add_fault(b, node->line, "kind %s needs %s; add it",
			    node_kinds[node->kind], keys[i].key);
	}
}

void
tree_check_option_keys(struct builder *b, const struct value *value)
{
	static const char *const gone[] = {
		"to", "effect", "item", "otherwise", "value",
	};

	if (!b->option->retired && value_find(value, "to") == NULL)
		add_fault(b, value_line(value), "to is missing; add it");
	for (size_t i = 0; i < 5 && b->option->retired; i++)
		if (value_find(value, gone[i]) != NULL)
			add_fault(b, value_line(value), "a retired option has"
			    " no %s; remove it", gone[i]);
}

/* Where an effect may stand and what it needs there. */
enum { AT_OPTION = 1, AT_LIST = 2, AT_DIGITS = 4, AT_WORDS = 8 };

static const struct {
	unsigned places;
	bool item, value;
	bool sensitive;		/* what it touches is a caller's matter */
} rules[EFFECTS] = {
	[EFFECT_NONE] = { AT_OPTION | AT_LIST, false, false, false },
	[EFFECT_LANGUAGE] = { AT_OPTION, false, true, false },
	[EFFECT_OPEN] = { AT_LIST, false, false, true },
	[EFFECT_OPEN_URGENT] = { AT_OPTION | AT_LIST, false, true, true },
	[EFFECT_ANSWER] = { AT_OPTION | AT_LIST | AT_DIGITS, true, true, true },
	[EFFECT_WORDS] = { AT_WORDS, true, false, true },
	[EFFECT_FILE] = { AT_DIGITS, false, false, true },
	[EFFECT_CALL_ME] = { AT_OPTION | AT_LIST, false, true, true },
	[EFFECT_STATE] = { AT_DIGITS, false, false, true },
	[EFFECT_WISH] = { AT_OPTION, false, true, true },
	[EFFECT_FORGET] = { AT_OPTION, false, false, false },
	[EFFECT_LOOK_UP] = { AT_WORDS, false, false, false },
	[EFFECT_PICK] = { AT_LIST, false, false, false },
	[EFFECT_COUNTRY] = { AT_LIST, false, false, false },
	[EFFECT_CONSENT] = { AT_OPTION, true, true, true },
	[EFFECT_ANOTHER] = { AT_WORDS, false, false, true },
};

static void
check_item(struct builder *b, const struct node *node, const struct step *step)
{
	bool needs = rules[step->effect].item;

	if (needs && step->item == NULL)
		add_fault(b, node->line, "%s: effect %s needs an item",
		    node->id, effect_name(step->effect));
	if (!needs && step->item != NULL)
		add_fault(b, node->line, "%s: effect %s has no item; remove"
		    " item", node->id, effect_name(step->effect));
}

static void
check_step(struct builder *b, const struct node *node, const struct step *step,
    unsigned place)
{
	const char *name = effect_name(step->effect);

	if (!(rules[step->effect].places & place))
		add_fault(b, node->line, "%s: effect %s cannot stand here",
		    node->id, name);
	check_item(b, node, step);
	if (rules[step->effect].sensitive && !node->sensitive)
		add_fault(b, node->line, "%s: effect %s needs a sensitive"
		    " node; add sensitive: yes", node->id, name);
	if ((step->effect == EFFECT_LOOK_UP) != (step->several != NULL))
		add_fault(b, node->line, "%s: several belongs to effect"
		    " look_up, which needs it", node->id);
	if (step->effect == EFFECT_NONE && step->otherwise != NULL)
		add_fault(b, node->line, "%s: nothing can be refused without"
		    " an effect; remove otherwise", node->id);
}

static void
check_option(struct builder *b, const struct node *node, size_t i)
{
	const struct option *option = &node->options[i];
	bool has = option->value[0] != '\0';
	bool needs = rules[option->step.effect].value;

	if (i > 0 && option->digit <= option[-1].digit)
		add_fault(b, node->line, "%s: digit %c stands after %c; give"
		    " each option its own digit, in order", node->id,
		    option->digit, option[-1].digit);
	check_step(b, node, &option->step, AT_OPTION);
	if (needs != has)
		add_fault(b, node->line, "%s: option %c: effect %s %s value",
		    node->id, option->digit, effect_name(option->step.effect),
		    needs ? "needs a" : "has no");
}

static void
check_menu(struct builder *b, const struct node *node)
{
	size_t alive = 0;

	for (size_t i = 0; i < node->options_n; i++) {
		check_option(b, node, i);
		alive += !node->options[i].retired;
	}
	if (alive == 0)
		add_fault(b, node->line, "%s: every option is retired; add one"
		    " that leads on", node->id);
}

static bool
has_value(const struct list *list, const char *value)
{
	for (size_t i = 0; i < list->n; i++)
		/* One that could not be read may have been this one. */
		if (list->values[i] == NULL ||
		    strcmp(list->values[i], value) == 0)
			return true;
	return false;
}

static void
check_choose(struct builder *b, const struct node *node)
{
	const struct list *list = tree_list(b->tree, node->list);

	check_step(b, node, &node->step, AT_LIST);
	if (node->step.keep && !node->sensitive)
		add_fault(b, node->line, "%s: what is kept is a caller's"
		    " matter; add sensitive: yes", node->id);
	for (size_t i = 0; i < node->branches_n; i++)
		check_step(b, node, &node->branches[i].step, AT_LIST);
	if (list == NULL) {
		add_fault(b, node->line, "%s: there is no list \"%s\"; add it"
		    " under lists", node->id, node->list);
		return;
	}
	for (size_t i = 0; i < node->branches_n; i++)
		if (!has_value(list, node->branches[i].value))
			add_fault(b, node->line, "%s: branch \"%s\" is no value"
			    " of list %s", node->id, node->branches[i].value,
			    list->name);
}

/* What a matter may have to say before its state is shown. */
static void
check_ask(struct builder *b, const struct node *node)
{
	const struct branch *branch;

	check_step(b, node, &node->step,
	    node->digits ? AT_DIGITS : AT_WORDS);
	if (node->branches_n > 0 && node->step.effect != EFFECT_STATE)
		add_fault(b, node->line, "%s: branch belongs to effect state;"
		    " remove it", node->id);
	for (size_t i = 0; i < node->branches_n; i++) {
		branch = &node->branches[i];
		if (strcmp(branch->value, "answer") != 0 &&
		    strcmp(branch->value, "closing") != 0 &&
		    strcmp(branch->value, "lapsed") != 0)
			add_fault(b, node->line, "%s: branch \"%s\" is never"
			    " found; there are answer, closing and lapsed",
			    node->id, branch->value);
		if (branch->step.effect != EFFECT_NONE)
			add_fault(b, node->line, "%s: branch %s has no effect;"
			    " remove it", node->id, branch->value);
	}
}

/* It stays in the phone, for whoever looks into it. */
static void
check_sms(struct builder *b, const struct node *node)
{
	if (node->sms && (node->sensitive || node->ussd_only))
		add_fault(b, node->line, "%s: what is %s must not lie in an"
		    " inbox; remove sms: yes", node->id,
		    node->sensitive ? "sensitive" : "ussd: only");
}

void
tree_check_node(struct builder *b, const struct node *node)
{
	check_sms(b, node);
	if (node->kind == NODE_MENU)
		check_menu(b, node);
	if (node->kind == NODE_CHOOSE)
		check_choose(b, node);
	if (node->kind == NODE_ASK)
		check_ask(b, node);
}
