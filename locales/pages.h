/*
 * pages.h - a text cut into pages that fit a phone.
 *
 * Counted in the units of the wire: GSM 03.38 septets (its ten extension
 * characters count two) or UTF-16 units.  Never cut inside a Khmer or Thai
 * cluster or a surrogate pair; an option never leaves its digit.  See
 * 3GPP TS 23.038 and shared facts in HACKING.md.
 */
#ifndef LOCALES_PAGES_H
#define LOCALES_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "locales/clean.h"

/* How much one page may hold, footer included.  Less than 4 counts as 4. */
struct page_limits { unsigned septets, units; };

/* One line to choose: never split from its digit while it fits a page. */
struct item {
	char digit;		/* '1'..'5'; 0: numbered 1-5 on each page */
	const char *text;	/* UTF-8 */
};

struct layout {
	const char *text;	/* above the items; may be "" or NULL */
	const struct item *items;
	size_t items_n;
	/* Closing lines.  more ends every page but the last, last ends the
	   last page; either may hold several keys ("8 more 0 back"), be
	   "" or NULL.  One that leaves no room for a cluster is left out. */
	const char *more, *last;
};

struct page {
	enum coding coding;
	unsigned units;		/* septets or UTF-16 units, as counted */
	const char *text;	/* UTF-8 as shown, without ZWSP and WJ */
	const void *octets;	/* as Kannel wants it: UTF-8 for CODING_GSM7,
				   UTF-16BE for CODING_UCS2 */
	size_t octets_n;
	/* Items of the layout on this page.  One that goes on from the page
	   before is among them, so its number still chooses it. */
	unsigned first, shown;
};
struct pages { size_t n; struct page *page; };

/*
 * Cut.  GSM-7 when page and footer both allow it (after folding of curly
 * quotes, dashes, ellipses), else UCS-2.  Always at least one page; never
 * fails on clean text.  The result hangs under the talloc parent.  Not for
 * several threads at once.
 */
struct pages *pages_cut(TALLOC_CTX *, const struct layout *,
    struct page_limits);

/* The same where all of it fits one page; NULL where it does not, found
   without looking for a place to cut. */
struct pages *pages_cut_one(TALLOC_CTX *, const struct layout *,
    struct page_limits);

/* Parts of the SMS that a page makes.  3GPP TS 23.040: of a longer one each part
   gives six octets to the header that joins them. */
unsigned page_sms_parts(const struct page *);

/* GSM-7 septets of a text as it stands, not folded; -EINVAL when a character
   is not in the alphabet. */
[[nodiscard]] int septets_count(const char *text, unsigned *out);

#endif
