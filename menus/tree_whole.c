#include "menus/tree_build.h"

#include <string.h>

/* Ids, aliases and words name one node each, for ever. */

static void
check_doubles(struct builder *b, const struct node *node)
{
	const struct node *other;

	for (size_t i = 0; i < node->index; i++) {
		other = &b->tree->nodes[i];
		if (node->id[0] != '\0' && strcmp(node->id, other->id) == 0)
			faults_add(b->faults, b->file, node->line,
			    "id %s stands here and on line %d; rename one",
			    node->id, other->line);
		if (node->alias != NULL && other->alias != NULL &&
		    strcmp(node->alias, other->alias) == 0)
			faults_add(b->faults, b->file, node->line,
			    "alias %s is that of %s too; change one",
			    node->alias, other->id);
		if (node->word != NULL && node->word == other->word)
			faults_add(b->faults, b->file, node->line,
			    "word %s is that of %s too; remove one",
			    node->word, other->id);
	}
}

static void
check_renamed(struct builder *b)
{
	const struct tree *tree = b->tree;

	for (size_t i = 0; i < tree->renamed_n; i++)
		for (size_t k = 0; k < tree->nodes_n; k++)
			if (strcmp(tree->renamed[i].id, tree->nodes[k].id) == 0)
				faults_add(b->faults, b->file,
				    b->renamed_lines[i], "%s is a node and"
				    " cannot be renamed; remove it here",
				    tree->renamed[i].id);
}

static bool
is_used(const struct tree *tree, const struct list *list)
{
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (tree->nodes[i].list != NULL &&
		    strcmp(tree->nodes[i].list, list->name) == 0)
			return true;
	return false;
}

static void
check_lists(struct builder *b)
{
	for (size_t i = 0; i < b->tree->lists_n; i++)
		if (!is_used(b->tree, &b->tree->lists[i]))
			faults_add(b->faults, b->file, b->list_lines[i],
			    "list %s is used by no node; remove it",
			    b->tree->lists[i].name);
}

/* The nodes that the engine itself goes to. */

static void
check_engine_node(struct builder *b, const char *id, bool sensitive,
    const struct node **out)
{
	*out = tree_node(b->tree, id);
	if (*out == NULL || strcmp((*out)->id, id) != 0)
		faults_add(b->faults, b->file, 0,
		    "node %s is missing; the engine needs it", id);
	else if ((*out)->kind != NODE_MENU)
		faults_add(b->faults, b->file, (*out)->line,
		    "%s must be of kind menu", id);
	else if ((*out)->sensitive && !sensitive)
		faults_add(b->faults, b->file, (*out)->line,
		    "%s is everybody's page; remove sensitive", id);
}

static void
check_language(struct builder *b, const struct node *node)
{
	for (size_t i = 0; i < node->options_n; i++)
		if (!node->options[i].retired &&
		    node->options[i].step.effect != EFFECT_LANGUAGE)
			faults_add(b->faults, b->file, node->line,
			    "language: option %c needs effect: language",
			    node->options[i].digit);
}

static void
check_resume(struct builder *b, const struct node *node)
{
	const struct option *o = node->options;

	if (node->kind == NODE_MENU && (node->options_n != 2 ||
	    o[0].digit != '1' || o[1].digit != '2' || o[0].retired ||
	    o[1].retired))
		faults_add(b->faults, b->file, node->line, "resume needs the"
		    " options 1 (continue) and 2 (start again), no other");
}

static void
check_engine_nodes(struct builder *b)
{
	struct tree *tree = b->tree;

	check_engine_node(b, "language", false, &tree->language);
	check_engine_node(b, "start", false, &tree->start);
	check_engine_node(b, "resume", false, &tree->resume);
	check_engine_node(b, "call", true, &tree->call_me);
	if (tree->language != NULL)
		check_language(b, tree->language);
	if (tree->resume != NULL && b->sound[tree->resume->index])
		check_resume(b, tree->resume);
}

