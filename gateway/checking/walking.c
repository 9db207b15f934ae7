/* Ways through the tree: back home, and how deep information lies. */
#include <errno.h>

#include "gateway/checking/checks.h"
#include "menus/document.h"
#include "menus/released.h"

enum { DEPTH_MAX = 3 };

struct walk {
	const struct tree *tree;
	const struct checks *checks;
	unsigned *depth;	/* keys from the start page, by node */
};

static bool
is_home(const struct tree *tree, const struct node *node)
{
	return node == tree->start || node == tree->language ||
	    node == tree->resume;
}

/* 0 on page after page must end at the start. */
static void
check_back(const struct walk *w, const struct node *node)
{
	const struct node *at = node;

	if (is_home(w->tree, node) || node->kind == NODE_END)
		return;
	if (node->back == NULL) {
		faults_add(w->checks->errors, w->checks->house->tree_file,
		    node->line,
		    "%s: 0 leads nowhere; add back", node->id);
		return;
	}
	for (size_t n = 0; n <= w->tree->nodes_n; n++) {
		if (at == NULL || is_home(w->tree, at))
			return;
		at = at->back;
	}
	faults_add(w->checks->errors, w->checks->house->tree_file,
		    node->line, "%s: 0 leads "
	    "round in a circle and never home; change a back", node->id);
}

static void
lead(struct walk *w, const struct node *to, unsigned depth)
{
	if (to != NULL && depth < w->depth[to->index])
		w->depth[to->index] = depth;
}

/* One key further from a node. */
static void
lead_on(struct walk *w, const struct node *node)
{
	unsigned here = w->depth[node->index];

	if (here == ~0U)
		return;
	/* 8 after the last page turns pages, it chooses nothing. */
	lead(w, node->next, here);
	lead(w, node->step.to, here + 1);
	lead(w, node->skip_to, here + 1);
	for (size_t i = 0; i < node->options_n; i++)
		lead(w, node->options[i].step.to, here + 1);
	for (size_t i = 0; i < node->branches_n; i++)
		lead(w, node->branches[i].step.to, here + 1);
}

/* As many rounds as the longest way can have keys. */
static void
measure(struct walk *w)
{
	const struct tree *tree = w->tree;

	for (size_t i = 0; i < tree->nodes_n; i++)
		w->depth[i] = ~0U;
	w->depth[tree->start->index] = 0;
	for (size_t round = 0; round < tree->nodes_n; round++)
		for (size_t i = 0; i < tree->nodes_n; i++)
			lead_on(w, &tree->nodes[i]);
}

static void
check_depth(const struct walk *w, const struct node *node)
{
	unsigned depth = w->depth[node->index];

	if (node->kind == NODE_TEXT && !node->sensitive && depth != ~0U &&
	    depth > DEPTH_MAX)
		faults_add(w->checks->errors, w->checks->house->tree_file,
		    node->line, "%s: "
		    "information %u keys from the start; at most %d, use a "
		    "flat list", node->id, depth, DEPTH_MAX);
}

/* The operator's own, where she has a tree of her own, or the program's. */
static void
check_released(const struct checks *checks)
{
	const struct house *house = checks->house;
	TALLOC_CTX *tmp = talloc_new(NULL);
	struct document *own = NULL;
	struct released *released;
	int rc = house->dir == NULL ? -ENOENT : document_load(tmp,
	    talloc_asprintf(tmp, "%s/released.yaml", house->dir),
	    checks->errors, &own);

	rc = rc == 0 ? released_build(tmp, own, checks->errors, &released) :
	    rc == -ENOENT ? released_embedded(tmp, checks->errors, &released) :
	    rc;
	if (rc == 0)
		released_check(released, house->tree, house->tree_file,
		    checks->errors);
	talloc_free(tmp);
}

void
checks_walk(const struct checks *checks)
{
	const struct tree *tree = checks->house->tree;
	struct walk w = { .tree = tree, .checks = checks };

	w.depth = talloc_zero_array(NULL, unsigned, (unsigned)tree->nodes_n);
	measure(&w);
	for (size_t i = 0; i < tree->nodes_n; i++) {
		check_back(&w, &tree->nodes[i]);
		check_depth(&w, &tree->nodes[i]);
	}
	talloc_free(w.depth);
	check_released(checks);
}
