/*
 * tree_build.h - how a document becomes a tree; for the tree's own files.
 *
 * tree_read fills nodes and lists and notes every link by name, tree_link
 * turns names into pointers, tree_check looks at the whole.  Each goes on
 * after a mistake so that all of them are told at once; what could only
 * repeat an earlier fault is left out.
 */
#ifndef MENUS_TREE_BUILD_H
#define MENUS_TREE_BUILD_H

#include "menus/document.h"
#include "menus/tree.h"

/* A place that points to a node once all nodes are known. */
struct link {
	const char *id;
	const struct node **place;
	const struct value *at;
};

struct builder {
	struct tree *tree;
	const char *file;
	struct faults *faults;
	size_t before;			/* faults of others, found earlier */
	bool *sound;			/* by node: read without a fault */
	int *list_lines, *renamed_lines;
	unsigned links_n;
	struct link *links;

	/* What is being read now. */
	struct node *node;
	struct option *option;
	struct step *step;		/* of the node, option or branch */
	struct list *list;
};

/*
 * Readers that several share.  0 and *out set, or -EINVAL and a fault: a text
 * of 1 to max octets of set (NULL: any), the size of a list or map of 1 to
 * max members, the id of a node for tree_link.
 */
extern const char build_digits[], build_letters[];
[[nodiscard]] int build_text(struct builder *, const struct value *,
    size_t max, const char *set, const char **out);
[[nodiscard]] int build_size(struct builder *, const struct value *,
    enum value_kind, size_t max, size_t *out);
[[nodiscard]] int build_link(struct builder *, const struct value *,
    const struct node **place);

void tree_read(struct builder *, const struct document *);
void tree_read_node(struct builder *, const struct value *, unsigned index);
/* Do a node's keys belong to its kind?  An option's to each other? */
void tree_check_node_keys(struct builder *, const struct value *);
void tree_check_option_keys(struct builder *, const struct value *);
/* Does what a sound node holds make sense by itself? */
void tree_check_node(struct builder *, const struct node *);
void tree_link(struct builder *);
void tree_check(struct builder *);

/* The effect of a name; EFFECTS when no file may use it. */
enum effect effect_find(const char *name);
/* The name of a kind in YAML. */
extern const char *const node_kinds[NODE_END + 1];

#endif
