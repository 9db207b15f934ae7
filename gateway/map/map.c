#include "gateway/map/map.h"

#include <string.h>

#include "gateway/checking/sample.h"
#include "locales/fold.h"

enum { TITLE_UNITS = 32 };

struct list_of_ways { struct way *way; size_t n; };

static void
add(TALLOC_CTX *ctx, struct list_of_ways *list, const struct way *way)
{
	if (way->to == NULL)
		return;
	list->way = talloc_realloc(ctx, list->way, struct way,
	    (unsigned)list->n + 1);
	list->way[list->n++] = *way;
}

/* One line of a text as the locale has it, without marks that guide breaks. */
static const char *
words_of(TALLOC_CTX *ctx, const struct map *map, const char *key)
{
	struct sample sample = { map->house, ctx, map->locale, false };
	const struct view view = { .locale = map->locale,
	    .value = sample_value, .arg = &sample };
	const struct layout layout = { .text = drawing_text(
	    map->house->drawing, ctx, key, &view), .more = "", .last = "" };
	char *line;

	if (layout.text == NULL)
		return key;
	line = talloc_strdup(ctx, pages_cut(ctx, &layout,
	    (struct page_limits){ 160, 70 })->page[0].text);
	line[strcspn(line, "\n")] = '\0';
	return text_units(line) <= TITLE_UNITS ? line :
	    talloc_asprintf(ctx, "%s...", text_cut(ctx, line, TITLE_UNITS));
}

const char *
map_title(TALLOC_CTX *ctx, const struct map *map, const struct node *node)
{
	return words_of(ctx, map, node->prompt);
}

static const struct branch *
find_branch(const struct node *node, const char *value)
{
	for (size_t i = 0; i < node->branches_n; i++)
		if (strcmp(node->branches[i].value, value) == 0)
			return &node->branches[i];
	return NULL;
}

static void
add_refused(TALLOC_CTX *ctx, struct list_of_ways *list,
    const struct step *step)
{
	add(ctx, list, &(struct way){ "", "", step->otherwise, true });
}

static const char *
value_words(TALLOC_CTX *ctx, const struct map *map, const struct node *node,
    const char *value)
{
	return words_of(ctx, map, talloc_asprintf(ctx, "list.%s.%s",
	    node->list, value));
}

/* A list's values that lead elsewhere by name, then the others at once. */
static void
add_choices(TALLOC_CTX *ctx, struct list_of_ways *list,
    const struct map *map, const struct node *node)
{
	const struct list *values = tree_list(map->house->tree, node->list);
	struct way others = { "*", "", node->step.to, false };
	size_t n = 0;

	for (size_t i = 0; values != NULL && i < values->n; i++) {
		const char *value = values->values[i];
		const struct branch *branch = find_branch(node, value);

		if (branch == NULL) {
			others.key = n++ == 0 ? value : "*";
			continue;
		}
		add(ctx, list, &(struct way){ value, value_words(ctx, map,
		    node, value), branch->step.to, false });
		add_refused(ctx, list, &branch->step);
	}
	if (n == 1)
		others.words = value_words(ctx, map, node, others.key);
	add(ctx, list, &others);
}

static void
add_options(TALLOC_CTX *ctx, struct list_of_ways *list,
    const struct map *map, const struct node *node)
{
	const struct option *option;

	for (size_t i = 0; i < node->options_n; i++) {
		option = &node->options[i];
		if (option->retired)
			continue;
		add(ctx, list, &(struct way){ talloc_asprintf(ctx, "%c",
		    option->digit), words_of(ctx, map, option->text),
		    option->step.to, false });
		add_refused(ctx, list, &option->step);
	}
}

/* What an answer may find before where it leads. */
static void
add_found(TALLOC_CTX *ctx, struct list_of_ways *list, const struct node *node)
{
	for (size_t i = 0; i < node->branches_n; i++)
		add(ctx, list, &(struct way){ node->branches[i].value, "",
		    node->branches[i].step.to, false });
}

struct way *
map_ways(TALLOC_CTX *ctx, const struct map *map, const struct node *node,
    size_t *n)
{
	struct list_of_ways list = { talloc_array(ctx, struct way, 0), 0 };

	add_options(ctx, &list, map, node);
	if (node->kind == NODE_CHOOSE)
		add_choices(ctx, &list, map, node);
	else
		add(ctx, &list, &(struct way){ "", "", node->step.to, false });
	if (node->kind == NODE_ASK)
		add_found(ctx, &list, node);
	add_refused(ctx, &list, &node->step);
	if (node->skip_to != NULL)
		add(ctx, &list, &(struct way){ "8", "", node->skip_to, false });
	if (node->next != NULL)
		add(ctx, &list, &(struct way){ "8", "", node->next, false });
	*n = list.n;
	return list.way;
}

/* Everything that one more key reaches stands below the page it was on. */
static void
spread(struct map *map, const struct node *root)
{
	const struct tree *tree = map->house->tree;
	const struct node **queue = talloc_array(map, const struct node *,
	    (unsigned)tree->nodes_n + 1);
	size_t first = 0, last = 0, n;

	if (map->depth[root->index] != ~0U)
		return;
	map->depth[root->index] = 0;
	queue[last++] = root;
	while (first < last) {
		const struct node *node = queue[first++];
		const struct way *ways = map_ways(map, map, node, &n);

		for (size_t i = 0; i < n; i++) {
			const struct node *to = ways[i].to;

			if (map->depth[to->index] != ~0U)
				continue;
			map->depth[to->index] = map->depth[node->index] + 1;
			map->above[to->index] = node;
			queue[last++] = to;
		}
	}
}

struct map *
map_make(TALLOC_CTX *ctx, const struct house *house, enum locale locale)
{
	const struct tree *tree = house->tree;
	struct map *map = talloc_zero(ctx, struct map);

	map->house = house;
	map->locale = locale;
	map->above = talloc_zero_array(map, const struct node *,
	    (unsigned)tree->nodes_n);
	map->depth = talloc_array(map, unsigned, (unsigned)tree->nodes_n);
	for (size_t i = 0; i < tree->nodes_n; i++)
		map->depth[i] = ~0U;
	spread(map, tree->start);
	spread(map, tree->call_me);
	for (size_t i = 0; i < tree->nodes_n; i++)
		spread(map, &tree->nodes[i]);
	return map;
}

bool
map_is_below(const struct map *map, const struct node *node,
    const struct node *other)
{
	while (node != NULL && node != other)
		node = map->above[node->index];
	return node != NULL;
}
