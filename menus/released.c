#include "menus/released.h"

#include <errno.h>
#include <string.h>

#include "menus/document.h"
#include "menus/embedded.h"

/* A digit of a node and the key of its words, or an alias and its node. */
struct meaning { const char *of, *digits, *is; };

struct released {
	const char *version;
	unsigned options_n, aliases_n;
	struct meaning *options, *aliases;
};

struct reading { struct released *released; };

static int
read_version(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	if (value_text(value) == NULL) {
		faults_add(faults, value_file(value), value_line(value),
		    "version must be a text");
		return -EINVAL;
	}
	r->released->version = talloc_strdup(r->released, value_text(value));
	return 0;
}

static struct meaning *
add(TALLOC_CTX *ctx, struct meaning *list, unsigned *n,
    const struct meaning *meaning)
{
	list = talloc_realloc(ctx, list, struct meaning, *n + 1);
	list[(*n)++] = (struct meaning){
		talloc_strdup(ctx, meaning->of),
		talloc_strdup(ctx, meaning->digits),
		talloc_strdup(ctx, meaning->is),
	};
	return list;
}

/* A map of digits, of a node or of all aliases. */
static int
read_digits(const struct value *value, const char *of, struct released *r,
    struct faults *faults)
{
	int rc = 0;

	if (value_kind(value) != VALUE_MAP) {
		faults_add(faults, value_file(value), value_line(value),
		    "%s must be a map of digits", value_name(value));
		return -EINVAL;
	}
	for (size_t i = 0; i < value_count(value); i++) {
		const struct meaning meaning = { of, value_key(value, i),
		    value_text(value_at(value, i)) };
		size_t n = strlen(meaning.digits);

		if (meaning.is == NULL || n == 0 ||
		    strspn(meaning.digits, "0123456789") != n) {
			faults_add(faults, value_file(value),
			    value_key_line(value, i), "digits and what they "
			    "lead to are needed");
			rc = -EINVAL;
		} else if (of[0] != '\0') {
			r->options = add(r, r->options, &r->options_n,
			    &meaning);
		} else {
			r->aliases = add(r, r->aliases, &r->aliases_n,
			    &meaning);
		}
	}
	return rc;
}

static int
read_aliases(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_digits(value, "", r->released, faults);
}

static int
read_nodes(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;
	int rc = 0;

	if (value_kind(value) != VALUE_MAP) {
		faults_add(faults, value_file(value), value_line(value),
		    "nodes must be a map");
		return -EINVAL;
	}
	for (size_t i = 0; i < value_count(value); i++)
		if (read_digits(value_at(value, i), value_key(value, i),
		    r->released, faults) != 0)
			rc = -EINVAL;
	return rc;
}

static const struct field fields[] = {
	{ "version", true, read_version },
	{ "nodes", true, read_nodes },
	{ "aliases", true, read_aliases },
	{ 0 }
};

int
released_build(TALLOC_CTX *ctx, const struct document *document,
    struct faults *faults, struct released **out)
{
	struct reading r = { talloc_zero(ctx, struct released) };
	int rc = fields_read(document_root(document), fields, &r, faults);

	if (rc == 0)
		*out = r.released;
	else
		talloc_free(r.released);
	return rc;
}

int
released_embedded(TALLOC_CTX *ctx, struct faults *faults,
    struct released **out)
{
	struct document *document;
	int rc = document_parse(NULL, "menus/released.yaml", menus_released,
	    menus_released_n, faults, &document);

	if (rc != 0)
		return rc;
	rc = released_build(ctx, document, faults, out);
	talloc_free(document);
	return rc;
}

static const struct option *
find_option(const struct node *node, char digit)
{
	for (size_t i = 0; i < node->options_n; i++)
		if (node->options[i].digit == digit)
			return &node->options[i];
	return NULL;
}

static void
check_option(const struct released *r, const struct meaning *was,
    const struct node *node, const char *file, struct faults *faults)
{
	const struct option *option = find_option(node, was->digits[0]);

	if (option == NULL)
		faults_add(faults, file, node->line, "%s: digit %s was %s in "
		    "%s and is gone; give it back with retired: yes",
		    node->id, was->digits, was->is, r->version);
	/* Its words may now explain that it is gone. */
	else if (strcmp(option->text, was->is) != 0 && !option->retired)
		faults_add(faults, file, node->line, "%s: digit %s was %s in "
		    "%s and is %s now; give the new one a digit of its own",
		    node->id, was->digits, was->is, r->version, option->text);
}

static void
check_alias(const struct released *r, const struct meaning *was,
    const struct tree *tree, const char *file, struct faults *faults)
{
	const struct node *led = tree_node(tree, was->is);
	const struct node *leads = tree_alias(tree, was->digits);

	if (leads == NULL)
		faults_add(faults, file, led != NULL ? led->line : 0,
		    "alias %s led to %s in %s and is gone; posters say it",
		    was->digits, was->is, r->version);
	else if (leads != led)
		faults_add(faults, file, leads->line, "alias %s led to %s in "
		    "%s and leads to %s now; posters say it", was->digits,
		    was->is, r->version, leads->id);
}

void
released_check(const struct released *r, const struct tree *tree,
    const char *file, struct faults *faults)
{
	const struct node *node;

	for (unsigned i = 0; i < r->options_n; i++) {
		node = tree_node(tree, r->options[i].of);
		if (node != NULL)
			check_option(r, &r->options[i], node, file, faults);
		else if (i == 0 || strcmp(r->options[i].of,
		    r->options[i - 1].of) != 0)
			faults_add(faults, file, 0, "%s was in %s and is gone;"
			    " say under renamed what took its place",
			    r->options[i].of, r->version);
	}
	for (unsigned i = 0; i < r->aliases_n; i++)
		check_alias(r, &r->aliases[i], tree, file, faults);
}

static void
write_options(const struct node *node, FILE *file)
{
	fprintf(file, "  %s: {", node->id);
	for (size_t i = 0; i < node->options_n; i++)
		fprintf(file, "%s%c: %s", i > 0 ? ", " : "",
		    node->options[i].digit, node->options[i].text);
	fputs("}\n", file);
}

void
released_write(const struct tree *tree, const char *version, FILE *file)
{
	fprintf(file, "# What every digit meant when this was released: "
	    "helpline map --released.\n# Do not edit: people know digits by "
	    "heart.\nversion: \"%s\"\nnodes:\n", version);
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (tree->nodes[i].options_n > 0)
			write_options(&tree->nodes[i], file);
	fputs("aliases:\n", file);
	for (size_t i = 0; i < tree->nodes_n; i++)
		if (tree->nodes[i].alias != NULL)
			fprintf(file, "  \"%s\": %s\n", tree->nodes[i].alias,
			    tree->nodes[i].id);
}
