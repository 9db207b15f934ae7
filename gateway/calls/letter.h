/*
 * letter.h - the page before her by SMS, because she asked for it.
 *
 * The same text, neutral, cut for SMS, without keys; to the number that asked,
 * by her own network, valid for as long as any answer of ours.  Never to a
 * phone that is not hers, never late, once for each wish, few a day.
 */
#ifndef GATEWAY_CALLS_LETTER_H
#define GATEWAY_CALLS_LETTER_H

#include "gateway/calls/scene.h"

/* What would go: her page's text, cut for SMS; NULL: nothing may.  Hangs under
   the scene's context. */
const struct pages *letter_of(struct scene *);

/* Carries out EFFECT_SEND: scene->letter leaves after COMMIT.  As effects.h
   says. */
[[nodiscard]] int letter_send(struct scene *, const struct turn *);

#endif
