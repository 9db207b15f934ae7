/*
 * leaving.h - may a text that is due leave now?
 *
 * Whatever was asked when it was written is asked again: her wish, her days
 * and hours, the words, the network.  What may never leave any more ends
 * here, and what may later waits.
 */
#ifndef GATEWAY_CALLS_LEAVING_H
#define GATEWAY_CALLS_LEAVING_H

#include <stdint.h>
#include <talloc.h>

#include "gateway/calls/networks.h"
#include "gateway/calls/step.h"
#include "store/outbox.h"

struct leaving {
	const struct outbox_due *due;
	/* Of one that leaves: */
	const struct operator *operator;
	const struct page *page;
	unsigned parts;
	int64_t until;			/* nothing of it may arrive then or
					   later, Unix s */
};

/*
 * Look at one, in the transaction that sends.  1 it leaves, and is "sending"
 * from the commit on; 0 it waits, or has ended; -EIO.
 */
[[nodiscard]] int leaving_look(TALLOC_CTX *, const struct sitting *,
    struct networks *, struct leaving *);

/* A profile by its name; NULL none. */
const struct operator *leaving_operator(const struct operators *,
    const char *name);

#endif
