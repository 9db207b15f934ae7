/*
 * item.h - items of a case that is open; for the files of store/.
 */
#ifndef STORE_ITEM_H
#define STORE_ITEM_H

#include "store/opened.h"
#include "store/query.h"
#include "store/reading.h"

/* What is sealed in three columns of a row, nonce, key and text in this order
   from first on, opened at its place; under the talloc parent, wiped when freed.
   -EBADMSG. */
[[nodiscard]] int item_unseal(TALLOC_CTX *, struct query *, int first,
    const struct opened *, const struct seal_place *, char **text);

/* A row (n, kind, at, nonce, ek, ct). */
[[nodiscard]] int item_open(TALLOC_CTX *, struct query *,
    const struct opened *, struct entry *out);

/* The last item of a kind; *text is NULL without one.  -EBADMSG; -EIO. */
[[nodiscard]] int item_last(struct store *, TALLOC_CTX *,
    const struct opened *, const char *kind, const char **text);

#endif
