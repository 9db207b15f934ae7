#include "menus/tree_build.h"

#include <errno.h>
#include <string.h>

enum { NODES_MAX = 1000, LISTS_MAX = 100, VALUES_MAX = 200 };

const char build_digits[] = "0123456789";
const char build_letters[] = "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ" "0123456789._-";

/* A text of 1 to max octets, all of them in set unless set is NULL. */
int
build_text(struct builder *b, const struct value *value, size_t max,
    const char *set, const char **out)
{
	const char *text = value_text(value);
	size_t n = text != NULL ? strlen(text) : 0;

	if (n == 0 || n > max)
		faults_add(b->faults, b->file, value_line(value),
		    "%s must be a text of 1 to %zu octets", value_name(value),
		    max);
	else if (set != NULL && strspn(text, set) != n)
		faults_add(b->faults, b->file, value_line(value),
		    "%s \"%s\": use only %s", value_name(value), text,
		    set == build_digits ? "the digits 0 to 9" :
		    "a-z, A-Z, 0-9, full stops, _ and -");
	else {
		*out = talloc_strdup(b->tree, text);
		return 0;
	}
	return -EINVAL;
}

int
build_size(struct builder *b, const struct value *value, enum value_kind kind,
    size_t max, size_t *n)
{
	size_t count = value_count(value);

	if (value_kind(value) == kind && count > 0 && count <= max) {
		*n = count;
		return 0;
	}
	faults_add(b->faults, b->file, value_line(value),
	    "%s must be a %s of 1 to %zu", value_name(value),
	    kind == VALUE_LIST ? "list" : "map", max);
	return -EINVAL;
}

int
build_link(struct builder *b, const struct value *value,
    const struct node **place)
{
	struct link *link;
	const char *id;
	int rc = build_text(b, value, NODE_ID_MAX, build_letters, &id);

	if (rc != 0)
		return rc;
	if ((b->links_n & (b->links_n - 1)) == 0)
		b->links = talloc_realloc(b, b->links, struct link,
		    b->links_n == 0 ? 1 : b->links_n * 2);
	link = &b->links[b->links_n++];
	*link = (struct link){ .id = id, .place = place, .at = value };
	return 0;
}

static int
read_nodes(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;
	size_t n;
	int rc = build_size(b, value, VALUE_LIST, NODES_MAX, &n);

	if (rc != 0)
		return rc;
	b->tree->nodes_n = n;
	b->tree->nodes = talloc_zero_array(b->tree, struct node, (unsigned)n);
	b->sound = talloc_zero_array(b, bool, (unsigned)n);
	for (unsigned i = 0; i < n; i++)
		tree_read_node(b, value_at(value, i), i);
	return 0;
}

/* Lists: values in a row, or the word store or caller. */

static int
read_values(struct builder *b, const struct value *value)
{
	struct list *list = b->list;
	int rc = build_size(b, value, VALUE_LIST, VALUES_MAX, &list->n);

	if (rc != 0)
		return rc;
	list->values = talloc_zero_array(b->tree, const char *,
	    (unsigned)list->n);
	for (size_t i = 0; i < list->n && rc == 0; i++)
		rc = build_text(b, value_at(value, i), VALUE_MAX, NULL,
		    &list->values[i]);
	for (size_t i = 0; i < list->n && rc == 0; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(list->values[i], list->values[k]) == 0)
				faults_add(b->faults, b->file,
				    value_line(value_at(value, i)),
				    "\"%s\" stands twice in %s; keep one",
				    list->values[i], list->name);
	return rc;
}

static int
read_list(struct builder *b, const struct value *value)
{
	const char *text = value_text(value);

	if (text == NULL)
		return read_values(b, value);
	if (strcmp(text, "store") == 0 || strcmp(text, "caller") == 0) {
		b->list->dynamic = true;
		b->list->own = text[0] == 'c';
		return 0;
	}
	faults_add(b->faults, b->file, value_line(value),
	    "%s must be a list of values or the word store or caller",
	    b->list->name);
	return -EINVAL;
}

static int
read_lists(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;
	size_t n;
	int rc = build_size(b, value, VALUE_MAP, LISTS_MAX, &n);

	if (rc != 0)
		return rc;
	b->tree->lists_n = n;
	b->tree->lists = talloc_zero_array(b->tree, struct list, (unsigned)n);
	b->list_lines = talloc_zero_array(b, int, (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		b->list = &b->tree->lists[i];
		b->list->name = talloc_strdup(b->tree, value_key(value, i));
		b->list_lines[i] = value_key_line(value, i);
		if (read_list(b, value_at(value, i)) != 0)
			rc = -EINVAL;
	}
	return rc;
}

static int
read_renamed(const struct value *value, void *into, struct faults *)
{
	struct builder *b = into;
	struct renamed *renamed;
	size_t n;
	int rc = build_size(b, value, VALUE_MAP, NODES_MAX, &n);

	if (rc != 0)
		return rc;
	b->tree->renamed_n = n;
	b->tree->renamed = talloc_zero_array(b->tree, struct renamed,
	    (unsigned)n);
	b->renamed_lines = talloc_zero_array(b, int, (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		renamed = &b->tree->renamed[i];
		renamed->id = talloc_strdup(b->tree, value_key(value, i));
		b->renamed_lines[i] = value_key_line(value, i);
		if (build_link(b, value_at(value, i), &renamed->to) != 0)
			rc = -EINVAL;
	}
	return rc;
}

static const struct field tree_fields[] = {
	{ "lists", false, read_lists },
	{ "nodes", true, read_nodes },
	{ "renamed", false, read_renamed },
	{ 0 }
};

void
tree_read(struct builder *b, const struct document *document)
{
	/* What is wrong is on the list, and the other checks go on. */
	(void)!fields_read(document_root(document), tree_fields, b, b->faults);
}

static const struct node *
find_node(const struct tree *tree, const char *id)
{
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (strcmp(tree->nodes[i].id, id) == 0)
			return &tree->nodes[i];
	return NULL;
}

/* A list's or question's next is its step; only a text has a mere next. */
static void
settle(struct node *node)
{
	if (node->kind == NODE_ASK || node->kind == NODE_CHOOSE) {
		node->step.to = node->next;
		node->next = NULL;
	}
	for (size_t i = 0; i < node->options_n; i++)
		if (node->options[i].retired)
			node->options[i].step.to = node;
}

void
tree_link(struct builder *b)
{
	for (size_t i = 0; i < b->links_n; i++) {
		const struct link *link = &b->links[i];

		*link->place = find_node(b->tree, link->id);
		if (*link->place == NULL)
			faults_add(b->faults, b->file, value_line(link->at),
			    "%s: there is no node \"%s\"; write the id of one",
			    value_name(link->at), link->id);
	}
	for (size_t i = 0; i < b->tree->nodes_n; i++)
		settle(&b->tree->nodes[i]);
}
