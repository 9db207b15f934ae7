/*
 * peer.h - the driver: it plays bearerbox to one `helpline calls`.
 */
#ifndef TESTS_BENCH_PEER_H
#define TESTS_BENCH_PEER_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "tests/bench/figures.h"

enum { WINDOW_MAX = 4096 };

struct load {
	uint32_t journeys;
	uint32_t numbers;		/* among how many callers, >= journeys */
	unsigned window;		/* callers at once, each one message */
	double rate;			/* steps a second; 0: as fast as it
					   answers */
	unsigned steps;			/* of each journey; then she is gone */
	bool words;			/* journey.h */
};

struct peer;

/* Wait for calls on a listening socket, be identified to, and refuse its
   probe as bearerbox does. */
struct peer *peer_accept(TALLOC_CTX *, int listener);

/*
 * Play a load to its end: steps, seconds and times into figures.  first is
 * the number of the first journey.  Ends the program when a step is not
 * answered once, or not within 30 s.
 */
void peer_play(struct peer *, const struct load *, uint32_t first,
    struct figures *);

#endif
