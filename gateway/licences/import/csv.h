/*
 * csv.h - comma-separated values, RFC 4180, with ";" or tabs too.
 */
#ifndef GATEWAY_LICENCES_IMPORT_CSV_H
#define GATEWAY_LICENCES_IMPORT_CSV_H

#include "gateway/licences/import/table.h"

/*
 * Read text of n octets that holds no NUL but the one that ends it.  The
 * separator is the one of comma, semicolon and tab that the first line has
 * most of.  0; -EINVAL with a fault added (a quote that is not closed, text
 * behind a closing one, too many columns), or what the sink returned.
 */
[[nodiscard]] int csv_read(const char *text, size_t n, const struct sink *);

#endif
