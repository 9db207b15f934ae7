/*
 * joined.h - two cases that are one matter.
 *
 * A duplicate is finished and shown as joined to the other; nothing moves: it
 * keeps its items, its caller and her digits.  Who reads the other reads both,
 * because the duplicate's key is sealed to it.  What its caller asks is answered
 * with the other's state, and what she adds takes the other up again.
 */
#ifndef STORE_JOINED_H
#define STORE_JOINED_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"

enum { JOINED_MAX = 100 };	/* shown with one case */

/*
 * Join a case of this version to another, of her own centre both, both open and
 * neither offered nor referred (-EPERM); outcome, kept in it, says how it ended.
 * -ENOENT either is none that she reads; -EINVAL the same; else as work.h.
 */
[[nodiscard]] int case_join(struct store *, const char *ref,
    const struct login *, const char *into_ref, const char *outcome,
    int64_t version, int64_t now, struct matter *out);
/*
 * Part them.  While nothing of either was changed it is undone: the duplicate is
 * as it was.  Later a reason is needed (-EINVAL ""), kept in it, and it is worked
 * on again.  -EPERM it is not joined.
 */
[[nodiscard]] int case_part(struct store *, const char *ref,
    const struct login *, const char *reason, int64_t version, int64_t now,
    struct matter *out);

/* 1 it is joined to another; 0 it is not; -EIO. */
[[nodiscard]] int joined_is(struct store *, const struct id *);
struct joining {
	struct id into;
	bool undoes;		/* nothing was changed since */
};
/* -ENOENT it is joined to none; -EIO. */
[[nodiscard]] int joined_find(struct store *, const struct id *,
    struct joining *out);

/* The case that a caller is told of: hers, or what hers was joined to. */
[[nodiscard]] int case_shown(struct store *, const struct matter *,
    struct matter *out);
/* She added something to a finished case: it is taken up again, or what it was
   joined to is.  Inside a transaction. */
[[nodiscard]] int case_take_up(struct store *, const struct id *, int64_t now);

#endif
