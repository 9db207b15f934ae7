/*
 * texting.h - a text that a member writes to a caller, from an open case.
 *
 * It is queued in the outbox and kept, sealed, in the case in one transaction:
 * the outbox forgets the words once they have left.  Whether it may be sent at
 * all is judged before (gateway/outgoing.h), and again where it leaves.
 */
#ifndef STORE_TEXTING_H
#define STORE_TEXTING_H

#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/outbox.h"
#include "store/staff.h"

/* A case that this member may read, without a word of it: no audit row.
   -ENOENT, -EACCES as reading.h. */
[[nodiscard]] int texting_case(struct store *, const char *ref,
    const struct login *, int64_t now, struct matter *out);

/*
 * Queue it; of *new centre and case_id are the case's.  reason, where a word
 * of the list is in it, is kept and the lead told; NULL none.  Errors of
 * outbox_queue and work.h: -EEXIST it was queued before, under new->id; -EAGAIN
 * this member has had most texts sent today.
 */
struct texting {
	const struct outbox_new *new;
	const char *reason;
	unsigned most;
};
[[nodiscard]] int texting_queue(struct store *, const char *ref,
    const struct login *, const struct texting *, int64_t now);

#endif
