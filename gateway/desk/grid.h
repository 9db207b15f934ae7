/*
 * grid.h - rows of text and numbers, as CSV and as a workbook (XLSX).
 *
 * What a phone sent ends in a spreadsheet of an office, so that nothing in it
 * may be taken for a formula: in CSV such text gets an apostrophe, in a
 * workbook text is text.  Both are made in memory: words of a case shall not
 * lie in a temporary file.
 *
 * CSV: RFC 4180, UTF-8 with a byte order mark (without one the Excel of
 * Cambodian and Thai offices reads another encoding), all text in quotes.
 * XLSX: ECMA-376 part 1, one sheet, inline strings, no formula, the first row
 * bold and fixed.
 */
#ifndef GATEWAY_DESK_GRID_H
#define GATEWAY_DESK_GRID_H

#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct grid_cell {
	const char *text;		/* NULL: a number */
	int64_t number;
	int decimals;			/* 2: number is in hundredths */
};
struct grid {
	size_t n, columns;
	struct grid_cell *cell;	/* row by row */
};

/* Every row has so many cells; those not given are empty. */
struct grid *grid_new(TALLOC_CTX *, size_t columns);
/* Add a cell, to the right or in the next row.  Text is copied. */
void grid_text(struct grid *, const char *);
void grid_number(struct grid *, int64_t, int decimals);
/* Fill the row with empty cells. */
void grid_end_row(struct grid *);

/* "1500.50".  Under the talloc parent. */
char *grid_number_text(TALLOC_CTX *, const struct grid_cell *);

char *grid_csv(TALLOC_CTX *, const struct grid *, size_t *n);
/* NULL: it could not be made. */
void *grid_xlsx(TALLOC_CTX *, const struct grid *, size_t *n);

#endif
