/*
 * seeking.h - one search in words while it runs: read in the loop, a few
 * hundred items at a time, opened and compared in the worker's thread.
 *
 * It stops when its line is gone, when its session is locked or over, when it
 * has found or looked at enough.  What was opened is wiped with each part; what
 * is kept is where the words stand.
 */
#ifndef GATEWAY_DESK_SEEKING_H
#define GATEWAY_DESK_SEEKING_H

#include <stdbool.h>
#include <stdint.h>

#include "locales/seek.h"
#include "store/scan.h"

enum {
	SEEKING_FOUND_MAX = 50,		/* cases */
	SEEKING_ITEMS_MAX = 50000,	/* looked at, in one search */
	SEEKING_PART = 256,		/* items opened before others' turn */
	SEEKING_CASES = 64,		/* of a part */
};

/* The best item of a case so far. */
struct find {
	struct matter matter;
	unsigned words;			/* bits of all its items */
	unsigned best;			/* how many words this one has */
	int64_t n, at;
	const char *kind;
	struct seen seen;
};

/* What goes to the thread and comes back; a talloc context of its own. */
struct part {
	const struct seek *seek;
	const struct scan_key *key;
	size_t n;
	struct scan *scan[SEEKING_CASES];
	struct find find[SEEKING_CASES];
	size_t looked;			/* items opened */
	size_t broken;			/* that did not open */
};

/* In the thread. */
void part_open(struct part *);

struct desk;
/* Answer all that still run: the worker has ended. */
void seekings_stop(struct desk *);

#endif
