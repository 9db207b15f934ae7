/*
 * once.h - a form that is sent twice does one thing.
 *
 * A line drops before the answer, somebody presses twice: the page sends the
 * same form again under the key that it made for it (Idempotency-Key), and is
 * given the answer of the first time.  Only what succeeded is kept: after a
 * refusal nothing was done, and trying again may go well.
 *
 * It is memory only, a bounded number for each member, and forgotten after
 * ONCE_S; a desk that starts afresh has no sessions, and so no forms, either.
 * Two requests are never at work at the same time, so the second of two that
 * come together finds the first one's answer.
 */
#ifndef GATEWAY_DESK_ONCE_H
#define GATEWAY_DESK_ONCE_H

#include <talloc.h>

enum { ONCE_KEY_MIN = 16, ONCE_KEY_MAX = 64, ONCE_EACH = 32, ONCE_S = 900 };

struct once;
struct reply;
struct visit;

struct once *once_new(TALLOC_CTX *);

/* The answer to a visit that was here before, or a refusal: its key is no
   key, or stood for something else.  NULL: carry it out. */
struct reply *once_answered(struct visit *);
/* It was carried out, and this is what it was told. */
void once_keep(struct visit *, const struct reply *);

#endif
