#include "locales/edges.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

enum { ZWSP = 0x200b };

/* One for all: every locale has the same dictionaries, and to open it again
   costs more than to cut twenty pages. */
static UBreakIterator *
words(void)
{
	static UBreakIterator *iterator;
	UErrorCode error = U_ZERO_ERROR;

	if (!iterator)
		iterator = ubrk_open(UBRK_LINE, "en", NULL, 0, &error);
	return iterator;
}

static bool
in_dictionary(UChar u)
{
	return u_getIntPropertyValue(u, UCHAR_LINE_BREAK) ==
	    U_LB_COMPLEX_CONTEXT;
}

static bool
is_khmer_consonant(UChar u)
{
	return u >= 0x1780 && u <= 0x17a2;
}

/* Bantoc, robat, toandakhiat: they close a word or silence its letter. */
static bool
closes_khmer(UChar u)
{
	return u >= 0x17cb && u <= 0x17cd;
}

/* A break of ICU's that no reader would make; next is the one after it. */
static bool
is_wrong(struct units raw, unsigned i, unsigned next, bool guided)
{
	if (raw.at[i - 1] == ZWSP || !in_dictionary(raw.at[i - 1]) ||
	    !in_dictionary(raw.at[i]))
		return false;
	return guided || (is_khmer_consonant(raw.at[i]) &&
	    (next == i + 1 || (next > i + 1 && closes_khmer(raw.at[i + 1]))));
}

static void
mark_clusters(struct units shown, uint8_t *edge)
{
	UChar32 before = 0, c;

	for (unsigned i = 0, from = 0; i < shown.n; from = i) {
		c = units_next(shown, &i);
		if (!cluster_joins(before, c))
			edge[from] = EDGE_CLUSTER;
		before = c;
	}
}

/* ICU counts in raw units, edges are of those shown. */
static void
mark_words(struct units raw, uint8_t *edge)
{
	UErrorCode error = U_ZERO_ERROR;
	UBreakIterator *it = words();
	bool guided = u_memchr(raw.at, ZWSP, (int32_t)raw.n);
	unsigned seen = 0, shown = 0;
	int32_t i, next;

	ubrk_setText(it, raw.at, (int32_t)raw.n, &error);
	if (U_FAILURE(error))
		return;
	for (i = ubrk_next(it); i > 0 && (unsigned)i < raw.n; i = next) {
		next = ubrk_next(it);
		for (; seen < (unsigned)i; seen++)
			shown += !unit_guides(raw.at[seen]);
		if (edge[shown] == EDGE_CLUSTER &&
		    !is_wrong(raw, (unsigned)i, (unsigned)next, guided))
			edge[shown] = EDGE_WORD;
	}
}

static bool
is_stop(UChar u)
{
	return u == '.' || u == '!' || u == '?' || u == 0x17d4 || u == 0x17d5;
}

/* Blanks in a row: up to where, and what kinds are among them. */
struct gap { unsigned to; bool line, breaks; };

static struct gap
gap_at(struct units shown, unsigned i)
{
	struct gap gap = { .to = i };

	for (; gap.to < shown.n && unit_blank(shown.at[gap.to]); gap.to++) {
		gap.line |= shown.at[gap.to] == '\n';
		gap.breaks |= unit_breaks(shown.at[gap.to]);
	}
	return gap;
}

static uint8_t
rate_gap(struct units shown, unsigned from, struct gap gap)
{
	UChar before = shown.at[from - 1], after;

	if (gap.to == shown.n)
		return EDGE_NONE;
	after = shown.at[gap.to];
	/* A page would begin with a mark and no letter. */
	if (cluster_joins(0, after))
		return EDGE_NONE;
	if (gap.line)
		return EDGE_LINE;
	/* The groups of a phone number stay together. */
	if (!gap.breaks || (u_isdigit(before) && u_isdigit(after)))
		return EDGE_CLUSTER;
	return is_stop(before) ? EDGE_STOP : EDGE_SPACE;
}

static void
mark_gaps(struct units shown, uint8_t *edge)
{
	for (unsigned i = 1; i < shown.n; i++) {
		struct gap gap = gap_at(shown, i);

		if (gap.to > i) {
			edge[i] = rate_gap(shown, i, gap);
			while (i < gap.to)
				edge[++i] = EDGE_NONE;
		} else if (edge[i] == EDGE_WORD && is_stop(shown.at[i - 1])) {
			edge[i] = EDGE_STOP;
		}
	}
}

uint8_t *
edges_find(TALLOC_CTX *parent, struct units raw, struct units shown)
{
	uint8_t *edge = talloc_zero_array(parent, uint8_t, shown.n + 1);

	mark_clusters(shown, edge);
	mark_words(raw, edge);
	mark_gaps(shown, edge);
	edge[0] = EDGE_NONE;
	return edge;
}
