/*
 * values.h - what stands in a cell, as the text form of an agency's field.
 *
 * People write dates, countries, provinces and statuses in many ways; what can
 * be read in one way only is accepted, what can be read in two is refused.
 */
#ifndef GATEWAY_LICENCES_IMPORT_VALUES_H
#define GATEWAY_LICENCES_IMPORT_VALUES_H

#include "gateway/licences/import/columns.h"
#include "gateway/licences/import/lexicon.h"

enum { CELL_MAX = 4096 };	/* octets */

/*
 * A cell as clean text: no controls (a line break is a space, or "; " in a
 * column of lists), no guard against formulas, single spaces.  NULL with *why
 * set: too long, a formula, letters that are lost.
 */
char *value_clean(TALLOC_CTX *, const char *cell, int column,
    const char **why);

/* What stands in a file, in quotes for a message: clean, on one line, and no
   more of it than helps. */
char *value_quote(TALLOC_CTX *, const char *text);

/*
 * The text form of a clean cell of a column (agency_field_read takes it).
 * NULL with *why set, under the talloc parent.
 */
char *value_form(TALLOC_CTX *, const struct lexicon *, const char *clean,
    int column, const char **why);

/*
 * "2026-03-31", "31/3/2026", "31.03.2026", "31 March 2026" as the first.  NULL
 * with *why set: no such day, a year of the Buddhist era, 3/4/2026, 31/3/26.
 */
char *value_date(TALLOC_CTX *, const char *clean, const char **why);

#endif
