#include "gateway/calls/drawing.h"

#include <string.h>

#include "locales/fold.h"

enum { LIMITS_KEPT = 4 };

struct kept {
	struct page_limits limits;
	/* [node][locale][sms], filled when first asked for */
	struct pages **pages;
};

struct store_list { const char *name; struct choices choices; };

struct drawing {
	const struct tree *tree;
	const struct catalogue *catalogue;
	const struct facts *facts;
	bool demo;
	time_t now;
	struct kept kept[LIMITS_KEPT];
	size_t kept_n;
	struct store_list *lists;
	size_t lists_n;
};

/* What a placeholder means while one text is filled. */
struct filling {
	TALLOC_CTX *ctx;
	const struct drawing *drawing;
	const struct view *view;
	bool own;		/* a value of the caller's own was named */
	bool gone;		/* a fact that may not be shown was named */
};

static size_t
slot_of(const struct drawing *d, const struct view *view)
{
	(void)d;
	return (view->node->index * LOCALES + view->locale) * 2 + view->sms;
}

static const char *
fill_fact(struct filling *filling, const struct fact *fact)
{
	const char *shown;

	shown = fact_shown(filling->ctx, fact, filling->drawing->now);
	filling->gone |= shown == NULL;
	return shown;
}

static const char *
fill_value(void *arg, const char *name)
{
	struct filling *filling = arg;
	const struct fact *fact = facts_find(filling->drawing->facts, name);

	if (fact != NULL)
		return fill_fact(filling, fact);
	filling->own = true;
	if (filling->view->value == NULL)
		return NULL;
	return filling->view->value(filling->view->arg, name);
}

static const char *
find_text(const struct drawing *d, const char *key, const struct view *view)
{
	char variant[96];
	const char *text = NULL;

	snprintf(variant, sizeof(variant), "%s.sms", key);
	if (view->sms)
		text = catalogue_text(d->catalogue, view->locale, variant, NULL);
	if (text == NULL)
		text = catalogue_text(d->catalogue, view->locale, key, NULL);
	return text;
}

/*
 * *own says whether the text names a caller's own value.  A text whose fact is
 * past its date is not shown: what to do otherwise is.
 */
static char *
write_text(const struct drawing *d, TALLOC_CTX *ctx, const char *key,
    const struct view *view, bool *own)
{
	struct filling filling = { .ctx = ctx, .drawing = d, .view = view };
	const char *text = find_text(d, key, view);
	char *filled;

	if (text == NULL)
		return NULL;
	filled = text_fill(ctx, text, fill_value, &filling);
	*own |= filling.own;
	if (!filling.gone || strcmp(key, "otherwise") == 0)
		return filled;
	return write_text(d, ctx, "otherwise", view, own);
}

char *
drawing_text(const struct drawing *d, TALLOC_CTX *ctx, const char *key,
    const struct view *view)
{
	bool own = false;

	return write_text(d, ctx, key, view, &own);
}

/* A missing text shows its key: check refuses that, a caller is not lost. */
static const char *
text_or_key(const struct drawing *d, TALLOC_CTX *ctx, const char *key,
    const struct view *view, bool *own)
{
	const char *text = write_text(d, ctx, key, view, own);

	return text != NULL ? text : key;
}

static const struct choices *
find_choices(const struct drawing *d, const char *list)
{
	for (size_t i = 0; i < d->lists_n; i++)
		if (strcmp(d->lists[i].name, list) == 0)
			return &d->lists[i].choices;
	return NULL;
}

const char *const *
drawing_values(const struct drawing *d, const struct node *node, size_t *n)
{
	const struct list *list = tree_list(d->tree, node->list);
	const struct choices *choices = find_choices(d, node->list);

	*n = 0;
	if (list != NULL && !list->dynamic) {
		*n = list->n;
		return (const char *const *)list->values;
	}
	if (choices == NULL)
		return NULL;
	*n = choices->n;
	return (const char *const *)choices->values;
}

static const char *
draw_choice(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    size_t i, bool *own)
{
	const struct choices *choices = find_choices(d, view->node->list);
	const char *value;
	size_t n;

	value = drawing_values(d, view->node, &n)[i];
	if (choices != NULL && strcmp(value, "0") != 0)
		return choices->names[i][view->locale];
	return text_or_key(d, ctx, talloc_asprintf(ctx, "list.%s.%s",
	    view->node->list, strcmp(value, "0") ? value : "unknown"),
	    view, own);
}

static void
lay_choices(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    struct layout *layout, bool *own)
{
	struct item *items;
	size_t n;

	drawing_values(d, view->node, &n);
	items = talloc_zero_array(ctx, struct item, (unsigned)n);
	for (size_t i = 0; i < n; i++)
		items[i].text = draw_choice(d, ctx, view, i, own);
	layout->items = items;
	layout->items_n = n;
}

static void
lay_options(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    struct layout *layout, bool *own)
{
	const struct node *node = view->node;
	struct item *items = talloc_zero_array(ctx, struct item,
	    (unsigned)node->options_n);

	for (size_t i = 0; i < node->options_n; i++) {
		items[i].digit = node->options[i].digit;
		items[i].text = text_or_key(d, ctx, node->options[i].text,
		    view, own);
	}
	layout->items = items;
	layout->items_n = node->options_n;
}

/* The key of the closing line of a node's last page. */
static const char *
closing_of(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view)
{
	const struct node *node = view->node;
	const char *own = talloc_asprintf(ctx, "foot.%s", node->id);

	if (catalogue_text(d->catalogue, LOCALE_EN, own, NULL) != NULL)
		return own;
	if (node->kind == NODE_END || node->back == NULL)
		return NULL;
	if (node->kind == NODE_TEXT)
		return node->next != NULL ? "foot.on" : "foot.home";
	return node->skip ? "foot.skip" : "foot.back";
}

