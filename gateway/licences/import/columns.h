/*
 * columns.h - which column of a list is what, by its heading.
 *
 * The headings are the first of the leading rows that names a licence and one
 * thing more; titles may stand above them.
 */
#ifndef GATEWAY_LICENCES_IMPORT_COLUMNS_H
#define GATEWAY_LICENCES_IMPORT_COLUMNS_H

#include <stdbool.h>

#include "gateway/licences/import/lexicon.h"
#include "gateway/licences/import/table.h"
#include "store/agency.h"

/* Beside an agency's own fields: parts of its head office, and what is not
   kept. */
enum { COLUMN_PROVINCE = AGENCY_FIELDS, COLUMN_PHONE, COLUMN_ADDRESS,
	COLUMN_IGNORED, COLUMN_KINDS };

enum { HEADING_ROWS = 20 };

struct columns {
	size_t n;
	int kind[COLUMNS_MAX];		/* of each column */
	int at[COLUMN_KINDS];		/* where a kind stands; -1 nowhere */
};

/* Does a row look like headings? */
bool columns_are_there(const struct lexicon *, const struct row *);

/*
 * Read the headings.  0; -EINVAL with faults added: one that is not known,
 * one thing twice, no licence, no name.
 */
[[nodiscard]] int columns_read(const struct lexicon *, const struct row *,
    const char *file, struct faults *, struct columns *out);

#endif
