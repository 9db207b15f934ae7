#include "menus/tree_build.h"

#include <errno.h>
#include <string.h>

enum {
	VALUES_MAX = 200,
	KEY_MAX = 63,		/* octets of a key of words */
	ALIAS_MAX = 8,
};

const char *const node_kinds[] = {
	[NODE_MENU] = "menu", [NODE_TEXT] = "text", [NODE_ASK] = "ask",
	[NODE_CHOOSE] = "choose", [NODE_END] = "end",
};

/* Steps: of an option, a branch, or the node itself. */

static int
read_to(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_link(b, value, &b->step->to);
}

static int
read_otherwise(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_link(b, value, &b->step->otherwise);
}

static int
read_several(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_link(b, value, &b->step->several);
}

static int
read_effect(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;
	const char *name = value_text(value);
	enum effect effect = name != NULL ? effect_find(name) : EFFECTS;

	if (effect == EFFECTS) {
		faults_add(faults, b->file, value_line(value),
		    "unknown effect; menus/README.md lists them");
		return -EINVAL;
	}
	b->step->effect = effect;
	return 0;
}

static int
read_item(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_text(b, value, VALUE_MAX, build_letters, &b->step->item);
}

/* Options of a menu. */

static int
read_digit(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;
	long digit = 0;
	int rc = value_number(value, 1, OPTIONS_MAX, faults, &digit);

	b->option->digit = (char)('0' + digit);
	return rc;
}

static int
read_option_text(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_text(b, value, KEY_MAX, build_letters, &b->option->text);
}

static int
read_option_value(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_text(b, value, VALUE_MAX, NULL, &b->option->value);
}

static int
read_retired(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;

	return value_flag(value, faults, &b->option->retired);
}

static const struct field option_fields[] = {
	{ "digit", true, read_digit },
	{ "text", true, read_option_text },
	{ "value", false, read_option_value },
	{ "to", false, read_to },
	{ "effect", false, read_effect },
	{ "item", false, read_item },
	{ "otherwise", false, read_otherwise },
	{ "retired", false, read_retired },
	{ 0 }
};

static int
read_option(struct builder *b, const struct value *value)
{
	int rc;

	b->option->value = "";
	b->step = &b->option->step;
	rc = fields_read(value, option_fields, b, b->faults);
	if (rc == 0)
		tree_check_option_keys(b, value);
	b->step = &b->node->step;
	return rc;
}

