/*
 * permit.h - an operator's word that texts without a review may be sent.
 *
 * For the night when a new text stands in the way of starting and nobody is
 * there to read it.  It names her, ends by itself, and is in the audit.
 */
#ifndef STORE_PERMIT_H
#define STORE_PERMIT_H

#include <stdint.h>
#include <talloc.h>

#include "store/store.h"

struct permit {
	const char *until;	/* the last day, YYYY-MM-DD; "" none was given */
	const char *who;
	int64_t at;
};

/* The last one given.  -EIO. */
[[nodiscard]] int permit_load(struct store *, TALLOC_CTX *,
    struct permit *out);
/* Give one, in a transaction of its own.  -EIO. */
[[nodiscard]] int permit_give(struct store *, const char *until,
    const char *who, int64_t now);

#endif
