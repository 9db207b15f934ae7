/*
 * tries.h - what is counted for a day under a keyed hash: wrong secrets,
 * searches, pages by SMS, opened cases.  Inside a transaction; store_purge
 * forgets the days that are over.
 */
#ifndef STORE_TRIES_H
#define STORE_TRIES_H

#include <stdint.h>

#include "store/keys.h"
#include "store/store.h"

/* How many so far; 0 none.  day is of the epoch.  -EIO. */
[[nodiscard]] int tries_count(struct store *, int64_t day,
    const unsigned char key[KEY_TAG_SIZE], int64_t *n);
/* One more.  -EIO. */
[[nodiscard]] int tries_add(struct store *, int64_t day,
    const unsigned char key[KEY_TAG_SIZE]);

#endif
