#include "menus/tree_build.h"

#include <errno.h>
#include <string.h>

#include "menus/embedded.h"

static const char *const effect_names[EFFECTS] = {
	[EFFECT_NONE] = "none",
	[EFFECT_LANGUAGE] = "language",
	[EFFECT_OPEN] = "open",
	[EFFECT_OPEN_URGENT] = "open_urgent",
	[EFFECT_ANSWER] = "answer",
	[EFFECT_WORDS] = "words",
	[EFFECT_FILE] = "file",
	[EFFECT_CALL_ME] = "call_me",
	[EFFECT_STATE] = "state",
	[EFFECT_WISH] = "wish",
	[EFFECT_FORGET] = "forget",
	[EFFECT_LOOK_UP] = "look_up",
	[EFFECT_PICK] = "pick",
	[EFFECT_COUNTRY] = "country",
	[EFFECT_CONSENT] = "consent",
	[EFFECT_ANOTHER] = "another",
	[EFFECT_UNSORTED] = "unsorted",
	[EFFECT_SEND] = "send",
};

const char *
effect_name(enum effect effect)
{
	return effect_names[effect];
}

/* none is said by leaving it out; unsorted and send are the engine's own. */
enum effect
effect_find(const char *name)
{
	for (enum effect e = EFFECT_LANGUAGE; e < EFFECT_UNSORTED; e++)
		if (strcmp(effect_names[e], name) == 0)
			return e;
	return EFFECTS;
}

const struct node *
tree_node(const struct tree *tree, const char *id)
{
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (strcmp(tree->nodes[i].id, id) == 0)
			return &tree->nodes[i];
	for (size_t i = 0; i < tree->renamed_n; i++)
		if (strcmp(tree->renamed[i].id, id) == 0)
			return tree->renamed[i].to;
	return NULL;
}

const struct step *
tree_branch(const struct node *node, const char *value)
{
	for (size_t i = 0; i < node->branches_n; i++)
		if (strcmp(node->branches[i].value, value) == 0)
			return &node->branches[i].step;
	return NULL;
}

const struct node *
tree_alias(const struct tree *tree, const char *digits)
{
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (tree->nodes[i].alias != NULL &&
		    strcmp(tree->nodes[i].alias, digits) == 0)
			return &tree->nodes[i];
	return NULL;
}

const struct node *
tree_word(const struct tree *tree, const char *word)
{
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (tree->nodes[i].word != NULL &&
		    strcmp(tree->nodes[i].word, word) == 0)
			return &tree->nodes[i];
	return NULL;
}

const struct list *
tree_list(const struct tree *tree, const char *name)
{
	for (size_t i = 0; i < tree->lists_n; i++)
		if (strcmp(tree->lists[i].name, name) == 0)
			return &tree->lists[i];
	return NULL;
}

int
tree_build(TALLOC_CTX *parent, const struct document *document,
    struct faults *faults, struct tree **out)
{
	struct tree *tree = talloc_zero(parent, struct tree);
	struct builder *b = talloc_zero(NULL, struct builder);
	int rc;

	b->tree = tree;
	b->file = document_name(document);
	b->faults = faults;
	b->before = faults_count(faults);
	tree->digest = document_digest(document);
	tree_read(b, document);
	tree_link(b);
	tree_check(b);
	rc = faults_count(faults) > b->before ? -EINVAL : 0;
	if (rc == 0)
		*out = tree;
	else
		talloc_free(tree);
	talloc_free(b);
	return rc;
}

int
tree_embedded(TALLOC_CTX *parent, struct faults *faults, struct tree **out)
{
	struct document *document;
	int rc;

	rc = document_parse(NULL, "menus/tree.yaml", menus_tree,
	    menus_tree_n, faults, &document);
	if (rc != 0)
		return rc;
	rc = tree_build(parent, document, faults, out);
	talloc_free(document);
	return rc;
}
