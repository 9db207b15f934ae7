/*
 * trying.h - wrong passwords, counted; for login.c only.
 *
 * By a keyed tag of the name that was typed, since people type passwords where
 * names belong; and of the browser's mark where it has a true one.
 */
#ifndef STORE_TRYING_H
#define STORE_TRYING_H

#include "store/store.h"

enum { TRY_KEY = 2 };	/* 65 536 rows at most, whatever names are tried */

void try_key(const struct store *, const char *name, const char *mark,
    unsigned char key[TRY_KEY]);
/* One more, before the password is looked at.  -EAGAIN there were too many;
   -EIO. */
[[nodiscard]] int try_count(struct store *, const unsigned char key[TRY_KEY],
    int64_t now);
/* In the transaction that stands: it was right. */
[[nodiscard]] int try_clear(struct store *,
    const unsigned char key[TRY_KEY]);

#endif
