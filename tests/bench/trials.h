/*
 * trials.h - what make bench tries, and what must come of it.
 */
#ifndef TESTS_BENCH_TRIALS_H
#define TESTS_BENCH_TRIALS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/bench/figures.h"

enum which { ONE, SIXTEEN, MANY, SLOW, SLOWER, WRITER, WORDS, HUNDREDS,
    THOUSAND, MIDWAY, MILLION_16, MILLION, MILLION_SLOW, TRIALS };

struct trial {
	const char *name;
	uint32_t journeys;
	unsigned steps;			/* of each; 10 are all */
	unsigned window;
	uint32_t callers;		/* in the store, only grows */
	unsigned sync_ms;
	double rate;
	bool words;			/* journey.h */
	bool writer;			/* writer.h */
};

extern const struct trial trials[TRIALS];

/* What was found once for the whole run; 0: not known. */
struct whole {
	struct figures bare;		/* bare.h */
	struct figures paced;		/* the same, at THOUSAND's rate */
	double instructions;
	const char *counted_by;
};

/* Heads and rows of the table on the screen. */
void trials_head(void);
void trial_print(const struct trial *, const struct figures *);
/* Each goal, the figure beside it, and whether it is met. */
void goals_print(const struct figures[TRIALS], const struct whole *);
/* All of it as JSON; n trials were made. */
void trials_json(FILE *, const struct trial *, const struct figures *,
    size_t n, const struct whole *);

#endif
