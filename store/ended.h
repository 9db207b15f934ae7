/*
 * ended.h - a centre's cases of a month, for its report.
 */
#ifndef STORE_ENDED_H
#define STORE_ENDED_H

#include <stdint.h>

#include "store/cases.h"
#include "store/staff.h"

/* Every case of a centre that is open, or was finished between two times;
   outcome is the text of how it ended where login (NULL: nobody's) opens it,
   else NULL.  The texts live for the call. */
typedef void ended_each(void *arg, const struct matter *,
    const char *outcome);

/*
 * With a login it is one audit row, "month", in the transaction that reads;
 * without one nothing is opened.  -EACCES she has departed; -EIO.
 */
[[nodiscard]] int cases_of_month(struct store *, int64_t centre,
    const struct login *, int64_t from, int64_t until, int64_t now,
    ended_each *, void *arg);

#endif
