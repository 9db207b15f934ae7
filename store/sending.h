/*
 * sending.h - pages that a caller asked to have by SMS: each once, and not too
 * many a day.  Only keyed hashes are kept, until the day is over.
 */
#ifndef STORE_SENDING_H
#define STORE_SENDING_H

#include <stdint.h>

#include "store/caller.h"

/* Who asks for what: the same page of the same session is asked for once,
   however often the network brings the key. */
struct sending {
	struct tag tag;
	const char *session, *page;
	int64_t now;		/* Unix s; days are those of UTC */
};

/*
 * Count it, in the transaction that sends.  0: send it; -EEXIST: it was sent;
 * -EAGAIN: this number has had most pages today; -EIO.
 */
[[nodiscard]] int sending_allow(struct store *, const struct sending *,
    unsigned most);

/*
 * A member is about to have a text sent: count it, in the transaction that
 * queues it.  -EAGAIN: she has had most today, so that a stolen session cannot
 * write to everybody; -EIO.
 */
[[nodiscard]] int sending_by_staff(struct store *, int64_t member,
    unsigned most, int64_t now);

#endif
