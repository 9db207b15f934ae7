/*
 * export.h - the register as CSV, which imports again as it was.
 */
#ifndef GATEWAY_LICENCES_EXPORT_H
#define GATEWAY_LICENCES_EXPORT_H

#include <stdio.h>

#include "store/agencies.h"

/* UTF-8 with a byte-order mark, so that spreadsheets read it right; what they
   would take for a formula has an apostrophe before it. */
void export_csv(const struct agencies *, FILE *);

#endif
