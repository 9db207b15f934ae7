#include "gateway/calls/naming.h"

#include <limits.h>
#include <string.h>

#include "gateway/calls/laying.h"
#include "locales/fold.h"
#include "locales/near.h"
#include "menus/names.h"

enum {
	TEXT_MAX_UNITS = 40,
	PREFIX_MIN = 4,		/* letters that may stand for the whole name */
	FAR = 4,		/* further is not looked at */
};

/* Letters that may be wrong in a name of so many. */
static unsigned
tolerance(size_t length)
{
	return length < 5 ? 0 : length < 9 ? 1 : 2;
}

struct naming {
	TALLOC_CTX *ctx;
	const struct house *house;
	const struct node *node;
	const char *typed;
	size_t length;
	size_t best_value;
	unsigned best, second;		/* distances; of another value */
	size_t begins_value, begins_n;	/* values whose name begins so */
};

/* What may stand before a place, folded: its kind. */
static const char *const kinds[] = {
	"ខេត្ត", "រាជធានី", "ក្រុង", "ប្រទេស",
	"khet", "province", "country", "prates",
	"จังหวัด", "ประเทศ",
};

static const char *
without_kind(TALLOC_CTX *ctx, const char *text)
{
	char *key = near_key(ctx, text);
	size_t n;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		n = strlen(kinds[i]);
		if (strncmp(key, kinds[i], n) == 0 && key[n] != '\0')
			return key + n;
	}
	return key;
}

static void
see_distance(struct naming *n, size_t value, unsigned distance)
{
	if (value == n->best_value) {
		if (distance < n->best)
			n->best = distance;
	} else if (distance < n->best) {
		n->second = n->best;
		n->best = distance;
		n->best_value = value;
	} else if (distance < n->second) {
		n->second = distance;
	}
}

static void
see_name(struct naming *n, size_t value, const char *name)
{
	const char *key = without_kind(n->ctx, name);

	see_distance(n, value, near_distance(n->typed, key, FAR));
	if (n->length < PREFIX_MIN ||
	    strncmp(key, n->typed, strlen(n->typed)) != 0)
		return;
	if (n->begins_n == 0 || n->begins_value != value)
		n->begins_n++;
	n->begins_value = value;
}

static bool
see_spellings(struct naming *n, size_t i, const char *value)
{
	const struct spelled *spelled = names_of(n->house->names, value);

	for (size_t k = 0; spelled != NULL && k < spelled->n; k++)
		see_name(n, i, spelled->spelling[k]);
	return spelled != NULL;
}

static void
see_words(struct naming *n, size_t i)
{
	struct view view = { .node = n->node };

	for (int l = 0; l < LOCALES; l++) {
		view.locale = (enum locale)l;
		see_name(n, i, drawing_choice(n->house->drawing, n->ctx,
		    &view, i));
	}
}

/* A value that is no place: who does not know takes its number. */
static bool
is_place(const char *value)
{
	return strcmp(value, "other") != 0 && strcmp(value, "0") != 0;
}

/* false when nothing of the list is a place. */
static bool
see_list(struct naming *n, const char *const *values, size_t values_n)
{
	bool places = tree_list(n->house->tree, n->node->list)->dynamic;

	for (size_t i = 0; i < values_n; i++) {
		if (!is_place(values[i]))
			continue;
		places |= see_spellings(n, i, values[i]);
		see_words(n, i);
	}
	return places;
}

/* Of information that is no place only the words that stand there, or how
   they begin: a guess could answer what someone in need wrote. */
static enum named
judge_words(const struct naming *n, const char *text)
{
	if (n->node->sensitive || danger_cried(n->house->danger, text))
		return NAMED_NOTHING;
	if (n->best == 0 || n->begins_n == 1)
		return n->second == 0 ? NAMED_SEVERAL : NAMED_ONE;
	return n->begins_n > 1 ? NAMED_SEVERAL : NAMED_NOTHING;
}

static enum named
judge_place(const struct naming *n)
{
	if (n->best == 0)
		return n->second == 0 ? NAMED_SEVERAL : NAMED_ONE;
	if (n->begins_n == 1)
		return NAMED_ONE;
	if (n->best <= tolerance(n->length) && n->second > n->best + 1)
		return NAMED_ONE;
	return n->begins_n > 1 || n->best <= tolerance(n->length) ?
	    NAMED_SEVERAL : NAMED_NOTHING;
}

static enum named
find_in_list(struct naming *n, const char *text, const char **value)
{
	size_t values_n;
	const char *const *values = drawing_values(n->house->drawing, n->node,
	    &values_n);
	enum named named;

	if (values == NULL)
		return NAMED_NOTHING;
	named = see_list(n, values, values_n) ? judge_place(n) :
	    judge_words(n, text);
	if (named == NAMED_ONE)
		*value = values[n->best == 0 || n->begins_n != 1 ?
		    n->best_value : n->begins_value];
	return named;
}

/* Languages by their exact names: a guess would be hard to undo. */
static enum named
find_language(struct naming *n, const char **value)
{
	const struct node *node = n->node;

	for (size_t i = 0; i < node->options_n; i++)
		see_spellings(n, i, node->options[i].value);
	if (n->best != 0 || n->second == 0)
		return NAMED_NOTHING;
	*value = node->options[n->best_value].value;
	return NAMED_ONE;
}

enum named
naming_find(const struct house *house, const struct node *node,
    const char *text, const char **value)
{
	struct naming n = { .house = house, .node = node,
	    .best_value = SIZE_MAX, .best = UINT_MAX, .second = UINT_MAX };
	enum named named = NAMED_NOTHING;

	if (text_units(text) > TEXT_MAX_UNITS ||
	    danger_in(house->danger, text) != NULL)
		return NAMED_NOTHING;
	n.ctx = talloc_new(NULL);
	n.typed = without_kind(n.ctx, text);
	n.length = near_length(n.typed);
	if (n.length > 0 && node->kind == NODE_CHOOSE)
		named = find_in_list(&n, text, value);
	else if (n.length > 0 && node == house->tree->language)
		named = find_language(&n, value);
	talloc_free(n.ctx);
	return named;
}
