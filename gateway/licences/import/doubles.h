/*
 * doubles.h - agencies of a list that share a number, however it is written.
 */
#ifndef GATEWAY_LICENCES_IMPORT_DOUBLES_H
#define GATEWAY_LICENCES_IMPORT_DOUBLES_H

#include "gateway/licences/import/reading.h"

struct doubled { int line, before; };	/* the number of an earlier line */

/* line is of each agency.  The pairs under the talloc parent, *n of them. */
struct doubled *doubles_find(TALLOC_CTX *, const struct list *,
    const int *line, size_t *n);

#endif
