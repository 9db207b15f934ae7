/*
 * finish.h - the end of a transaction begun by store_begin: commit what went
 * well (rc 0), undo what did not.  The rc, or that of store_commit.
 */
#ifndef STORE_FINISH_H
#define STORE_FINISH_H

#include "store/store.h"

[[nodiscard]] int store_finish(struct store *, int rc);

#endif
