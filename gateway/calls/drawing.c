#include "gateway/calls/drawing.h"

#include <string.h>

#include "gateway/calls/laying.h"
#include "gateway/calls/wording.h"

struct store_list { const char *name; struct choices choices; };

struct drawing {
	const struct tree *tree;
	struct wording wording;
	bool demo;
	struct cuts *cuts;
	struct store_list *lists;
	size_t lists_n;
};

char *
drawing_text(const struct drawing *d, TALLOC_CTX *ctx, const char *key,
    const struct view *view)
{
	bool own = false;

	return wording_text(&d->wording, ctx, key, view, &own);
}

const char *
drawing_words(const struct drawing *d, TALLOC_CTX *ctx, const char *key,
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

static bool
is_own_list(const struct drawing *d, const struct view *view)
{
	return tree_list(d->tree, view->node->list)->own;
}

const char *const *
drawing_view_values(const struct drawing *d, const struct view *view,
    size_t *n)
{
	if (!is_own_list(d, view))
		return drawing_values(d, view->node, n);
	*n = view->choices != NULL ? view->choices->n : 0;
	return *n > 0 ? (const char *const *)view->choices->values : NULL;
}

static const char *
draw_choice(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    size_t i, bool *own)
{
	const struct choices *choices = is_own_list(d, view) ?
	    view->choices : find_choices(d, view->node->list);
	const char *value;
	size_t n;

	value = drawing_view_values(d, view, &n)[i];
	if (choices != NULL && strcmp(value, "0") != 0)
		return choices->names[i][view->locale];
	return drawing_words(d, ctx, talloc_asprintf(ctx, "list.%s.%s",
	    view->node->list, strcmp(value, "0") ? value : "unknown"),
	    view, own);
}

const char *
drawing_choice(const struct drawing *d, TALLOC_CTX *ctx,
    const struct view *view, size_t n)
{
	bool own = false;

	return draw_choice(d, ctx, view, n, &own);
}

static void
lay_choices(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    struct layout *layout, bool *own)
{
	struct item *items;
	size_t n;

	drawing_view_values(d, view, &n);
	*own |= is_own_list(d, view);
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
		items[i].text = drawing_words(d, ctx, node->options[i].text,
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
	if (node->kind == NODE_TEXT && node->sms && view->sends)
		return node->next != NULL ? "foot.on.send" : "foot.home.send";
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

	layout->more = drawing_words(d, ctx,
	    back ? "foot.more" : "foot.more.start", view, own);
	layout->last = last == NULL ? "" :
	    drawing_words(d, ctx, last, view, own);
}

static const char *
prompt_of(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    bool *own)
{
	const struct node *node = view->node;
	const char *text = drawing_words(d, ctx, node->prompt, view, own);

	if (!d->demo || (node != d->tree->start && node != d->tree->language))
		return text;
	return talloc_asprintf(ctx, "%s %s",
	    drawing_words(d, ctx, "demo", view, own), text);
}

/* Words that must not lie in an inbox: one neutral sentence instead. */
static bool
is_withheld(const struct view *view)
{
	return view->sms && view->node->ussd_only;
}

struct layout
drawing_lay(const struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    bool *own)
{
	struct layout layout = {0};

	lay_closings(d, ctx, view, &layout, own);
	if (is_withheld(view)) {
		layout.text = drawing_words(d, ctx, "sms.only_ussd", view, own);
		return layout;
	}
	layout.text = prompt_of(d, ctx, view, own);
	if (view->node->kind == NODE_MENU)
		lay_options(d, ctx, view, &layout, own);
	else if (view->node->kind == NODE_CHOOSE)
		lay_choices(d, ctx, view, &layout, own);
	return layout;
}

struct cut *
drawing_kept(const struct drawing *d, const struct view *view)
{
	return cuts_find(d->cuts, (struct door){ view->limits, view->sms,
	    view->sends }, view->node, view->locale);
}

const struct pages *
drawing_pages(struct drawing *d, TALLOC_CTX *ctx, const struct view *view)
{
	struct cut *cut = drawing_kept(d, view);
	TALLOC_CTX *tmp;
	struct layout layout;
	struct pages *pages;
	bool own = false;

	if (cut->pages != NULL)
		return cut->pages;
	tmp = talloc_new(ctx);
	layout = drawing_lay(d, tmp, view, &own);
	pages = pages_cut(ctx, &layout, view->limits);
	if (!own)
		cut_keep(cut, talloc_steal(d->cuts, pages));
	talloc_free(tmp);
	return pages;
}

const struct pages *
drawing_letter(const struct drawing *d, TALLOC_CTX *ctx,
    const struct view *view)
{
	/* Several SMS: whoever reads the first knows that there are more. */
	struct layout layout = { .more = "..." };
	bool own = false;

	layout.text = wording_text(&d->wording, ctx, view->node->prompt, view,
	    &own);
	if (layout.text == NULL || own)
		return NULL;
	return pages_cut(ctx, &layout, view->limits);
}

static void
cut_hints(struct drawing *d, TALLOC_CTX *tmp, const struct view *view,
    unsigned page)
{
	bool sends = view->node->sms && view->sends;

	for (int h = HINT_NONE + 1; h < HINTS; h++)
		if (sends || h < HINT_SENT)
			drawing_hint(d, tmp, view, page, (enum hint)h);
}

/* All pages of a node that are the same for everyone. */
static void
cut_node(struct drawing *d, const struct node *node, const struct door *door)
{
	struct view view = { .node = node, .sms = door->sms,
	    .sends = door->sends, .limits = door->limits };
	TALLOC_CTX *tmp = talloc_new(NULL);
	const struct pages *pages;

	for (int l = 0; l < LOCALES; l++) {
		view.locale = (enum locale)l;
		pages = drawing_pages(d, tmp, &view);
		if (drawing_kept(d, &view)->pages == NULL)
			continue;
		for (unsigned i = 0; i < pages->n; i++)
			cut_hints(d, tmp, &view, i);
	}
	talloc_free(tmp);
}

void
drawing_cut(struct drawing *d, struct door door)
{
	for (size_t i = 0; i < d->tree->nodes_n; i++)
		cut_node(d, &d->tree->nodes[i], &door);
}

/* What stood in a list that has changed. */
static void
cut_list(struct drawing *d, const char *list)
{
	const struct door *door;
	const struct node *node;

	for (size_t i = 0; i < d->tree->nodes_n; i++) {
		node = &d->tree->nodes[i];
		if (node->kind != NODE_CHOOSE || strcmp(node->list, list) != 0)
			continue;
		cuts_forget(d->cuts, node);
		for (size_t n = 0; (door = cuts_door(d->cuts, n)); n++)
			cut_node(d, node, door);
	}
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
	cut_list(d, list);
}

struct drawing *
drawing_open(TALLOC_CTX *ctx, const struct tree *tree,
    const struct catalogue *catalogue, const struct known *known, bool demo,
    time_t now)
{
	struct drawing *d = talloc_zero(ctx, struct drawing);

	d->tree = tree;
	d->cuts = cuts_new(d, tree);
	d->wording = (struct wording){ catalogue, known, now };
	d->demo = demo;
	return d;
}
