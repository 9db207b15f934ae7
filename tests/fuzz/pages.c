/*
 * Paging.  The input says the limits and how many of the lines that follow
 * are items; the lines are cleaned first.  No page is over its cap; its
 * octets and its count are those of its text; no page is empty unless there
 * is nothing to show; the items follow each other over the pages without a
 * gap; and without closing lines the pages joined hold what one huge page
 * holds, blanks aside, and cut no cluster that would fit a page.
 */
#include "tests/fuzz/fuzz.h"

#include <stdbool.h>
#include <unicode/utf8.h>
#include <unicode/utf16.h>

#include "locales/clean.h"
#include "locales/fold.h"
#include "locales/pages.h"
#include "locales/units.h"

enum { ITEMS = 7, HUGE_PAGE = 1 << 17, LEAST = 4 };

/* A line of the input, cleaned. */
static const char *
draw_line(TALLOC_CTX *work, struct draw *draw)
{
	const uint8_t *end = draw->n ? memchr(draw->at, '\n', draw->n) : NULL;
	size_t n = end != NULL ? (size_t)(end - draw->at) : draw->n;
	const uint8_t *from = draw_octets(draw, n, &n);

	(void)draw_octet(draw);
	return text_clean(work, from, n, CODING_GSM7, NULL);
}

static void
hold_page(const struct page *page, unsigned limit)
{
	unsigned septets;

	must(page->units <= (limit < LEAST ? LEAST : limit));
	if (page->coding == CODING_GSM7) {
		must(septets_count(page->text, &septets) == 0);
		must(septets == page->units);
		must(page->octets_n == strlen(page->text));
	} else {
		must(page->coding == CODING_UCS2);
		must(text_units(page->text) == page->units);
		must(page->octets_n == 2 * (size_t)page->units);
	}
}

static void
hold_items(const struct pages *pages, const struct layout *layout)
{
	unsigned next = 0;

	for (size_t i = 0; i < pages->n; i++) {
		const struct page *page = &pages->page[i];

		if (page->shown == 0)
			continue;
		/* One that went on is on both pages. */
		must(page->first == next ||
		    (next > 0 && page->first + 1 == next));
		next = page->first + page->shown;
	}
	must(next == layout->items_n);
}

static void
hold_all(const struct pages *pages, const struct layout *layout,
    struct page_limits limits)
{
	must(pages->n > 0);
	for (size_t i = 0; i < pages->n; i++) {
		const struct page *page = &pages->page[i];

		must(page->coding == pages->page[0].coding);
		must(pages->n == 1 || page->units > 0);
		hold_page(page, page->coding == CODING_GSM7 ?
		    limits.septets : limits.units);
	}
	hold_items(pages, layout);
}

/* Blanks, which a page may end at: ASCII, U+00A0, U+2000 and on, U+3000. */
static size_t
blank_at(const char *at)
{
	if (*at == ' ' || *at == '\n')
		return 1;
	if (strncmp(at, "\u00a0", 2) == 0)
		return 2;
	if (strncmp(at, "\u3000", 3) == 0 || strncmp(at, "\u202f", 3) == 0)
		return 3;
	if (strncmp(at, "\u2000", 2) == 0 && (unsigned char)at[2] <= 0x8a)
		return 3;
	return 0;
}

static char *
joined(TALLOC_CTX *work, const struct pages *pages)
{
	char *out = talloc_strdup(work, "");

	for (size_t i = 0; i < pages->n; i++)
		out = talloc_strdup_append_buffer(out, pages->page[i].text);
	return out;
}

static void
hold_same(const char *a, const char *b)
{
	size_t blank;

	for (;;) {
		while ((blank = blank_at(a)) > 0)
			a += blank;
		while ((blank = blank_at(b)) > 0)
			b += blank;
		must(*a == *b);
		if (*a == '\0')
			return;
		a++;
		b++;
	}
}

