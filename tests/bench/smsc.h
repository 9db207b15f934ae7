/*
 * smsc.h - a network of the bench's own: an SMPP 3.4 centre that bearerbox
 * binds to.  It knows as much of SMPP as the bench needs and trusts bearerbox.
 */
#ifndef TESTS_BENCH_SMSC_H
#define TESTS_BENCH_SMSC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct smsc;

/* A page or a text for a phone; op 0: none. */
struct submitted { const char *receiver; unsigned op; };

struct smsc_owner {
	void (*submitted)(void *arg, const struct submitted *);
	/* Not taken: bearerbox is starting, or its queue is full. */
	void (*refused)(void *arg, unsigned phone);
	void *arg;
};

/* Listen on a port of the loopback and wait for so many binds; ends the
   program after 30 s without. */
struct smsc *smsc_open(TALLOC_CTX *, unsigned port, unsigned binds,
    const struct smsc_owner *);

/* From a phone, in a USSD session; queued until smsc_wait. */
struct mo {
	unsigned phone;			/* to name it when refused */
	const char *sender, *text;
	bool begin;
	uint16_t session;
};
void smsc_deliver(struct smsc *, const struct mo *);

/* Write what is queued, wait for at most so many ns, take what came. */
void smsc_wait(struct smsc *, uint64_t ns);

#endif
