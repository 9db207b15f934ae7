/*
 * worklist.h - the desk's lists, a page at a time: what a member's centre
 * reads, without a word of it.
 *
 * Urgent first, then what is due first (finished: the last change first).  A
 * page begins after a place, which the page before gave; what changes
 * meanwhile is met twice or not, nothing else is.  A filter looks at no more
 * than WORKLIST_LOOK cases a page: a page may be short or empty and still have
 * another after it.
 */
#ifndef STORE_WORKLIST_H
#define STORE_WORKLIST_H

#include <stdbool.h>
#include <stdint.h>

#include "store/cases.h"
#include "store/staff.h"

enum worklist {
	LIST_MINE,
	LIST_CENTRE,
	LIST_UNASSIGNED,
	LIST_URGENT,
	LIST_OVERDUE,
	LIST_WAITING,		/* for others */
	LIST_STAND_IN,		/* what she sees as stand-in of another */
	LIST_FINISHED,
	LISTS
};
extern const char *const worklist_names[];	/* ends with NULL */

enum { WORKLIST_LOOK = 300 };

/* Where a page begins; zero: at the top.  at is a time, so an end of time is
   -1 of part: no page comes after. */
struct worklist_place { int part; int64_t at; struct id id; };

struct worklist_ask {
	enum worklist list;
	const struct member *member;
	int64_t now;
	unsigned max;			/* cases of the page */
	struct worklist_place from;
	bool (*fits)(void *arg, const struct matter *);
	void *arg;
};
struct worklist_page {			/* a talloc context */
	size_t n;
	struct matter *matter;
	struct worklist_place next;	/* part -1: this was the last */
};
/* -EIO. */
[[nodiscard]] int worklist_load(struct store *, TALLOC_CTX *,
    const struct worklist_ask *, struct worklist_page **out);

/* How many cases a list holds; max stands for so many and more.  -EIO. */
[[nodiscard]] int worklist_count(struct store *, enum worklist,
    const struct member *, int64_t now, unsigned max, int64_t *out);

/* Grows with every change of a case in her centre or one she stands in for. */
[[nodiscard]] int worklist_pulse(struct store *, const struct member *,
    int64_t *out);

#endif
