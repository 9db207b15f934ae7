/*
 * remark.h - what who leads a centre is told of, until she has seen it: a text
 * that was sent all the same, a reference that was given again, a call that
 * nobody made, somebody who opens case after case.  Without a word of the case.
 */
#ifndef STORE_REMARK_H
#define STORE_REMARK_H

#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/store.h"

/* In the transaction that does it; of the matter id and centre count.  what:
   "override", "reissued", "call_missed", "erased", "attached", "browsing".
   -EIO. */
[[nodiscard]] int remark_add(struct store *, const struct matter *,
    const char *what, const char *by, int64_t now);

struct remark {
	int64_t id, at;
	char ref[REF_DIGITS + 1];
	const char *what, *by;
};
struct remarks { size_t n; struct remark *remark; };
/* What she has not seen, the oldest first. */
[[nodiscard]] int remarks_load(struct store *, TALLOC_CTX *, int64_t centre,
    unsigned max, struct remarks **out);
/* A transaction of its own.  -ENOENT none of this centre, or it was seen. */
[[nodiscard]] int remark_see(struct store *, int64_t centre, int64_t id,
    const char *by);

#endif
