/*
 * outbox.h - texts that staff wrote, and those to duty phones, on their way
 * out: the only place from where anything is sent that nobody waits for.
 *
 * Whoever queued it and whatever the desk showed, here is asked again: does
 * she still allow it, is it her day and hour by her country's clock, is the
 * text fit to leave.  It is written down as "sending" and committed before an
 * octet of it leaves, so that no crash can send it twice.
 */
#ifndef GATEWAY_CALLS_OUTBOX_H
#define GATEWAY_CALLS_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/calls/networks.h"
#include "gateway/calls/step.h"

struct box;
struct outbox;

/* What was sending when we fell is unknown now.  Before the box is opened.
   -EIO. */
[[nodiscard]] int outbox_start(TALLOC_CTX *, struct store *, int64_t now,
    struct outbox **out);

/*
 * A pass: what bearerbox said of those that left, then what may leave now.
 * -EIO: the store cannot write; then nothing left.
 */
[[nodiscard]] int outbox_send(struct outbox *, const struct sitting *,
    struct box *);

/* Is it time for a pass?  Costs nothing to ask. */
bool outbox_is_time(const struct outbox *, const struct box *,
    int64_t now_ms);

/* For reports: which networks are there. */
struct networks *outbox_networks(struct outbox *);

#endif
