/*
 * laying.h - what drawing.c shares with hints.c and naming.c: words laid out
 * for a page that is not cut yet.  Nobody else includes this.
 */
#ifndef GATEWAY_CALLS_LAYING_H
#define GATEWAY_CALLS_LAYING_H

#include "gateway/calls/cuts.h"
#include "gateway/calls/drawing.h"

/* Title, items and closing lines of a view, under the talloc parent; *own is
   set when a value of the caller's own is among them. */
struct layout drawing_lay(const struct drawing *, TALLOC_CTX *,
    const struct view *, bool *own);

/* The words of a key; a missing text shows its key: check refuses that, a
   caller is not lost. */
const char *drawing_words(const struct drawing *, TALLOC_CTX *,
    const char *key, const struct view *, bool *own);

/* The words of the nth value of a NODE_CHOOSE's list. */
const char *drawing_choice(const struct drawing *, TALLOC_CTX *,
    const struct view *, size_t n);

/* Where pages of a view are kept that are the same for everyone. */
struct cut *drawing_kept(const struct drawing *, const struct view *);

#endif
