/*
 * desk.h - the process where staff clear the queue.
 *
 * It holds a centre's secret key only while one of its members is signed in
 * and not idle.  One loop, one thread more for Argon2id (worker.h), HTTP on
 * loopback or a Unix socket; TLS and the world are a proxy's in front of it.
 */
#ifndef GATEWAY_DESK_DESK_H
#define GATEWAY_DESK_DESK_H

#include "gateway/alive.h"
#include "gateway/settings.h"

struct catalogue;
struct danger;
struct http;
struct ledger;
struct once;
struct rehearsal;
struct rules;
struct seeking;
struct practice;
struct regrant;
struct sessions;
struct store;
struct worker;

struct desk {
	const struct settings *settings;
	struct event_base *base;
	struct store *store;
	struct http *http;
	struct worker *worker;
	struct sessions *sessions;
	struct ledger *ledger;		/* the register of agencies */
	struct once *once;		/* forms that were sent */
	struct rehearsal *rehearsal;	/* NULL: nobody has asked yet */
	struct rules *rules;		/* what is due when */
	struct seeking *seekings;	/* searches that run */
	struct catalogue *catalogue;	/* what phones are shown */
	struct danger *danger;
	struct regrant *regrants;	/* keys that are being changed */
	struct practice *practice;	/* invented cases; NULL: nobody asked
					   for any yet */
	struct watch *watch;		/* NULL: nobody watches */
	struct alive alive;
	int result;
};

/* Until SIGTERM or SIGINT.  Tells ready_fd (negative: nobody) when it listens,
   and then that it lives (gateway/alive.h).  0, or negative after logging why. */
[[nodiscard]] int desk_run(const struct settings *, int ready_fd);

#endif
