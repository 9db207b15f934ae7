/*
 * acting.h - effects carried out on nothing; for rehearsal.c only.
 */
#ifndef GATEWAY_REHEARSAL_ACTING_H
#define GATEWAY_REHEARSAL_ACTING_H

#include "gateway/calls/command.h"
#include "gateway/calls/scene.h"
#include "gateway/rehearsal/rehearsal.h"

struct acting {
	struct scene scene;
	size_t key;			/* which of the keys it is */
	struct rehearsed *out;		/* acts are added here */
	TALLOC_CTX *ctx;
};

/* As effect_carry_out: EFFECT_DONE and so on; never negative. */
int acting_carry_out(struct acting *, const struct turn *);

/* Words that no page asked for are kept for people to read. */
void acting_keep_words(struct acting *, const char *text);

/* STOP and DELETE, which nothing is stopped or deleted by. */
void acting_command(struct acting *, enum command);

/* Back at the start she has left the case she was at. */
void acting_leave_case(struct acting *);

#endif
