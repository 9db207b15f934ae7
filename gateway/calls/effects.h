/*
 * effects.h - what a turn of the dialogue does to the store.
 *
 * The only place where a key press becomes a case, an item, a state.  Runs
 * inside the transaction of the wake-up.
 */
#ifndef GATEWAY_CALLS_EFFECTS_H
#define GATEWAY_CALLS_EFFECTS_H

#include "gateway/calls/scene.h"

enum { EFFECT_DONE = 0, EFFECT_REFUSED = 1, EFFECT_SEVERAL = 2,
	EFFECT_ELSEWHERE = 3 };

/*
 * Carry out a turn's effect.  EFFECT_DONE; EFFECT_REFUSED: she goes where the
 * turn says otherwise; EFFECT_SEVERAL: where it says several;
 * EFFECT_ELSEWHERE: she was taken somewhere else; negative: the store failed
 * and so does the message.
 */
[[nodiscard]] int effect_carry_out(struct scene *, const struct turn *);

/* Keep what was heard, as words or as the part of a long SMS that it is. */
[[nodiscard]] int effect_keep_heard(struct scene *);

/* Keep words that no page asked for: with her case while she is at it, else
   as an unsorted message for the intake centre. */
[[nodiscard]] int effect_keep_words(struct scene *, const char *kind,
    const char *text);

#endif
