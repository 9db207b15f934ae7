/*
 * search.h - cases found by what somebody says at the counter or on the phone.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include <stddef.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"

enum { SEARCHES_A_DAY = 30, SEARCH_MAX = 50 };

/*
 * The cases of a number (E.164) that this member may read, the latest first:
 * those that the number itself opened.  Each search is an audit row and counts
 * for its day (UTC), found or not, so that nobody tries numbers through.
 * -EAGAIN enough for today; -EACCES she has departed; -EIO.
 */
[[nodiscard]] int search_number(struct store *, TALLOC_CTX *,
    const char *e164, const struct login *, int64_t now,
    struct matters **out);

#endif
