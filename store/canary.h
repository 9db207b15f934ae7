/*
 * canary.h - 32 random octets that are sealed in the store to the offline key
 * of its backups: who can open them from a backup can open all of it.
 */
#ifndef STORE_CANARY_H
#define STORE_CANARY_H

#include <stdint.h>

#include "store/store.h"
#include "store/vault.h"

struct secret;

/* Put a fresh one in place of what there was; its own transaction.  -EINVAL
   pub is no key; -EIO. */
[[nodiscard]] int canary_put(struct store *,
    const unsigned char pub[VAULT_PUBLIC], int64_t now);

/* 0 it opens and is what was sealed; -ENOENT there is none; -EBADMSG; -EIO. */
[[nodiscard]] int canary_open(struct store *, const struct secret *);

#endif
