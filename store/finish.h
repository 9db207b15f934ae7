/*
 * finish.h - the end of a transaction begun by store_begin: commit what went
 * well (rc 0), undo what did not.  The rc, or that of store_commit.
 */
#ifndef STORE_FINISH_H
#define STORE_FINISH_H

#include "store/store.h"

struct matter;

[[nodiscard]] int store_finish(struct store *, int rc);
/*
 * The same of a change of one case.  *out (NULL: nowhere) is how it is then,
 * also where somebody else was first (rc -EEXIST).  What cannot be shown is not
 * done: -EIO.
 */
[[nodiscard]] int store_finish_case(struct store *, int rc, const struct id *,
    struct matter *out);

#endif
