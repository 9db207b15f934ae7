/*
 * around.h - every case that a member reads, one after the other: what is open
 * in her centre, what she is shown as stand-in, what is referred, what is
 * finished, the last change first.
 */
#ifndef GATEWAY_DESK_AROUND_H
#define GATEWAY_DESK_AROUND_H

#include <talloc.h>

#include "gateway/desk/filter.h"
#include "store/staff.h"

struct around;

/* The filter is copied, what it points to is not; the member may be gone
   before it ends. */
struct around *around_new(TALLOC_CTX *, struct visit *,
    const struct member *, const struct filter *);
/* 1 a case; 0 there are no more; -EAGAIN the filter let nothing of a page
   through: ask again, after others had their turn; -EIO. */
[[nodiscard]] int around_next(struct around *, struct matter *out);

#endif
