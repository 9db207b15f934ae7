/*
 * xlsx.h - the rows of one sheet of an Excel workbook.
 *
 * Days become 2026-03-31 whatever their format shows, formulas and error
 * values "=", which value_clean refuses where the column is kept.
 */
#ifndef GATEWAY_LICENCES_IMPORT_XLSX_H
#define GATEWAY_LICENCES_IMPORT_XLSX_H

#include <stdbool.h>

#include "gateway/licences/import/table.h"

/* Is it a workbook of any kind, those that we refuse too? */
bool xlsx_is(const void *octets, size_t n);

/*
 * Read the sheet of this name, or the only one that is not hidden when it is
 * NULL.  0; -EINVAL with a fault added, or what the sink returned.
 */
[[nodiscard]] int xlsx_read(const void *octets, size_t n, const char *sheet,
    const struct sink *);

#endif
