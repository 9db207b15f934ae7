/*
 * regrant.h - after a centre's key was changed, its cases are sealed to the new
 * one: step by step, beside the desk's other work (store/rekey.h).
 */
#ifndef GATEWAY_DESK_REGRANT_H
#define GATEWAY_DESK_REGRANT_H

#include <stdint.h>

#include "store/secret.h"

struct desk;

/* Somebody who holds a centre's key is here: go on with what waits for it, if
   anything does.  A copy of the key is kept until that is done. */
void regrant_go(struct desk *, int64_t centre, const struct secret *key);

#endif
