/*
 * rekey.h - a centre's key is changed.
 *
 * When somebody who held it leaves, or when nobody holds it any more and the
 * centre's stand-in makes it a new one.  It begins in one transaction: the new
 * public key is pinned, who is there gets a new grant, and from then on cases
 * are sealed to the new key only.  What lies there is sealed to it step by step,
 * each a short transaction, by whoever holds the key that opens it, after any
 * crash; until that is done a reader tries both keys (login_open_case).
 */
#ifndef STORE_REKEY_H
#define STORE_REKEY_H

#include <stdbool.h>
#include <stdint.h>

#include "store/secret.h"
#include "store/staff.h"
#include "store/store.h"

/*
 * Begin, in the transaction that stands; fresh is filled with the new secret
 * key.  -EACCES old is not the centre's key; -EAGAIN another change is under
 * way: step it to its end first; as keys_centre_pin; -EIO.
 */
[[nodiscard]] int rekey_start(struct store *, int64_t centre,
    const struct secret *old, const char *by, int64_t now,
    struct secret *fresh);
/* The same in a transaction of its own. */
[[nodiscard]] int centre_rekey(struct store *, int64_t centre,
    const struct secret *old, const char *by, int64_t now,
    struct secret *fresh);

/*
 * One step by who holds a centre's key: that of the centre itself, or of one it
 * stands in for.  *left says whether there is more.  -EBADMSG what the change
 * needs does not open with this key; else as centre_public.
 */
[[nodiscard]] int rekey_step(struct store *, int64_t holder,
    const struct secret *key, bool *left);
/* Until nothing is left. */
[[nodiscard]] int rekey_finish(struct store *, int64_t holder,
    const struct secret *key);
/* 1 and the key before, which still opens some cases; 0 there is no such key,
   and old is as it was; -EIO. */
[[nodiscard]] int rekey_old(struct store *, int64_t centre,
    const struct secret *key, struct secret *old);

/*
 * Nobody can log in at a centre any more: its stand-in's lead makes it a new
 * key, and a lead who holds it, whose activation code is *code.  Cases that the
 * stand-in has a row for are sealed to it (rekey_step by the stand-in).  -EPERM
 * her centre is not its stand-in, or somebody is still there; else as
 * staff_add_as.
 */
[[nodiscard]] int centre_remake(struct store *, TALLOC_CTX *, int64_t centre,
    const struct login *, const char *name, int64_t now, char **code);

#endif
