/*
 * sending.h - may the words of a house be sent to phones?
 *
 * In a demonstration all of them.  Elsewhere a text that lacks a reader is
 * shown in English; where the English one lacks a reader too, calls does not
 * start, unless an operator has taken it upon herself (store/permit.h).
 */
#ifndef GATEWAY_WORDS_SENDING_H
#define GATEWAY_WORDS_SENDING_H

#include "gateway/calls/house.h"

/* Show English for what lacks a reader; the pages are to be drawn anew. */
void sending_judge(struct house *);

struct sending {
	struct lack lack[LOCALES];
	bool refused;			/* English lacks readers, no permit */
	const char *until, *who;	/* the permit in use; NULL none */
};
/* 0; -EIO. */
[[nodiscard]] int sending_look(const struct house *, struct store *,
    TALLOC_CTX *, struct sending *out);

/* What is missing, a sentence a language, each added with how to mend it; of
   a demonstration nothing. */
void sending_tell(const struct house *, const struct sending *,
    const char *dir, struct faults *);

#endif
