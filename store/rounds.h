/*
 * rounds.h - what rounds did unasked: one row each time a duty was carried
 * out, begun before it and ended after it.  One that was begun and never
 * ended was broken off.
 */
#ifndef STORE_ROUNDS_H
#define STORE_ROUNDS_H

#include <stdint.h>
#include <talloc.h>

#include "store/store.h"

enum round_result {
	ROUND_BROKEN,		/* begun, not ended */
	ROUND_DONE,		/* it changed something */
	ROUND_SAME,		/* there was nothing to change */
	ROUND_WAITS,		/* a person must decide */
	ROUND_FAILED,
	ROUND_RESULTS
};
/* "broken", "done" ... */
const char *round_result_name(enum round_result);

struct round {
	int64_t n;
	const char *duty;		/* "register" */
	int64_t begun_at, ended_at;	/* ended_at 0: not ended */
	enum round_result result;
	const char *words;		/* for people */
	const char *memo;		/* for the duty's next time */
};

/* Each its own transaction; -EIO.  round_begin forgets the oldest rows. */
[[nodiscard]] int round_begin(struct store *, const char *duty, int64_t now,
    int64_t *n);
[[nodiscard]] int round_end(struct store *, const struct round *);

/* The last ones of a duty, or of all when it is NULL, the latest first. */
struct rounds_done { size_t n; struct round *round; };
[[nodiscard]] int rounds_load(struct store *, TALLOC_CTX *, const char *duty,
    size_t n, struct rounds_done **out);

#endif
