/*
 * browsing.h - somebody opens many cases in a short time; for opened.c only.
 *
 * Reading is not refused, as on some nights it is her work; but who leads the
 * cases' centre is told (remark.h), once in each hour of it.
 */
#ifndef STORE_BROWSING_H
#define STORE_BROWSING_H

#include <stdint.h>

#include "store/cases.h"
#include "store/login.h"
#include "store/store.h"

/* Different cases in an hour of the clock; the next one is told. */
enum { BROWSING_AN_HOUR = 30 };

/* In the transaction that opens matter.  Counted under keyed hashes, gone with
   the day's other counts.  -EIO. */
[[nodiscard]] int browsing_note(struct store *, const struct login *,
    const struct matter *, int64_t now);

#endif
