/*
 * table.h - rows of cells, whatever file they come from.
 *
 * A reader calls the sink once for each row that is not empty, in order.
 * Cells are valid UTF-8 as they stood, of any length that the file's size
 * allows; they are good only during the call.
 */
#ifndef GATEWAY_LICENCES_IMPORT_TABLE_H
#define GATEWAY_LICENCES_IMPORT_TABLE_H

#include <stddef.h>
#include <talloc.h>

struct faults;

enum {
	COLUMNS_MAX = 64,
	FILE_MAX = 32 << 20,	/* octets of a file */
	MEMBER_MAX = 64 << 20,	/* octets of what a workbook unpacks to */
};

struct row {
	int line;		/* in the file; of a workbook the row */
	size_t n;
	const char *const *cell;	/* none is NULL */
};

struct sink {
	/* 0 go on; negative: stop, faults were added. */
	int (*row)(void *arg, const struct row *);
	void *arg;
	const char *file;	/* for faults: FILE, for a workbook FILE too */
	struct faults *faults;
};

#endif
