/*
 * matching.h - words that came from a phone without a page that asked for them
 * are a case of their own (category "unsorted"); staff say whose they are.
 */
#ifndef STORE_MATCHING_H
#define STORE_MATCHING_H

#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"

/* Open cases of the phone they came from that this member's centre reads, the
   newest first: references, under the talloc parent.  Without a word of hers,
   so no audit row.  -EIO. */
enum { BESIDE_MAX = 8 };
struct beside { size_t n; char ref[BESIDE_MAX][REF_DIGITS + 1]; };
[[nodiscard]] int cases_beside(struct store *, const struct id *unsorted,
    const struct login *, struct beside *out);

/*
 * Put what it says into a case, as items of kind "unverified", and finish it.
 * A transaction of its own, both cases noted in the audit and as edits.
 * -ENOENT either is no case she reads; -EINVAL the first is not unsorted, or
 * they are one; -EALREADY it is finished; -EPERM the other is: take it up
 * first.
 */
[[nodiscard]] int case_match(struct store *, const char *unsorted,
    const char *ref, const struct login *, int64_t now);

#endif
