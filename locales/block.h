/*
 * block.h - one text of a layout on its way to the pages: counted, and cut
 * where it hurts least.
 */
#ifndef LOCALES_BLOCK_H
#define LOCALES_BLOCK_H

#include <stdint.h>

#include "locales/units.h"

struct block {
	struct units raw;	/* with ZWSP and WORD JOINER */
	struct units shown;
	uint8_t *edge;		/* of shown; NULL until it has to be cut */
	bool gsm;		/* counted in septets, else in UTF-16 units */
};

/* Of n texts, under a talloc array of n.  GSM-7 only when all of them can be;
   blanks at their ends are left out. */
void blocks_read(struct block *, const char *const *texts, unsigned n);

unsigned block_cost(const struct block *);
/* How far into it one comes from a unit within room; shown.n at most. */
unsigned block_reach(const struct block *, unsigned from, unsigned room);
/*
 * The best place to cut within room after from, or from when there is none;
 * force then cuts inside a cluster, but never inside a surrogate pair.
 */
unsigned block_cut(struct block *, unsigned from, unsigned room, bool force);

#endif
