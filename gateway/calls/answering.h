/*
 * answering.h - whom to call now: numbers in the order in which somebody
 * answers.
 *
 * Only what a fact says of its hours counts, and only while the fact is
 * trusted: within its last day, V2, or S1 that was confirmed here.  No number is left out for
 * its hours.
 */
#ifndef GATEWAY_CALLS_ANSWERING_H
#define GATEWAY_CALLS_ANSWERING_H

#include <talloc.h>

#include "gateway/known.h"

/*
 * The lines of a text: first those whose number is known to be answered now,
 * then those of which nobody knows, last those where nobody answers now; else
 * in their order.  Lines before the first number stay where they are.  Hours are read by
 * the clock of the number's country.  day is when facts are judged, now the
 * time.  Under the talloc parent.
 */
char *answering_order(TALLOC_CTX *, const struct known *, const char *text,
    time_t day, int64_t now);

#endif
