/*
 * jump.h - was the wall clock set, by hand, by NTP or by a machine that had
 * slept, since somebody looked last?  Told by the steady clock beside it
 * (CLOCK_MONOTONIC, which stands still while a machine sleeps).
 */
#ifndef GATEWAY_JUMP_H
#define GATEWAY_JUMP_H

#include <stdbool.h>
#include <stdint.h>

/* Less is no jump: clocks are slewed, and looked at one after the other. */
enum { JUMP_MS = 30000 };

/* Of who looks; all zeros at first. */
struct jump { bool begun; int64_t ahead_ms; };

/* ms of the steady clock, from some time on. */
int64_t steady_ms(void);

/* How far, in ms, the clock was set on (or back, < 0) since the last look; 0
   not, or this is the first. */
int64_t jump_look(struct jump *);

#endif
