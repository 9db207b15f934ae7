/*
 * networks.h - how fast texts that nobody waits for may leave, by network.
 *
 * A bucket of parts that fills at the contract's rate; and a rest after a
 * network did not take what it was sent: 30 s, then twice as long each time,
 * an hour at most, until it speaks again.  Answers to callers are not held up.
 * Remembered in memory alone: after a restart each network is tried again.
 */
#ifndef GATEWAY_CALLS_NETWORKS_H
#define GATEWAY_CALLS_NETWORKS_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/kannel/operators.h"

enum { REST_FIRST_S = 30, REST_MOST_S = 60 * 60,
	/* Not a word of it for so long after something was sent: it hangs. */
	HANGS_S = 120 };

struct networks;
struct networks *networks_open(TALLOC_CTX *);

/* 30 s * 2^n, an hour at most. */
int64_t networks_rest_s(unsigned n);

/*
 * When may so many parts leave?  0: now; else the Unix second to ask again,
 * and *why in a word.
 */
int64_t networks_wait(struct networks *, const struct operator *,
    unsigned parts, int64_t now_ms, const char **why);
/* They leave now. */
void networks_spend(struct networks *, const struct operator *,
    unsigned parts, int64_t now_ms);
/* It did not take what it was sent: it rests. */
void networks_fall(struct networks *, const struct operator *,
    int64_t now_ms);
/* Does it rest after such a fall? */
bool networks_rests(const struct networks *, const struct operator *,
    int64_t now);
/* It said something of what it was sent: it is there. */
void networks_speak(struct networks *, const struct operator *);

#endif
