/*
 * remake.h - the parts of a change of key that rekey.c and remake.c share;
 * inside a transaction.
 */
#ifndef STORE_REMAKE_H
#define STORE_REMAKE_H

#include "store/seal.h"
#include "store/secret.h"

/* A new pair, pinned, and the centre's row names it. */
[[nodiscard]] int rekey_new_key(struct store *, int64_t centre,
    struct secret *fresh, unsigned char pub[SEAL_PUBLIC]);
/* What is to be sealed to it, and by whose key; old_box NULL: a stand-in's. */
[[nodiscard]] int rekey_note(struct store *, int64_t centre, int64_t from,
    const unsigned char *old_box);
/* To each who is there, also whose activation code is not yet used. */
[[nodiscard]] int rekey_grant_all(struct store *, int64_t centre,
    const struct secret *fresh);
[[nodiscard]] int rekey_audit(struct store *, const char *by,
    const char *action, int64_t centre, int64_t now);

#endif