static int
read_options(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;
	size_t n;
	int rc = build_size(b, value, VALUE_LIST, OPTIONS_MAX, &n);

	if (rc != 0)
		return rc;
	b->node->options_n = n;
	b->node->options = talloc_zero_array(b->tree, struct option,
	    (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		b->option = &b->node->options[i];
		if (read_option(b, value_at(value, i)) != 0)
			rc = -EINVAL;
	}
	return rc;
}

/* Branches of a list: values that lead elsewhere. */

static const struct field branch_fields[] = {
	{ "to", true, read_to },
	{ "effect", false, read_effect },
	{ "item", false, read_item },
	{ "otherwise", false, read_otherwise },
	{ 0 }
};

static int
read_branches(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;
	struct branch *branch;
	size_t n;
	int rc = build_size(b, value, VALUE_MAP, VALUES_MAX, &n);

	if (rc != 0)
		return rc;
	b->node->branches_n = n;
	b->node->branches = talloc_zero_array(b->tree, struct branch,
	    (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		branch = &b->node->branches[i];
		branch->value = talloc_strdup(b->tree, value_key(value, i));
		b->step = &branch->step;
		if (fields_read(value_at(value, i), branch_fields, b,
		    faults) != 0)
			rc = -EINVAL;
	}
	b->step = &b->node->step;
	return rc;
}

/* Nodes. */

static int
read_id(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_text(b, value, NODE_ID_MAX, build_letters, &b->node->id);
}

static int
read_kind(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;
	const char *text = value_text(value);

	for (enum node_kind k = NODE_MENU; text != NULL && k <= NODE_END; k++)
		if (strcmp(node_kinds[k], text) == 0) {
			b->node->kind = k;
			return 0;
		}
	faults_add(faults, b->file, value_line(value), "unknown kind;"
	    " there are menu, text, ask, choose and end");
	return -EINVAL;
}

static int
read_prompt(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_text(b, value, KEY_MAX, build_letters, &b->node->prompt);
}

static int
read_back(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_link(b, value, &b->node->back);
}

static int
read_next(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_link(b, value, &b->node->next);
}

static int
read_skip(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	b->node->skip = true;
	return build_link(b, value, &b->node->skip_to);
}

static int
read_list_name(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_text(b, value, NODE_ID_MAX, build_letters, &b->node->list);
}

static int
read_keep(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;

	return value_flag(value, faults, &b->node->step.keep);
}

static int
read_sensitive(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;

	return value_flag(value, faults, &b->node->sensitive);
}

static int
read_sms(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;

	return value_flag(value, faults, &b->node->sms);
}

static int
read_long_sms(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;

	return value_flag(value, faults, &b->node->long_sms);
}

static int
read_ussd(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;
	const char *text = value_text(value);

	b->node->ussd_only = text != NULL && strcmp(text, "only") == 0;
	if (b->node->ussd_only)
		return 0;
	faults_add(faults, b->file, value_line(value),
	    "ussd can only say \"only\"; or remove it");
	return -EINVAL;
}

static int
read_alias(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;

	return build_text(b, value, ALIAS_MAX, build_digits, &b->node->alias);
}

/* Keywords that lead to a page of the tree's own; the others are keys. */
static int
read_word(const struct value *value, void *into, struct faults *faults)
{
	static const char *const words[] = { "call", "check", "state",
		"stop" };
	struct builder *b = into;
	const char *text = value_text(value);

	for (size_t i = 0; text != NULL && i < 4; i++)
		if (strcmp(words[i], text) == 0) {
			b->node->word = words[i];
			return 0;
		}
	faults_add(faults, b->file, value_line(value), "unknown word;"
	    " there are call, check, state and stop");
	return -EINVAL;
}

/* One digit is always a key, so a number has two at least. */
static int
read_digits(const struct value *value, void *into, struct faults *faults)
{
	struct builder *b = into;
	size_t n;
	long length;
	int rc = build_size(b, value, VALUE_LIST, 2, &n);

	if (rc != 0)
		return rc;
	b->node->digits = true;
	for (size_t i = 0; i < n; i++) {
		rc = value_number(value_at(value, i), 2, VALUE_MAX, faults,
		    &length);
		if (rc != 0)
			return rc;
		b->node->digits_n[i] = (unsigned)length;
	}
	return 0;
}

static const struct field node_fields[] = {
	{ "id", true, read_id },
	{ "kind", true, read_kind },
	{ "prompt", true, read_prompt },
	{ "back", false, read_back },
	{ "alias", false, read_alias },
	{ "word", false, read_word },
	{ "ussd", false, read_ussd },
	{ "sms", false, read_sms },
	{ "sensitive", false, read_sensitive },
	{ "long_sms", false, read_long_sms },
	{ "options", false, read_options },
	{ "list", false, read_list_name },
	{ "keep", false, read_keep },
	{ "branch", false, read_branches },
	{ "effect", false, read_effect },
	{ "item", false, read_item },
	{ "next", false, read_next },
	{ "otherwise", false, read_otherwise },
	{ "several", false, read_several },
	{ "digits", false, read_digits },
	{ "skip", false, read_skip },
	{ 0 }
};

void
tree_read_node(struct builder *b, const struct value *value, unsigned i)
{
	size_t before = faults_count(b->faults);

	b->node = &b->tree->nodes[i];
	*b->node = (struct node){
		.id = "", .index = i, .line = value_line(value),
	};
	b->step = &b->node->step;
	if (fields_read(value, node_fields, b, b->faults) == 0)
		tree_check_node_keys(b, value);
	b->sound[i] = faults_count(b->faults) == before;
}
