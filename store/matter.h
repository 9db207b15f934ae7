/*
 * matter.h - a row of the view "matter"; for the files that read and write
 * cases.
 */
#ifndef STORE_MATTER_H
#define STORE_MATTER_H

#include "store/cases.h"
#include "store/query.h"
#include "store/seal.h"

enum { MATTER_PIN = 18 };	/* the column of the keyed hash, null if
				   unfiled */

/* -EIO: no row of ours. */
[[nodiscard]] int matter_read(struct query *, struct matter *out);
/* All that a bound query finds, under ctx: read first, opened then, as a statement
   runs once at a time.  -EIO. */
[[nodiscard]] int matters_read(struct query *, TALLOC_CTX *,
    struct matters *out);
/* One bound query that finds at most one.  -ENOENT; -EIO. */
[[nodiscard]] int matter_find(struct query *, struct matter *out);

/* Who copies the disk and knows when she held her phone must not find her. */
int64_t matter_hour(int64_t now);
/* It changed: its version grows.  -ENOENT. */
[[nodiscard]] int matter_touch(struct store *, const struct id *,
    int64_t now);
/* case_add without the change of the case that comes with it; a sealer, or
   NULL. */
[[nodiscard]] int matter_add(struct store *, struct sealer *,
    const struct seal_place *, const unsigned char pub[SEAL_PUBLIC],
    const char *text, int64_t now);

#endif
