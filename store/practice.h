/*
 * practice.h - a store of invented cases, for who is new.
 *
 * It is a store like any other, in a directory of its own with keys of its
 * own, so that nothing done there is in any list, count, month or audit of real
 * cases, and what seals and opens is the same code.  A mark in it says what it
 * is; nobody has a password there, and a member is entered only where the mark
 * is.
 */
#ifndef STORE_PRACTICE_H
#define STORE_PRACTICE_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/staff.h"
#include "store/store.h"

/* Mark a store that was just made and has no centre yet.  -EEXIST it is
   marked; -EPERM it has one; -EIO. */
[[nodiscard]] int practice_mark(struct store *);
/* A member who is signed in elsewhere, at a centre of this store.  -EPERM it is
   no store of invented cases; -EEXIST she is there; as centre_check_secret. */
[[nodiscard]] int practice_enter(struct store *, TALLOC_CTX *,
    const char *name, enum role, int64_t centre,
    const struct secret *centre_key, int64_t now, struct login **out);

/* In the real store: she has done it all.  Once; 0 also afterwards. */
[[nodiscard]] int practice_done(struct store *, int64_t member, int64_t now);

#endif
