/*
 * worksheet.h - the cells of a sheet, row by row, as text.
 */
#ifndef GATEWAY_LICENCES_IMPORT_WORKSHEET_H
#define GATEWAY_LICENCES_IMPORT_WORKSHEET_H

#include "gateway/licences/import/table.h"
#include "gateway/licences/import/workbook.h"

/* As archive_member; -EINVAL with a fault added: a cell beyond COLUMNS_MAX;
   or what the sink returned. */
[[nodiscard]] int worksheet_read(const struct workbook *, const struct sheet *,
    const struct sink *);

#endif
