#include "gateway/words/needs.h"

#include <string.h>

#include "gateway/checking/checks.h"

struct needs {
	const struct catalogue *catalogue;
	size_t n;
	bool *two;		/* by the catalogue's order of keys */
};

static size_t
place_of(const struct needs *needs, const char *key)
{
	size_t low = 0, high = needs->n;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(catalogue_key(needs->catalogue, middle),
		    key);

		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return needs->n;
}

static void
mark(struct needs *needs, const char *key)
{
	size_t place = place_of(needs, key);

	if (place < needs->n)
		needs->two[place] = true;
}

/* A text, and what is said by SMS or instead of it. */
static void
mark_all(void *arg, const char *key)
{
	static const char *const forms[] = { "", ".sms", ".otherwise" };
	struct needs *needs = arg;

	for (int i = 0; i < 3; i++) {
		char *form = talloc_asprintf(needs, "%s%s", key, forms[i]);

		mark(needs, form);
		talloc_free(form);
	}
}

static void
mark_node(struct needs *needs, const struct tree *tree,
    const struct node *node)
{
	TALLOC_CTX *tmp = talloc_new(needs);

	node_keys(tmp, tree, node, mark_all, needs);
	mark_all(needs, talloc_asprintf(tmp, "foot.%s", node->id));
	talloc_free(tmp);
}

/* What stands inside a page: numbers for somebody in danger, and what staff
   say of her matter. */
static void
mark_inner(struct needs *needs)
{
	static const char *const inner[] = { "numbers.short.", "canned." };
	const char *key;

	for (size_t i = 0; i < needs->n; i++) {
		key = catalogue_key(needs->catalogue, i);
		for (size_t k = 0; k < sizeof(inner) / sizeof(*inner); k++)
			if (strncmp(key, inner[k], strlen(inner[k])) == 0)
				needs->two[i] = true;
	}
}

struct needs *
needs_open(TALLOC_CTX *ctx, const struct tree *tree,
    const struct catalogue *catalogue)
{
	struct needs *needs = talloc_zero(ctx, struct needs);
	const struct node *node;

	needs->catalogue = catalogue;
	needs->n = catalogue_count(catalogue);
	needs->two = talloc_zero_array(needs, bool, (unsigned)needs->n);
	for (size_t i = 0; i < tree->nodes_n; i++) {
		node = &tree->nodes[i];
		if (node->sensitive || node->ussd_only)
			mark_node(needs, tree, node);
	}
	mark_inner(needs);
	return needs;
}

bool
needs_two(const struct needs *needs, const char *key)
{
	size_t place = place_of(needs, key);

	return place < needs->n && needs->two[place];
}

bool
needs_met(void *arg, const char *key, enum locale locale)
{
	const struct needs *needs = arg;

	return catalogue_own(needs->catalogue, locale, key) != NULL &&
	    review_suffices(catalogue_review(needs->catalogue, locale, key),
	    needs_two(needs, key));
}

struct lack
needs_lack(const struct needs *needs, enum locale locale)
{
	struct lack lack = { .texts = needs->n };
	const char *key;

	for (size_t i = 0; i < needs->n; i++) {
		key = catalogue_key(needs->catalogue, i);
		if (catalogue_own(needs->catalogue, locale, key) == NULL)
			lack.none++;
		else if (!review_suffices(catalogue_review(needs->catalogue,
		    locale, key), false))
			lack.first++;
		else if (!needs_met((void *)needs, key, locale))
			lack.second++;
	}
	return lack;
}
