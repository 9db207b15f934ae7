/*
 * facet.h - whom a case is about, as far as it is counted: in clear, never a
 * name.  The values are the desk's lists; the store keeps short texts.
 */
#ifndef STORE_FACET_H
#define STORE_FACET_H

#include <stdint.h>

#include "store/cases.h"
#include "store/staff.h"

enum { FACET_MAX = 15 };
struct facets {			/* "": not said */
	char sex[FACET_MAX + 1], age[FACET_MAX + 1], province[FACET_MAX + 1],
	    regular[FACET_MAX + 1];
};

/* Of a case; all "" where nothing was said.  -EIO. */
[[nodiscard]] int facets_of(struct store *, const struct id *,
    struct facets *out);
/* Inside a transaction, of a case that is just opened.  -EIO. */
[[nodiscard]] int facets_add(struct store *, const struct id *,
    const struct facets *);
/* By a member, as in work.h: a change of the case, in a transaction of its
   own. */
[[nodiscard]] int facets_set(struct store *, const char *ref,
    const struct login *, const struct facets *, int64_t now);

#endif
