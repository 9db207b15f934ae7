#include "locales/pages.h"

#include <stdint.h>
#include <string.h>

#include "locales/block.h"
#include "locales/gsm.h"

/*
 * PAGE_LEAST: a digit, a space and the longest character; less is no page.
 * NUMBERED_MAX: keys that choose; 8, 9 and 0 mean something else.
 */
enum { PAGE_LEAST = 4, NUMBERED_MAX = 5 };

/* The next unit to go on a page; block 0 is the text, then come the items. */
struct place { unsigned block, at; };

struct draft {
	struct place place;
	struct units units;
	unsigned cost, first, shown;
};

struct cutter {
	const struct layout *layout;
	bool gsm;
	unsigned limit;
	unsigned n;		/* blocks that are not closing lines */
	struct block *block;	/* text, items, more, last */
	struct draft draft;
};

enum closing { CLOSING_MORE, CLOSING_LAST, CLOSING_NONE, CLOSINGS = 2 };

/*
 * How a page is tried, in this order.  end: everything that is left must be
 * on it; otherwise something has to stay for the next.  The last two are for
 * closing lines that leave no room for a single cluster.
 */
struct attempt { enum closing closing; bool end, force; };
static const struct attempt attempts[] = {
	{ CLOSING_LAST, true, false },
	{ CLOSING_MORE, false, false },
	{ CLOSING_NONE, true, false },
	{ CLOSING_NONE, false, true },
};

static unsigned
cost_of(const struct cutter *c, UChar u)
{
	return c->gsm ? gsm_cost(u) : 1;
}

static void
put(struct cutter *c, UChar u)
{
	c->draft.units.at[c->draft.units.n++] = u;
	c->draft.cost += cost_of(c, u);
}

static void
put_line(struct cutter *c)
{
	if (c->draft.units.n > 0)
		put(c, '\n');
}

static void
put_lead(struct cutter *c)
{
	struct draft *d = &c->draft;
	unsigned i = d->place.block;
	char digit;

	put_line(c);
	if (i == 0)
		return;
	if (d->shown++ == 0)
		d->first = i - 1;
	if (d->place.at > 0)
		return;
	digit = c->layout->items[i - 1].digit;
	put(c, digit ? (UChar)digit : (UChar)('0' + d->shown));
	put(c, ' ');
}

static void
trim(struct cutter *c)
{
	struct draft *d = &c->draft;

	while (d->units.n > 0 && unit_blank(d->units.at[d->units.n - 1]))
		d->cost -= cost_of(c, d->units.at[--d->units.n]);
}

/* From where the draft stands to to, and on to what comes after it. */
static void
put_part(struct cutter *c, unsigned to)
{
	struct draft *d = &c->draft;
	struct units shown = c->block[d->place.block].shown;

	put_lead(c);
	for (unsigned i = d->place.at; i < to; i++)
		put(c, shown.at[i]);
	trim(c);
	while (to < shown.n && unit_blank(shown.at[to]))
		to++;
	if (to < shown.n)
		d->place.at = to;
	else
		d->place = (struct place){ d->place.block + 1, 0 };
}

static unsigned
lead_cost(const struct draft *d)
{
	bool digit = d->place.block > 0 && d->place.at == 0;

	return (d->units.n > 0 ? 1u : 0u) + (digit ? 2u : 0u);
}

static bool
is_numbered_full(const struct cutter *c)
{
	unsigned i = c->draft.place.block;

	return i > 0 && c->layout->items[i - 1].digit == 0 &&
	    c->draft.shown == NUMBERED_MAX;
}

/* The next block or what fits of it; false when the page is full. */
static bool
take(struct cutter *c, unsigned room, const struct attempt *try)
{
	struct draft *d = &c->draft;
	unsigned i = d->place.block, at = d->place.at, to;
	struct block *b = &c->block[i];
	unsigned cost = d->cost + lead_cost(d);

	if (is_numbered_full(c) || cost > room)
		return false;
	to = block_reach(b, at, room - cost);
	if (to == b->shown.n && (try->end || i + 1 < c->n)) {
		put_part(c, to);
		return true;
	}
	if (d->units.n > 0)
		return false;
	to = block_cut(b, at, room - cost, try->force);
	if (to > at)
		put_part(c, to);
	return false;
}

static bool
at_end(const struct cutter *c)
{
	return c->draft.place.block == c->n;
}

static void
put_closing(struct cutter *c, const struct block *closing)
{
	if (closing->shown.n > 0)
		put_line(c);
	for (unsigned i = 0; i < closing->shown.n; i++)
		put(c, closing->shown.at[i]);
}

