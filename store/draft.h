/*
 * draft.h - what a member has begun to write and not yet sent, in any form of
 * the desk: sealed, hers alone to see, there again after a power cut, an expired
 * session, on another laptop.
 *
 * What is about a case is sealed to the case and goes with it.  What is about
 * none yet is sealed to her centre's key and kept for 30 days, at most.  No word
 * of a case is read, so that no audit row is made.
 */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "store/staff.h"

/* Forms about a case; the first is the note's.  End with NULL. */
extern const char *const draft_forms[];
/* Forms about none. */
extern const char *const own_draft_forms[];

/* Keep what she began to write about a case; "" drops it.  -EINVAL no such
   form, or it is too long; else as reading.h. */
[[nodiscard]] int draft_keep(struct store *, const char *ref,
    const struct login *, const char *form, const char *text, int64_t now);
/* About none.  -EACCES she has departed; -ENOENT she holds no key. */
[[nodiscard]] int own_draft_keep(struct store *, const struct login *,
    const char *form, const char *text, int64_t now);

struct draft { const char *form, *text; };
struct drafts { size_t n; struct draft *draft; };
/* Hers about none; what does not open any more (the centre's key was changed)
   is left out.  Texts are wiped when freed.  -EACCES, -ENOENT, -EIO. */
[[nodiscard]] int own_drafts_open(struct store *, TALLOC_CTX *,
    const struct login *, struct drafts **out);
/* The text of a form; NULL there is none. */
const char *drafts_find(const struct drafts *, const char *form);

/* The centre's key is changed, in the transaction that stands: those about no
   case are sealed to the new one; where nobody can open them (old NULL) they
   go. */
[[nodiscard]] int own_drafts_reseal(struct store *, int64_t centre,
    const struct secret *old, const unsigned char *fresh_pub);

#endif