/* All ways from a node but back, ending with NULL; owned by the builder. */
static const struct node **
ways_of(struct builder *b, const struct node *node)
{
	size_t most = 2 * (node->options_n + node->branches_n) + 6, n = 0;
	const struct node **ways = talloc_zero_array(b, const struct node *,
	    (unsigned)most);
	const struct node *own[] = {
		node->next, node->skip_to, node->step.to, node->step.otherwise,
		node->step.several,
	};

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (own[i] != NULL)
			ways[n++] = own[i];
	for (size_t i = 0; i < node->options_n; i++) {
		ways[n++] = node->options[i].step.to;
		if (node->options[i].step.otherwise != NULL)
			ways[n++] = node->options[i].step.otherwise;
	}
	for (size_t i = 0; i < node->branches_n; i++) {
		ways[n++] = node->branches[i].step.to;
		if (node->branches[i].step.otherwise != NULL)
			ways[n++] = node->branches[i].step.otherwise;
	}
	return ways;
}

/* The nearest page on the way home that is sensitive; NULL: none is. */
static const struct node *
sensitive_above(const struct builder *b, const struct node *node)
{
	const struct node *at = node->back;

	for (size_t n = 0; at != NULL && n < b->tree->nodes_n; n++) {
		if (at->sensitive)
			return at;
		at = at->back;
	}
	return NULL;
}

/* The digits of a dial-through stay in the phone's list of calls. */
static void
check_alias(struct builder *b, const struct node *node)
{
	const struct node *above = sensitive_above(b, node);
	const struct node **way;

	if (node->sensitive)
		faults_add(b->faults, b->file, node->line,
		    "%s is sensitive and stays in the phone's list of calls;"
		    " remove its alias", node->id);
	else if (above != NULL)
		faults_add(b->faults, b->file, node->line, "%s stands below"
		    " %s, which is sensitive; remove the alias of %s",
		    node->id, above->id, node->id);
	for (way = ways_of(b, node); *way != NULL && !node->sensitive; way++)
		if ((*way)->sensitive) {
			faults_add(b->faults, b->file, node->line,
			    "%s leads to %s, which is sensitive; remove the"
			    " alias of %s", node->id, (*way)->id, node->id);
			return;
		}
}

static void
reach(struct builder *b, bool *reached, const struct node *node)
{
	if (reached[node->index])
		return;
	reached[node->index] = true;
	for (const struct node **way = ways_of(b, node); *way != NULL; way++)
		reach(b, reached, *way);
	if (node->back != NULL)
		reach(b, reached, node->back);
}

static void
check_reached(struct builder *b)
{
	const struct tree *tree = b->tree;
	bool *reached = talloc_zero_array(b, bool, (unsigned)tree->nodes_n);

	reach(b, reached, tree->language);
	reach(b, reached, tree->start);
	reach(b, reached, tree->resume);
	reach(b, reached, tree->call_me);
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (tree->nodes[i].alias != NULL ||
		    tree->nodes[i].word != NULL)
			reach(b, reached, &tree->nodes[i]);
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (!reached[i])
			faults_add(b->faults, b->file, tree->nodes[i].line,
			    "no key leads to %s; link it or remove it",
			    tree->nodes[i].id);
}

void
tree_check(struct builder *b)
{
	const struct tree *tree = b->tree;

	for (size_t i = 0; i < tree->nodes_n; i++) {
		check_doubles(b, &tree->nodes[i]);
		if (b->sound[i])
			tree_check_node(b, &tree->nodes[i]);
	}
	check_renamed(b);
	check_lists(b);
	check_engine_nodes(b);
	/* A tree with holes would only seem to have nodes nobody reaches. */
	if (faults_count(b->faults) > b->before)
		return;
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (tree->nodes[i].alias != NULL)
			check_alias(b, &tree->nodes[i]);
	check_reached(b);
}
