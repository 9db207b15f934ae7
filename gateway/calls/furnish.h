/*
 * furnish.h - a house that callers may be let into: read, filled from the
 * store, its words judged, its pages cut.
 */
#ifndef GATEWAY_CALLS_FURNISH_H
#define GATEWAY_CALLS_FURNISH_H

#include "gateway/calls/house.h"

/* Under the store; NULL after what is wrong was logged.  Puts the file's
   facts into the store where they are news. */
struct house *house_furnished(const struct settings *, struct store *);

#endif
