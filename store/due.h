/*
 * due.h - callers' rows that lose something at their time.
 *
 * A phone that was not hers: nothing stays once her session is over.  A row at
 * a case: a day after she was last seen it keeps her language and nothing that
 * would say when the case was opened.
 */
#ifndef STORE_DUE_H
#define STORE_DUE_H

#include "store/caller.h"

/* Her row is about to be saved: put it on the list where it must be, and
   caller->due with it.  -EIO. */
[[nodiscard]] int due_keep(struct store *, int64_t key, struct caller *);

/* What is due before now, *room rows at most; *room is less by those. */
[[nodiscard]] int due_settle(struct store *, int64_t now, int64_t *room);

#endif
