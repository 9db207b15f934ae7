/*
 * awaited.h - messages of ours of which it matters what bearerbox says.
 *
 * It acknowledges each message that it gets; of answers to callers nobody asks
 * whether it did.
 */
#ifndef GATEWAY_KANNEL_AWAITED_H
#define GATEWAY_KANNEL_AWAITED_H

#include <stdbool.h>
#include <stddef.h>

#include "gateway/kannel/packet.h"

enum { AWAITED_MAX = 64 };

/* What it said of one. */
struct word { char id[UUID_TEXT + 1]; enum ack_kind kind; };

struct awaited {
	char id[AWAITED_MAX][UUID_TEXT + 1];	/* no word yet */
	size_t n;
	struct word word[AWAITED_MAX];		/* nobody has asked for it */
	size_t words;
};

/* One more; false where AWAITED_MAX wait already, or it is no id. */
bool awaited_add(struct awaited *, struct octets id);
/* bearerbox says something of an id; false where it was not awaited. */
bool awaited_take(struct awaited *, int32_t nack, struct octets id);
/* The next word, each once, in the order in which they came. */
bool awaited_word(struct awaited *, struct word *out);
/* Nothing more will be said of those that wait. */
void awaited_forget(struct awaited *);

#endif
