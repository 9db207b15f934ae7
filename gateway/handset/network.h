/*
 * network.h - a simulated mobile network: bearerbox on one side, handsets on
 * the other.
 *
 * An SMPP 3.4 server (the MC side) on 127.0.0.1 for bearerbox, and a Unix
 * socket for handsets (wire.h).  Which bind carries USSD and which SMS, the
 * operation codes and the session's place are the operators' profiles
 * (operator.h).  Nothing is kept when it ends.
 */
#ifndef GATEWAY_HANDSET_NETWORK_H
#define GATEWAY_HANDSET_NETWORK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <talloc.h>

#include "gateway/kannel/operators.h"

struct event_base;
struct esme;
struct evconnlistener;
struct handset;
struct esme;
struct subscriber;

struct network_settings {
	const char *dir;	/* where the handsets' socket is made */
	unsigned port;		/* for bearerbox; 0: any that is free */
	bool verbose;		/* tell on standard error, with numbers */
};

/* Read by the files of this folder; others use the functions below. */
struct network {
	struct event_base *base;
	const struct operators *operators;
	bool verbose;
	struct evconnlistener *smpp, *phones;
	char *path;				/* of the handsets' socket */
	LIST_HEAD(, esme) esmes;		/* bearerbox, once a bind */
	LIST_HEAD(, handset) handsets;		/* that are switched on */
	LIST_HEAD(, subscriber) subscribers;	/* every number seen */
	uint32_t sequence, message;		/* the last ones used */
	uint16_t session;
	uint8_t reference;
};

/*
 * Listen on both sides.  -EADDRINUSE the port is taken or another network
 * runs here; -ENAMETOOLONG the directory's path; -EIO.  The operators and the
 * base must outlive it; talloc_free closes everything.
 */
[[nodiscard]] int network_open(TALLOC_CTX *, struct event_base *,
    const struct operators *, const struct network_settings *,
    struct network **out);
unsigned network_port(const struct network *);

/* The profile that a number belongs to, one that bearerbox is bound for
   where there are several; NULL: the number is foreign. */
const struct operator *network_home(const struct network *,
    const char *number);

/* One line on standard error, if that is wanted. */
void network_tell(const struct network *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
