/*
 * agency_row.h - an agency between the store's columns and memory; for files
 * of store/ only.
 */
#ifndef STORE_AGENCY_ROW_H
#define STORE_AGENCY_ROW_H

#include "store/agency.h"
#include "store/query.h"

/* Bind all fields, in their order; the texts hang under the talloc parent and
   must live until the query ends. */
void agency_row_bind(TALLOC_CTX *, struct query *, const struct agency *);
/* Read them from column first on.  -EINVAL what stands there is no agency. */
[[nodiscard]] int agency_row_read(TALLOC_CTX *, struct query *, int first,
    struct agency *out);

#endif