static bool
try_page(struct cutter *c, const struct attempt *try)
{
	static const struct block nothing;
	const struct block *closing = try->closing == CLOSING_NONE ?
	    &nothing : &c->block[c->n + try->closing];
	unsigned cost = block_cost(closing);
	struct draft before = c->draft;
	bool fits;

	if (cost > 0 && !at_end(c))
		cost++;
	if (cost > c->limit)
		return false;
	while (!at_end(c) && take(c, c->limit - cost, try))
		;
	fits = try->end ? at_end(c) : c->draft.units.n > 0;
	if (fits)
		put_closing(c, closing);
	else
		c->draft = before;
	return fits;
}

/* Are there no more units than room?  Only then is it worth to lay them. */
static bool
fits_whole(struct cutter *c)
{
	unsigned cost = 0;

	for (unsigned i = 0; i < c->n; i++)
		cost += block_cost(&c->block[i]);
	return cost <= c->limit && try_page(c, &attempts[0]);
}

static uint8_t *
big_endian(TALLOC_CTX *parent, struct units units)
{
	uint8_t *out = talloc_array(parent, uint8_t, 2 * units.n);

	for (size_t i = 0; i < units.n; i++) {
		out[2 * i] = (uint8_t)(units.at[i] >> 8);
		out[2 * i + 1] = (uint8_t)units.at[i];
	}
	return out;
}

static struct page
page_of(TALLOC_CTX *parent, const struct cutter *c)
{
	const struct draft *d = &c->draft;
	const char *text = units_text(parent, d->units);

	return (struct page){
		.coding = c->gsm ? CODING_GSM7 : CODING_UCS2,
		.units = d->cost,
		.text = text,
		.octets = c->gsm ? (const void *)text
		    : big_endian(parent, d->units),
		.octets_n = c->gsm ? strlen(text) : 2 * (size_t)d->units.n,
		.first = d->first,
		.shown = d->shown,
	};
}

static void
next_page(struct cutter *c)
{
	struct draft *d = &c->draft;
	const struct attempt *try = attempts;

	d->units.n = d->cost = d->shown = 0;
	d->first = d->place.block > 0 ? d->place.block - 1 : 0;
	/* The last of them puts at least one character. */
	while (!try_page(c, try))
		try++;
}

static void
cut_all(struct cutter *c, struct pages *pages)
{
	unsigned n = 0;

	do {
		next_page(c);
		pages->page = talloc_realloc(pages, pages->page, struct page,
		    n + 1);
		pages->page[n++] = page_of(pages, c);
	} while (!at_end(c));
	pages->n = n;
}

static void
read_layout(struct cutter *c, TALLOC_CTX *work)
{
	const struct layout *layout = c->layout;
	unsigned n = c->n + CLOSINGS;
	const char **texts = talloc_array(work, const char *, n);

	texts[0] = layout->text ? layout->text : "";
	for (unsigned i = 1; i < c->n; i++)
		texts[i] = layout->items[i - 1].text;
	texts[c->n + CLOSING_MORE] = layout->more ? layout->more : "";
	texts[c->n + CLOSING_LAST] = layout->last ? layout->last : "";
	c->block = talloc_array(work, struct block, n);
	blocks_read(c->block, texts, n);
	c->gsm = c->block->gsm;
	/* No text above the items: begin with them. */
	c->draft.place.block = c->block->shown.n == 0;
}

/* What both have in common; work is freed by whoever called. */
static struct cutter
cutter_of(TALLOC_CTX *work, const struct layout *layout,
    struct page_limits limits)
{
	struct cutter c = {
		.layout = layout, .n = (unsigned)layout->items_n + 1,
	};

	read_layout(&c, work);
	c.limit = c.gsm ? limits.septets : limits.units;
	if (c.limit < PAGE_LEAST)
		c.limit = PAGE_LEAST;
	c.draft.units.at = talloc_array(work, UChar, c.limit + 1);
	return c;
}

struct pages *
pages_cut(TALLOC_CTX *parent, const struct layout *layout,
    struct page_limits limits)
{
	struct pages *pages = talloc_zero(parent, struct pages);
	void *work = talloc_new(NULL);
	struct cutter c = cutter_of(work, layout, limits);

	cut_all(&c, pages);
	talloc_free(work);
	return pages;
}

struct pages *
pages_cut_one(TALLOC_CTX *parent, const struct layout *layout,
    struct page_limits limits)
{
	void *work = talloc_new(NULL);
	struct cutter c = cutter_of(work, layout, limits);
	struct pages *pages = NULL;

	if (fits_whole(&c)) {
		pages = talloc_zero(parent, struct pages);
		pages->page = talloc(pages, struct page);
		pages->page[pages->n++] = page_of(pages, &c);
	}
	talloc_free(work);
	return pages;
}

unsigned
page_sms_parts(const struct page *page)
{
	unsigned one = page->coding == CODING_GSM7 ? 160 : 70;
	unsigned each = page->coding == CODING_GSM7 ? 153 : 67;

	return page->units <= one ? 1 : (page->units + each - 1) / each;
}