static void
lay_closings(const struct drawing *d, TALLOC_CTX *ctx,
    const struct view *view, struct layout *layout, bool *own)
{
	const char *last = closing_of(d, ctx, view);
	bool back = view->node->back != NULL;

	layout->more = text_or_key(d, ctx,
	    back ? "foot.more" : "foot.more.start", view, own);
	layout->last = last == NULL ? "" :
	    text_or_key(d, ctx, last, view, own);
}

static const char *
prompt_of(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    bool *own)
{
	const struct node *node = view->node;
	const char *text = text_or_key(d, ctx, node->prompt, view, own);

	if (!d->demo || (node != d->tree->start && node != d->tree->language))
		return text;
	return talloc_asprintf(ctx, "%s %s",
	    text_or_key(d, ctx, "demo", view, own), text);
}

/* Words that must not lie in an inbox: one neutral sentence instead. */
static bool
is_withheld(const struct view *view)
{
	return view->sms && view->node->ussd_only;
}

static struct layout
lay(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    bool *own)
{
	struct layout layout = {0};

	lay_closings(d, ctx, view, &layout, own);
	if (is_withheld(view)) {
		layout.text = text_or_key(d, ctx, "sms.only_ussd", view, own);
		return layout;
	}
	layout.text = prompt_of(d, ctx, view, own);
	if (view->node->kind == NODE_MENU)
		lay_options(d, ctx, view, &layout, own);
	else if (view->node->kind == NODE_CHOOSE)
		lay_choices(d, ctx, view, &layout, own);
	return layout;
}

/* The kept pages of these limits; NULL when too many kinds are in use. */
static struct kept *
kept_for(struct drawing *d, struct page_limits limits)
{
	struct kept *kept;

	for (size_t i = 0; i < d->kept_n; i++) {
		kept = &d->kept[i];
		if (kept->limits.units == limits.units &&
		    kept->limits.septets == limits.septets)
			return kept;
	}
	if (d->kept_n == LIMITS_KEPT)
		return NULL;
	kept = &d->kept[d->kept_n++];
	kept->limits = limits;
	kept->pages = talloc_zero_array(d, struct pages *,
	    (unsigned)(d->tree->nodes_n * LOCALES * 2));
	return kept;
}

const struct pages *
drawing_pages(struct drawing *d, TALLOC_CTX *ctx, const struct view *view)
{
	struct kept *kept = kept_for(d, view->limits);
	size_t slot = slot_of(d, view);
	TALLOC_CTX *tmp;
	struct layout layout;
	struct pages *pages;
	bool own = false;

	if (kept != NULL && kept->pages[slot] != NULL)
		return kept->pages[slot];
	tmp = talloc_new(ctx);
	layout = lay(d, tmp, view, &own);
	pages = pages_cut(ctx, &layout, view->limits);
	if (!own && kept != NULL)
		kept->pages[slot] = talloc_steal(kept->pages, pages);
	talloc_free(tmp);
	return pages;
}

/* The items of one page, each with the digit it has there. */
static void
items_of(TALLOC_CTX *ctx, struct layout *layout, const struct page *page)
{
	struct item *items = talloc_zero_array(ctx, struct item, page->shown);

	for (unsigned i = 0; i < page->shown; i++) {
		items[i] = layout->items[page->first + i];
		if (items[i].digit == 0)
			items[i].digit = (char)('1' + i);
	}
	layout->items = items;
	layout->items_n = page->shown;
}

const struct page *
drawing_hint(struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    unsigned page, enum hint hint)
{
	const struct pages *pages = drawing_pages(d, ctx, view);
	const struct page *plain = &pages->page[page < pages->n ? page : 0];
	struct pages *hinted;
	struct layout layout;
	bool own = false;
	const char *line;

	line = text_or_key(d, ctx, hint == HINT_CALL_BACK ? "hint.call" :
	    "hint.key", view, &own);
	own = false;
	layout = lay(d, ctx, view, &own);
	/* Numbers, a reference, a state: the title is what the page is for. */
	if (own)
		return plain;
	if (plain->shown > 0) {
		/* The options matter more than the title above them. */
		layout.text = line;
		items_of(ctx, &layout, plain);
	} else {
		layout.text = talloc_asprintf(ctx, "%s\n%s", line,
		    page == 0 ? layout.text : "");
		layout.items_n = 0;
	}
	if (page + 1 < pages->n)
		layout.last = layout.more;
	hinted = pages_cut(ctx, &layout, view->limits);
	return hinted->n == 1 && (plain->shown > 0 || pages->n == 1) ?
	    &hinted->page[0] : plain;
}

void
drawing_choices(struct drawing *d, const char *list,
    const struct choices *choices)
{
	struct store_list *l = NULL;

	for (size_t i = 0; i < d->lists_n; i++)
		if (strcmp(d->lists[i].name, list) == 0)
			l = &d->lists[i];
	if (l == NULL) {
		d->lists = talloc_realloc(d, d->lists, struct store_list,
		    (unsigned)d->lists_n + 1);
		l = &d->lists[d->lists_n++];
		l->name = talloc_strdup(d, list);
	}
	l->choices = *choices;
	for (size_t i = 0; i < d->kept_n; i++)
		talloc_free(d->kept[i].pages);
	d->kept_n = 0;
}

struct drawing *
drawing_open(TALLOC_CTX *ctx, const struct tree *tree,
    const struct catalogue *catalogue, const struct facts *facts, bool demo,
    time_t now)
{
	struct drawing *d = talloc_zero(ctx, struct drawing);

	d->tree = tree;
	d->catalogue = catalogue;
	d->facts = facts;
	d->demo = demo;
	d->now = now;
	return d;
}
