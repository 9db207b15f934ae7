/*
 * The tree's file.  Any octets are refused with at least one fault, each
 * "tree.yaml: ..." on a line of its own, or are a tree that outlives its
 * document: its links lead to its nodes, its lists are there, no alias leads
 * to a sensitive page, and a walk of random answers through it keeps the
 * engine's promises (walk.c).  No octets stand for the tree that the program
 * carries.
 */
#include "tests/fuzz/walk.h"

#include "menus/dialog.h"
#include "menus/document.h"

enum { STEPS = 64 };

static void
hold_faults(const struct faults *faults)
{
	must(faults_count(faults) > 0);
	for (size_t i = 0; i < faults_count(faults); i++)
		must(strncmp(faults_at(faults, i), "tree.yaml:", 10) == 0);
	must(faults_at(faults, faults_count(faults)) == NULL);
}

static void
hold_step(const struct tree *tree, const struct step *step)
{
	must(step->to >= tree->nodes && step->to < tree->nodes + tree->nodes_n);
	must(step->effect < EFFECT_UNSORTED);
	if (step->effect == EFFECT_ANSWER || step->effect == EFFECT_WORDS)
		must(step->item != NULL && strlen(step->item) <= VALUE_MAX);
}

static void
hold_options(const struct tree *tree, const struct node *node)
{
	must(node->options_n > 0 && node->options_n <= OPTIONS_MAX);
	for (size_t i = 0; i < node->options_n; i++) {
		const struct option *option = &node->options[i];

		must(option->digit >= '1' && option->digit <= '5');
		must(i == 0 || option->digit > option[-1].digit);
		must(strlen(option->value) <= VALUE_MAX);
		hold_step(tree, &option->step);
		must(node->alias == NULL || !option->step.to->sensitive);
	}
}

static void
hold_node(const struct tree *tree, const struct node *node)
{
	must(node->id[0] != '\0' && strlen(node->id) <= NODE_ID_MAX);
	must(tree_node(tree, node->id) == node && node->prompt != NULL);
	must(node->alias == NULL || !node->sensitive);
	if (node->alias != NULL)
		must(tree_alias(tree, node->alias) == node);
	if (node->kind == NODE_MENU)
		hold_options(tree, node);
	if (node->kind == NODE_CHOOSE)
		must(tree_list(tree, node->list) != NULL);
	if (node->kind == NODE_CHOOSE || node->kind == NODE_ASK)
		hold_step(tree, &node->step);
	for (size_t i = 0; i < node->branches_n; i++)
		hold_step(tree, &node->branches[i].step);
	if (node->skip)
		must(node->skip_to != NULL);
}

static void
hold_tree(const struct tree *tree)
{
	const struct tree *t = tree;
	uint8_t keys[2 * STEPS];
	uint64_t state = t->digest;

	must(t->language && t->start && t->resume && t->call_me);
	for (size_t i = 0; i < t->nodes_n; i++)
		hold_node(t, &t->nodes[i]);
	for (size_t i = 0; i < t->renamed_n; i++)
		must(tree_node(t, t->renamed[i].id) == t->renamed[i].to);
	for (size_t i = 0; i < sizeof(keys); i++) {
		state = state * 6364136223846793005 + 1442695040888963407;
		keys[i] = (uint8_t)(state >> 56);
	}
	walk(tree, &(struct draw){ keys, sizeof(keys) });
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	TALLOC_CTX *work = talloc_new(NULL);
	struct faults *faults = faults_new(work);
	struct document *document = NULL;
	struct tree *tree = NULL;
	int rc = n == 0 ? tree_embedded(work, faults, &tree) :
	    document_parse(work, "tree.yaml", at, n, faults, &document);

	if (rc == 0 && n > 0)
		rc = tree_build(work, document, faults, &tree);
	talloc_free(document);
	if (rc == 0)
		hold_tree(tree);
	else
		hold_faults(faults);
	must((rc == 0) == (tree != NULL));
	talloc_free(work);
	return 0;
}
