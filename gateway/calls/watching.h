/*
 * watching.h - what calls tells a monitor beside what it counts: the outbox,
 * what is overdue, the networks, rounds, the register, facts.
 */
#ifndef GATEWAY_CALLS_WATCHING_H
#define GATEWAY_CALLS_WATCHING_H

#include <talloc.h>

#include "gateway/calls/house.h"
#include "gateway/settings.h"
#include "store/store.h"

struct box;
struct event_base;
struct networks;
struct watch;

/* Of the process, looked at when somebody asks.  The house changes. */
struct watching {
	const struct settings *settings;
	struct store *store;
	struct house *const *house;
	struct box *const *box;
	struct networks *networks;
};

/* Listen where calls_watch_port says; the watching is kept by pointer.  As
   watch_open (gateway/watch.h). */
[[nodiscard]] int watching_open(TALLOC_CTX *, struct event_base *,
    struct watching *, struct watch **out);

#endif