static bool
is_unbroken(const char *text)
{
	while (*text != '\0' && blank_at(text) == 0)
		text++;
	return *text == '\0';
}

/* Units of the cluster that ends with a text, and of what goes on with it. */
static unsigned
cluster_end(const char *text, UChar32 *last)
{
	const uint8_t *at = (const uint8_t *)text;
	int32_t i = (int32_t)strlen(text);
	unsigned units = 0;
	UChar32 c, before;

	U8_PREV(at, 0, i, *last);
	for (c = *last; ; c = before) {
		units += U16_LENGTH(c);
		if (i == 0)
			return units;
		U8_PREV(at, 0, i, before);
		if (!cluster_joins(before, c))
			return units;
	}
}

static unsigned
cluster_rest(const char *text, UChar32 before)
{
	const uint8_t *at = (const uint8_t *)text;
	int32_t i = 0, n = (int32_t)strlen(text);
	unsigned units = 0;
	UChar32 c;

	while (i < n) {
		U8_NEXT(at, i, n, c);
		if (!cluster_joins(before, c))
			break;
		units += U16_LENGTH(c);
		before = c;
	}
	return units;
}

static void
hold_clusters(const struct pages *pages, struct page_limits limits)
{
	unsigned limit = pages->page[0].coding == CODING_GSM7 ?
	    limits.septets : limits.units;

	for (size_t i = 1; i < pages->n; i++) {
		UChar32 last;
		unsigned end = cluster_end(pages->page[i - 1].text, &last);
		unsigned rest = cluster_rest(pages->page[i].text, last);

		must(rest == 0 || end + rest > limit);
	}
}

static void
hold_whole(TALLOC_CTX *work, const struct pages *pages,
    const struct layout *layout, struct page_limits limits)
{
	const struct page_limits all = { HUGE_PAGE, HUGE_PAGE };
	const struct pages *one = pages_cut(work, layout, all);

	must(one->n == 1 && one->page[0].coding == pages->page[0].coding);
	hold_same(joined(work, pages), one->page[0].text);
	if (layout->items_n == 0 && is_unbroken(one->page[0].text))
		hold_clusters(pages, limits);
}

/* One page is one page, however it was asked for. */
static void
hold_one(TALLOC_CTX *work, const struct pages *pages,
    const struct layout *layout, struct page_limits limits)
{
	const struct pages *one = pages_cut_one(work, layout, limits);

	/* It may still be one without its closing line. */
	if (one == NULL)
		return;
	must(one->n == 1 && pages->n == 1);
	must(strcmp(one->page[0].text, pages->page[0].text) == 0);
	must(one->page[0].units == pages->page[0].units);
}

static size_t
draw_items(TALLOC_CTX *work, struct draw *draw, struct item *items, size_t n,
    unsigned digits)
{
	for (size_t i = 0; i < n; i++)
		items[i] = (struct item){ digits ? (char)('1' + i % 5) : 0,
		    draw_line(work, draw) };
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	TALLOC_CTX *work = talloc_new(NULL);
	struct page_limits limits = { draw_octet(&draw), draw_octet(&draw) };
	unsigned how = draw_octet(&draw);
	struct item items[ITEMS];
	struct layout layout = { .items = items };
	struct pages *pages;

	layout.items_n = draw_items(work, &draw, items, how % (ITEMS + 1),
	    how & 64);
	if (how & 128)
		layout.more = draw_line(work, &draw);
	if (how & 128)
		layout.last = draw_line(work, &draw);
	layout.text = text_clean(work, draw.at, draw.n, CODING_GSM7, NULL);
	pages = pages_cut(work, &layout, limits);
	hold_one(work, pages, &layout, limits);
	hold_all(pages, &layout, limits);
	/* Numbers of a list begin anew on each page, so they would differ. */
	if (!(how & 128) && (layout.items_n == 0 || how & 64))
		hold_whole(work, pages, &layout, limits);
	talloc_free(work);
	return 0;
}
