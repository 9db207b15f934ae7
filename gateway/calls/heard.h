/*
 * heard.h - what arrived, understood: whose number, which session, what she
 * pressed or wrote.  Pure but for the drawing of a tag; decides nothing.
 */
#ifndef GATEWAY_CALLS_HEARD_H
#define GATEWAY_CALLS_HEARD_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/kannel/box.h"
#include "gateway/kannel/operator.h"
#include "store/caller.h"

enum channel { CHANNEL_USSD, CHANNEL_SMS };

struct heard {
	const struct arrival *arrival;
	size_t order;			/* in which it arrived */
	const struct operator *operator;
	enum channel channel;
	/* E.164; NULL: alphanumeric, a short code or ourselves, never to be
	   answered */
	const char *number;
	struct tag tag;			/* of the number, or of what stands
					   in its place */
	enum op op;			/* USSD */
	const char *session;		/* USSD; "" none */
	const char *dialled;		/* dial-through digits or "" */
	const char *text;		/* clean */
	int64_t echo;			/* of the text, see caller.h */
	const char *digits;		/* or NULL: see dialog.h */
	const char *word;		/* keyword with a page of its own, or
					   NULL: see dialog.h */
	bool words;			/* real words, worth keeping anywhere */
	bool fragment;			/* one part of a long SMS, alone */
	int64_t time;			/* Unix s, by bearerbox */
	const char *id;
};

/* Understand an arrival; everything hangs under the talloc parent. */
struct heard heard_read(TALLOC_CTX *, const struct operators *,
    const struct store *, const struct arrival *);

/* One number's messages together, each in the order of their time. */
void heard_sort(struct heard *, size_t n);

#endif
