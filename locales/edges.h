/*
 * edges.h - where a text may be cut, and how good each place is.
 *
 * ICU's dictionaries find Khmer and Thai words; 8 of 100 of its Khmer breaks
 * are wrong, so two filters of our own follow.  A translator overrules both
 * with ZWSP (a break here, and only where I say) and WORD JOINER (no break).
 */
#ifndef LOCALES_EDGES_H
#define LOCALES_EDGES_H

#include <stdint.h>

#include "locales/units.h"

/* Each better than those before it. */
enum edge {
	EDGE_NONE,	/* inside a cluster or a surrogate pair */
	EDGE_CLUSTER,	/* between any two clusters */
	EDGE_WORD,
	EDGE_SPACE,	/* before a space, which is then left out */
	EDGE_STOP,	/* after a full stop */
	EDGE_LINE,	/* before a newline, which is then left out */
	EDGES
};

/*
 * The edge before each unit of a text as shown; one more than it has units,
 * the first and the last EDGE_NONE.  raw is the same text with its ZWSP and
 * WORD JOINER.  Not for several threads at once.
 */
uint8_t *edges_find(TALLOC_CTX *, struct units raw, struct units shown);

#endif
