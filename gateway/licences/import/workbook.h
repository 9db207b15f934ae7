/*
 * workbook.h - what of a workbook lies beside its sheets: which sheets there
 * are, the strings they share, which styles mean a date.
 */
#ifndef GATEWAY_LICENCES_IMPORT_WORKBOOK_H
#define GATEWAY_LICENCES_IMPORT_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

enum { SHEETS_MAX = 100, STYLES_MAX = 65536, STRINGS_MAX = 4000000 };

struct sheet {
	const char *name, *id, *path;	/* path: "xl/worksheets/sheet1.xml" */
	bool hidden;
};

struct workbook {
	const void *octets;		/* the file */
	size_t octets_n;
	bool from_1904;			/* its days are counted so */
	size_t sheets_n;
	struct sheet sheet[SHEETS_MAX];
	char *strings;			/* one behind the other, with NULs */
	size_t strings_used;
	size_t *string;			/* where each begins */
	size_t strings_n;
	bool *is_date;			/* of each style */
	size_t styles_n;
};

/* Under the talloc parent; the octets must outlive it.  As archive_member;
   -ENOENT it is no workbook. */
[[nodiscard]] int workbook_open(TALLOC_CTX *, const void *octets, size_t n,
    struct workbook **out);

/* Does this format show a day? */
bool workbook_format_is_date(const char *format);

#endif
