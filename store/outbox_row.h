/*
 * outbox_row.h - the columns every query of the outbox begins with; for files
 * of store/ only.
 */
#ifndef STORE_OUTBOX_ROW_H
#define STORE_OUTBOX_ROW_H

#include "store/outbox.h"
#include "store/query.h"

enum { OUTBOX_ROW_COLUMNS = 12 };

void outbox_row_read(struct query *, struct outbox_row *out);

#endif
