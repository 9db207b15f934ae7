/*
 * practice.h - invented cases for who is new, beside the real ones.
 *
 * They lie in a store of their own (store/practice.h) under DIR/practice, made
 * when the first asks for it and anew with each start of the desk.  Each who
 * practises has a centre of her own there.  What is asked under /practice runs
 * through the same routes and handlers, with this store and a session of it in
 * the place of the real ones: nothing real can be met from there.
 */
#ifndef GATEWAY_DESK_PRACTICE_H
#define GATEWAY_DESK_PRACTICE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/staff.h"

struct desk;
struct session;
struct visit;

/* Invented cases for a member, in a language (km, th, en); 0 also when she has
   some.  -EIO, after logging why. */
[[nodiscard]] int practice_enter_desk(struct desk *, const struct member *,
    const char *language, int64_t now);
/* Put the invented desk and her session there in the place of the real ones;
   false, and nothing changed, when she has none. */
bool practice_switch(struct visit *);
/* Her session there; NULL none. */
struct session *practice_session(const struct desk *, int64_t member);
struct store *practice_store(const struct desk *);
/* practice_cases.c: what was invented (practice.json), owned by the caller; a
   text of it, "" where there is none; and cases of it in a centre, in a
   transaction of their own. */
json_t *practice_document(void);
const char *practice_words(const json_t *, const char *what,
    const char *language);
[[nodiscard]] int practice_fill(struct store *, int64_t centre,
    const char *language, int64_t now);

#endif
