/*
 * watch.h - how a process tells a monitor how it is: /healthz (it lives),
 * /readyz (it does its work now) and /metrics (Prometheus), on a port of
 * 127.0.0.1, without a word, a number or a reference.
 *
 * Whoever is on this machine may ask, so nobody may take anything by asking: 8
 * connections, 2 KiB and 3 seconds each, one answer, then it is closed.
 */
#ifndef GATEWAY_WATCH_H
#define GATEWAY_WATCH_H

#include <stdbool.h>
#include <talloc.h>

#include "gateway/meters.h"

struct event_base;
struct evbuffer;
struct watch;

struct watched {
	enum meters_of of;
	const char *dir;	/* whose log and disk are told */
	/* Does it do its work?  *why is a sentence of ours where not. */
	bool (*is_ready)(void *arg, const char **why);
	/* More figures, looked at when they are asked for. */
	void (*gauges)(void *arg, struct evbuffer *);
	void *arg;
};

/*
 * Listen on 127.0.0.1:port; port 0: nowhere, and *out is NULL.  The watched is
 * copied.  Freed with its parent, before the base.  -EADDRINUSE; -EACCES; -EIO.
 */
[[nodiscard]] int watch_open(TALLOC_CTX *, struct event_base *, long port,
    const struct watched *, struct watch **out);

#endif
