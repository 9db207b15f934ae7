/*
 * saying.h - what a caller says of how she may be reached, word by word: the
 * items that are kept for people, and what each means for who must obey it.
 */
#ifndef GATEWAY_SAYING_H
#define GATEWAY_SAYING_H

#include <stdbool.h>

#include "store/consent.h"

/*
 * Add one saying to what she allows: "contact" no, call, text, both (and no day
 * until she has said when); "when" any, morning, afternoon, evening; "days",
 * "relative"; and "call" with a "when": she asks to be called.  False: it is
 * none of them, and *consent is as it was.
 */
bool saying_add(struct consent *consent, const char *item, const char *value);

#endif
