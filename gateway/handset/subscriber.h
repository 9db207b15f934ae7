/*
 * subscriber.h - a number of the simulated network, handset on or off.
 *
 * What comes for a handset that is off waits, as on a real network, but only
 * SMS does, and only so many.
 */
#ifndef GATEWAY_HANDSET_SUBSCRIBER_H
#define GATEWAY_HANDSET_SUBSCRIBER_H

#include <stdbool.h>

#include "gateway/handset/network.h"
#include "gateway/handset/parts.h"
#include "gateway/handset/wire.h"

enum {
	NUMBER_MAX = 16,	/* characters of a number, with its + */
	SUBSCRIBERS_MAX = 4096,
};

struct session;			/* of ussd.c */
struct letters;			/* of sms.c */

struct subscriber {
	LIST_ENTRY(subscriber) next;
	struct network *network;
	char number[NUMBER_MAX + 1];
	struct handset *handset;	/* NULL: off */
	struct session *session;	/* of USSD; NULL: none */
	struct parts *parts;		/* of long SMS */
	struct letters *letters;	/* that wait until it is on */
};

/* "+" and 7 to 15 digits, the first not 0. */
bool subscriber_number(const char *);

/* The subscriber of a number, made where there was none; NULL: it is no
   number, or there are too many. */
struct subscriber *subscriber_of(struct network *, const char *number);

/* Show it where the handset is on. */
void subscriber_show(const struct subscriber *, const struct screen *);
void subscriber_notice(const struct subscriber *, const char *text);

#endif
