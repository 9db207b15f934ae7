/*
 * looking.h - a look-up while its message is answered; for look.c and
 * look_words.c only.
 */
#ifndef GATEWAY_CALLS_LOOKING_H
#define GATEWAY_CALLS_LOOKING_H

#include "gateway/calls/look.h"
#include "gateway/licences/ledger.h"
#include "store/lookup.h"

/* Which answer; the row and the counts have its name. */
enum said {
	SAID_NO_LIST, SAID_VAGUE, SAID_NONE, SAID_WHICH, SAID_GOVERNMENT,
	SAID_ONE,		/* of one company: see enum saying */
	SAIDS
};

struct look {
	struct lookup row;
	enum said said;
	enum saying saying;		/* SAID_ONE */
	size_t n;
	const struct agency *agency[CANDIDATES_MAX];
	int64_t today;
	const char *sender;		/* SAID_GOVERNMENT: who sends there */
	unsigned tight;			/* how much is left out; 0 nothing */
};

/* Hers, from the row or as it was just found; NULL there is none. */
const struct look *look_of(struct scene *);

/* The key of the words for an answer. */
const char *look_key(const struct look *);

#endif
