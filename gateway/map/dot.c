#include "gateway/map/map.h"

/* A branch is worth a box of its own when more than this stands in it. */
enum { BOX_MIN = 2, BOXES_DEEP = 2 };

static void
put_text(const char *text, FILE *out)
{
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
}

static const char *
shape_of(const struct node *node)
{
	static const char *const shapes[] = {
		[NODE_MENU] = "box", [NODE_TEXT] = "note",
		[NODE_ASK] = "parallelogram", [NODE_CHOOSE] = "folder",
		[NODE_END] = "oval",
	};

	return shapes[node->kind];
}

static void
put_node(const struct map *map, const struct node *node, FILE *out)
{
	TALLOC_CTX *tmp = talloc_new(NULL);

	fprintf(out, "\"%s\" [shape=%s, label=\"", node->id, shape_of(node));
	put_text(map_title(tmp, map, node), out);
	fprintf(out, "\\n%s", node->id);
	if (node->alias != NULL)
		fprintf(out, "   *%s#", node->alias);
	fprintf(out, "\"%s%s%s];\n", node->sensitive ?
	    ", color=\"#b00020\", fillcolor=\"#fde7ea\"" : "",
	    node->ussd_only ? ", style=\"filled,dashed\"" : "",
	    node->alias != NULL ? ", penwidth=2.5" : "");
	talloc_free(tmp);
}

static size_t
size_of(const struct map *map, const struct node *top)
{
	const struct tree *tree = map->house->tree;
	size_t n = 0;

	for (size_t i = 0; i < tree->nodes_n; i++)
		n += map_is_below(map, &tree->nodes[i], top);
	return n;
}

static void
put_box(const struct map *map, const struct node *top, unsigned deep,
    FILE *out)
{
	const struct tree *tree = map->house->tree;
	bool boxed = deep > 0 && deep <= BOXES_DEEP &&
	    size_of(map, top) > BOX_MIN;
	TALLOC_CTX *tmp = talloc_new(NULL);

	if (boxed) {
		fprintf(out, "subgraph \"cluster_%s\" {\nlabel=\"", top->id);
		put_text(map_title(tmp, map, top), out);
		fputs("\"; style=\"rounded,filled\"; color=\"#9aa7b3\";"
		    " fillcolor=\"#f5f8fa\";\n", out);
	}
	put_node(map, top, out);
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (map->above[i] == top)
			put_box(map, &tree->nodes[i], deep + 1, out);
	if (boxed)
		fputs("}\n", out);
	talloc_free(tmp);
}

/* Ways to where the map shows a page bear on its layout, others do not. */
static void
put_ways(const struct map *map, const struct node *node, FILE *out)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	size_t n;
	const struct way *ways = map_ways(tmp, map, node, &n);

	for (size_t i = 0; i < n; i++) {
		bool tree_way = map->above[ways[i].to->index] == node;

		/* A label beside its way takes no place in the layout: dot gives
		   up where too many do. */
		fprintf(out, "\"%s\" -> \"%s\" [%s=\"", node->id,
		    ways[i].to->id, tree_way && !ways[i].other ? "label" :
		    "xlabel");
		put_text(ways[i].key, out);
		if (ways[i].words[0] != '\0') {
			fputc(' ', out);
			put_text(ways[i].words, out);
		}
		fprintf(out, "\"%s];\n", ways[i].other ?
		    ", style=dotted, constraint=false" : tree_way ? "" :
		    ", style=dashed, color=\"#7a8791\", constraint=false");
	}
	talloc_free(tmp);
}

void
map_dot(const struct map *map, FILE *out)
{
	const struct tree *tree = map->house->tree;

	fputs("digraph helpline {\nrankdir=LR; nodesep=0.12; ranksep=0.9;\n"
	    "label=\"red: sensitive   dashed border: not by SMS   thick: "
	    "dialled straight through   dashed way: to a page drawn elsewhere"
	    "   dotted: when refused\";\n"
	    "fontname=\"Noto Sans, Noto Sans Khmer, Noto Sans Thai\";\n"
	    "node [fontname=\"Noto Sans, Noto Sans Khmer, Noto Sans Thai\","
	    " fontsize=11, style=filled, fillcolor=white];\n"
	    "edge [fontname=\"Noto Sans, Noto Sans Khmer, Noto Sans Thai\","
	    " fontsize=9];\n", out);
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (map->depth[i] == 0)
			put_box(map, &tree->nodes[i], 0, out);
	for (size_t i = 0; i < tree->nodes_n; i++)
		put_ways(map, &tree->nodes[i], out);
	fputs("}\n", out);
}
