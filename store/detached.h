/*
 * detached.h - DELETE from a phone: its number finds none of its cases any
 * more, nor do digits typed on it.
 *
 * The cases stay, with a wish that says so (wish.h), until staff know who sent
 * it: the sender may be the one who fears them.  New cases of the number are
 * its own again.
 */
#ifndef STORE_DETACHED_H
#define STORE_DETACHED_H

#include <stdbool.h>
#include <stdint.h>

#include "store/cases.h"
#include "store/staff.h"

/* Detach all cases of a number, inside a transaction; nothing where there are
   none.  -EIO. */
[[nodiscard]] int detached_make(struct store *, const struct tag *,
    int64_t now);
/* Was this case detached from this phone? */
[[nodiscard]] int detached_is(struct store *, const struct tag *,
    const struct id *, bool *out);
/* Does a case wait for a decision?  Its wish says since when. */
[[nodiscard]] int detached_waits(struct store *, const struct id *,
    bool *out);

/* What staff decide once they know who sent it. */
enum detached {
	DETACHED_UNDO,		/* not she: the phone finds the case again */
	DETACHED_KEEP,		/* she: it stays as she wished */
};
/* A transaction of its own, as work.h.  -EALREADY there is nothing to decide. */
[[nodiscard]] int detached_decide(struct store *, const char *ref,
    const struct login *, enum detached, int64_t now);

#endif
