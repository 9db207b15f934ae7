#include "gateway/calls/laying.h"

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

/* Under the talloc parent; NULL when it takes more than one page. */
static const struct page *
cut_one(TALLOC_CTX *parent, const struct layout *layout,
    struct page_limits limits)
{
	const struct pages *pages = pages_cut_one(parent, layout, limits);

	return pages != NULL ? &pages->page[0] : NULL;
}

/* A page and the line of help that goes on it. */
struct hinting {
	TALLOC_CTX *tmp, *parent;	/* gone at once; of the page */
	const struct view *view;
	const struct pages *pages;
	unsigned page;
	const char *line;
	bool answers;		/* what she asked, so that she must read it */
};

/*
 * A page of options that is full: the line stands for the title, unless the
 * title is what the page is for (numbers, a reference, a state); then it
 * stands for the closing keys.
 */
static const struct page *
hint_in_place(struct drawing *d, const struct hinting *h)
{
	struct layout layout;
	bool own = false;

	layout = drawing_lay(d, h->tmp, h->view, &own);
	items_of(h->tmp, &layout, &h->pages->page[h->page]);
	if (h->page + 1 < h->pages->n)
		layout.last = layout.more;
	if (own && h->pages->n == 1)
		layout.last = h->line;
	else
		layout.text = h->line;
	return cut_one(h->parent, &layout, h->view->limits);
}

/* An answer that must be read, on a page of text that is full: alone, with
   the keys of that page. */
static const struct page *
hint_alone(struct drawing *d, const struct hinting *h)
{
	struct layout layout;
	bool own = false;

	layout = drawing_lay(d, h->tmp, h->view, &own);
	if (h->page + 1 < h->pages->n)
		layout.last = layout.more;
	layout.text = h->line;
	layout.items_n = 0;
	return cut_one(h->parent, &layout, h->view->limits);
}

static const struct page *
draw_hint(struct drawing *d, const struct hinting *h)
{
	const struct page *plain = &h->pages->page[h->page], *hinted;
	const struct layout above = {
		.text = talloc_asprintf(h->tmp, "%s\n%s", h->line,
		    plain->text),
	};

	hinted = cut_one(h->parent, &above, h->view->limits);
	if (hinted == NULL && plain->shown > 0)
		hinted = hint_in_place(d, h);
	else if (hinted == NULL && h->answers)
		hinted = hint_alone(d, h);
	return hinted != NULL ? hinted : plain;
}

static const char *const hint_keys[HINTS] = {
	[HINT_WRONG_KEY] = "hint.key",
	[HINT_CALL_BACK] = "hint.call",
	[HINT_SENT] = "hint.sent",
	[HINT_NOT_SENT] = "hint.unsent",
};

const struct page *
drawing_hint(struct drawing *d, TALLOC_CTX *ctx, const struct view *view,
    unsigned page, enum hint hint)
{
	const struct pages *pages = drawing_pages(d, ctx, view);
	struct cut *cut = drawing_kept(d, view);
	struct hinting h = { .parent = ctx, .view = view, .pages = pages,
	    .page = page, .answers = hint >= HINT_SENT };
	const struct page *hinted;
	bool own = false;

	if (cut->pages != NULL && cut->hinted[page][hint] != NULL)
		return cut->hinted[page][hint];
	if (cut->pages != NULL)
		h.parent = cut->pages;
	h.tmp = talloc_new(ctx);
	h.line = drawing_words(d, h.tmp, hint_keys[hint], view, &own);
	hinted = draw_hint(d, &h);
	talloc_free(h.tmp);
	if (cut->pages != NULL)
		cut->hinted[page][hint] = hinted;
	return hinted;
}
