/*
 * demo_agencies.h - the made-up register of a demonstration.
 */
#ifndef GATEWAY_FOUNDING_DEMO_AGENCIES_H
#define GATEWAY_FOUNDING_DEMO_AGENCIES_H

#include <stdint.h>

#include "store/store.h"

/* Forty agencies that do not exist, on a list of today.  They come the way
   every list comes, but nobody has to confirm them.  0, or negative after
   saying what is wrong. */
[[nodiscard]] int demo_agencies(struct store *, int64_t now);

#endif
