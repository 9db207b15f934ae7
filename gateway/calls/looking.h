/*
 * looking.h - a look-up while its message is answered; for look.c,
 * look_seek.c and look_words.c only.
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
	bool exact;			/* what she typed is their name */
	size_t n;
	const struct agency *agency[CANDIDATES_MAX];
	int64_t today;
	const char *sender;		/* SAID_GOVERNMENT: who sends there */
	unsigned tight;			/* how much is left out; 0 nothing */
};

/* How it was asked. */
struct asked {
	const char *name;	/* what was typed for one */
	bool doubtful;		/* by a word that is said of other things too */
	bool whole;		/* it is most of a name, and nothing else */
};

/* Hers, from the row or as it was just found; NULL there is none. */
const struct look *look_of(struct scene *);

/* An empty one, of today and in her language. */
struct look *look_new(struct scene *);
/* Find what she typed, or that and a country at its end; sets whole. */
void look_seek(struct scene *, struct asked *, struct look *);
/* Perhaps it is no name but a cry for help. */
bool look_is_doubtful(struct scene *, const struct look *,
    const struct asked *);
/* "TH"; "" or what is no country: none. */
void look_set_country(struct look *, const char *country);
/* Does a fact say that only the government sends there? */
bool look_is_reserved(struct scene *, const char *country);
/* What may be said, now, of what was found. */
void look_judge(struct scene *, struct look *);

/* The key of the words for an answer. */
const char *look_key(const struct look *);

#endif
