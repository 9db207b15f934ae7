/*
 * followup.h - her matter after it was filed: what she is told when she dials
 * with her digits, and what she says then.
 */
#ifndef GATEWAY_CALLS_FOLLOWUP_H
#define GATEWAY_CALLS_FOLLOWUP_H

#include "gateway/calls/scene.h"
#include "store/canned.h"

/*
 * What her matter has to say before its state: a branch's name ("answer",
 * "closing"), NULL nothing.  An answer she has not read comes first, then
 * whether it is solved, then what stands.
 */
[[nodiscard]] int followup_find(struct scene *, const char **branch);

/* Her wish by its name.  EFFECT_DONE; EFFECT_REFUSED it is not to be asked any
   more; negative as effects. */
[[nodiscard]] int followup_wish(struct scene *, const char *name);

/* {answer}, {reach}, {slow}; NULL for another name. */
const char *followup_value(struct scene *, const char *name);

/* A page with an answer leaves: she has read it. */
[[nodiscard]] int followup_shown(struct scene *);

/*
 * A sentence of staff's in a language, by SMS or not, as a phone shows it when
 * it is said of a case of own_centre.  Once its day is past it says so instead.
 * Under the talloc parent.
 */
char *followup_sentence(TALLOC_CTX *, const struct house *,
    const struct canned *, int64_t own_centre, enum locale, bool sms,
    int64_t now);

#endif
