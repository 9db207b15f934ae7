/*
 * limits.h - may this message be answered at all?
 *
 * Limits silence replies; they never refuse intake.
 */
#ifndef GATEWAY_CALLS_LIMITS_H
#define GATEWAY_CALLS_LIMITS_H

#include "gateway/calls/scene.h"

/*
 * False for who is no telephone number, for what is too old to be wanted, and
 * by SMS for a number that has had its replies of the hour or that misses
 * again and again: a machine that answers machines.  Counts the reply.
 */
bool limits_allow(struct scene *);

#endif
