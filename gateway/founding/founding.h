/*
 * founding.h - a data directory is made: all of it, or nothing.
 *
 * It is built beside its place and moved there as the last step.  What must
 * be written down (paper keys, activation codes) is shown on standard output
 * before that.
 */
#ifndef GATEWAY_FOUNDING_FOUNDING_H
#define GATEWAY_FOUNDING_FOUNDING_H

#include <stdbool.h>

#include "gateway/options.h"

struct founding {
	const char *dir;
	bool demo;			/* everything else is made up */
	bool typing_back;		/* of each paper key */
	/* The first centre, which takes what names no other. */
	const char *name[4];		/* by enum locale's order */
	const char *area, *hours, *phone;
	const char *stand_in;		/* a second centre's name, or "" */
	struct words staff;		/* of the first centre */
	/* The network's. */
	const char *code, *number, *long_number;
};

/* Can it be made there?  Before anyone is asked for anything.  0, or negative
   after saying on standard error what is wrong; so below. */
[[nodiscard]] int founding_check(const char *dir);
[[nodiscard]] int founding_make(const struct founding *);

#endif
