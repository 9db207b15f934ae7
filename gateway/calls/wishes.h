/*
 * wishes.h - what a caller says of how she may be reached, kept with her case:
 * the words for people, sealed; what must be obeyed beside it (consent.h).
 *
 * As effects.h says.
 */
#ifndef GATEWAY_CALLS_WISHES_H
#define GATEWAY_CALLS_WISHES_H

#include "gateway/calls/scene.h"

/*
 * EFFECT_CONSENT.  Between "you may text me" and the hours nothing may leave
 * yet: she may have dropped the phone.  A phone that is not hers is never
 * texted.
 */
[[nodiscard]] int wishes_keep(struct scene *, const struct turn *);
/* EFFECT_ANOTHER: a number for calls, never for texts: nobody knows whose it
   is.  What is no number is refused, and kept where it is words. */
[[nodiscard]] int wishes_another(struct scene *, const struct turn *);
/* She asks to be called, at a time that she named: its hours count from now on. */
[[nodiscard]] int wishes_call(struct scene *, const char *when);
/* She has shown that she is herself, on the phone she filed from. */
[[nodiscard]] int wishes_renew(struct scene *);

#endif
