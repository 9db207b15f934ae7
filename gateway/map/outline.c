#include "gateway/map/map.h"

/* What whoever changes the tree must know of a page. */
static void
print_marks(const struct node *node, FILE *out)
{
	if (node->alias != NULL)
		fprintf(out, "  *%s#", node->alias);
	if (node->sensitive)
		fputs("  sensitive", out);
	if (node->ussd_only)
		fputs("  not by SMS", out);
}

static void
print_page(const struct map *map, const struct node *node,
    const struct way *way, FILE *out)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	unsigned depth = map->depth[node->index];
	size_t n;
	const struct way *ways;

	fprintf(out, "%*s%s%s%s [%s]", (int)depth * 3, "",
	    way != NULL ? way->key : "", way != NULL && way->key[0] != '\0' ?
	    " " : "", way != NULL && way->words[0] != '\0' ? way->words :
	    map_title(tmp, map, node), node->id);
	print_marks(node, out);
	fputc('\n', out);
	ways = map_ways(tmp, map, node, &n);
	for (size_t i = 0; i < n; i++) {
		bool first = true;

		for (size_t k = 0; k < i; k++)
			first &= ways[k].to != ways[i].to;
		if (map->above[ways[i].to->index] == node && first)
			print_page(map, ways[i].to, &ways[i], out);
		else if (!ways[i].other)
			fprintf(out, "%*s%s%s%s -> %s\n", (int)depth * 3 + 3,
			    "", ways[i].key, ways[i].key[0] != '\0' ? " " : "",
			    ways[i].words, ways[i].to->id);
	}
	talloc_free(tmp);
}

void
map_outline(const struct map *map, FILE *out)
{
	const struct tree *tree = map->house->tree;

	for (size_t i = 0; i < tree->nodes_n; i++)
		if (map->depth[i] == 0)
			print_page(map, &tree->nodes[i], NULL, out);
}
