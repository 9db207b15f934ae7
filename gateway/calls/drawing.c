#include "gateway/calls/drawing.h"

#include <string.h>

#include "gateway/calls/wording.h"

enum { LIMITS_KEPT = 4 };

struct kept {
	struct page_limits limits;
	/* [node][locale][sms], filled when first asked for */
	struct pages **pages;
};

struct store_list { const char *name; struct choices choices; };

struct drawing {
	const struct tree *tree;
	struct wording wording;
	bool demo;
	struct kept kept[LIMITS_KEPT];
	size_t kept_n;
	struct store_list *lists;
	size_t lists_n;
};

static size_t
slot_of(const struct drawing *d, const struct view *view)
{
	(void)d;
	return (view->node->index * LOCALES + view->locale) * 2 + view->sms;
}

char *
drawing_text(const struct drawing *d, TALLOC_CTX *ctx, const char *key,
    const struct view *view)
{
	bool own = false;

	return wording_text(&d->wording, ctx, key, view, &own);
}

/* A missing text shows its key: check refuses that, a caller is not lost. */
static const char *
text_or_key(const struct drawing *d, TALLOC_CTX *ctx, const char *key,
    const struct view *view, bool *own)
{
	const char *text = wording_text(&d->wording, ctx, key, view, own);

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

	if (catalogue_text(d->wording.catalogue, LOCALE_EN, own, NULL) != NULL)
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

static const struct page *
cut_one(TALLOC_CTX *ctx, const struct layout *layout,
    struct page_limits limits)
{
	const struct pages *pages = pages_cut(ctx, layout, limits);

	return pages->n == 1 ? &pages->page[0] : NULL;
}

/*
 * A page of options that is full: the line stands for the title, unless the
 * title is what the page is for (numbers, a reference, a state); then it
 * stands for the closing keys.
 */
static const struct page *
hint_in_place(struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    const char *line, unsigned page, const struct pages *pages)
{
	const struct page *plain = &pages->page[page];
	struct layout layout;
	bool own = false;

	layout = lay(d, ctx, view, &own);
	items_of(ctx, &layout, plain);
	if (page + 1 < pages->n)
		layout.last = layout.more;
	if (own && pages->n == 1)
		layout.last = line;
	else
		layout.text = line;
	return cut_one(ctx, &layout, view->limits);
}

const struct page *
drawing_hint(struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    unsigned page, enum hint hint)
{
	const struct pages *pages = drawing_pages(d, ctx, view);
	const struct page *plain = &pages->page[page], *hinted;
	struct layout above = {0};
	bool own = false;
	const char *line = text_or_key(d, ctx,
	    hint == HINT_CALL_BACK ? "hint.call" : "hint.key", view, &own);

	above.text = talloc_asprintf(ctx, "%s\n%s", line, plain->text);
	hinted = cut_one(ctx, &above, view->limits);
	if (hinted == NULL && plain->shown > 0)
		hinted = hint_in_place(d, ctx, view, line, page, pages);
	return hinted != NULL ? hinted : plain;
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
	d->wording = (struct wording){ catalogue, facts, now };
	d->demo = demo;
	return d;
}
