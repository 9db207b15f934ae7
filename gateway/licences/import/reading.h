/*
 * reading.h - a file of agencies, CSV or XLSX, becomes a list, or faults.
 *
 * All or nothing: with any fault there is no list.  Each fault is
 * "file:line: message"; of a workbook the line is its row.  Bounded: a file
 * of FILE_MAX octets, LIST_MAX agencies, FAULTS_MAX faults.
 */
#ifndef GATEWAY_LICENCES_IMPORT_READING_H
#define GATEWAY_LICENCES_IMPORT_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "store/agency.h"

struct faults;
struct lexicon;

enum {
	LIST_MAX = 100000,	/* agencies of a file */
	FAULTS_MAX = 50,	/* then we stop reading */
};

struct list {
	size_t n;
	struct agency *agency;
	size_t octets;		/* of the file, to be digested */
	const void *octet;
};

/* What the reader must be told; all may be left out. */
struct reading_options {
	const struct lexicon *lexicon;	/* NULL: it opens its own */
	const char *sheet;	/* of a workbook; NULL the only one shown */
	bool whole_lines;	/* text must end with a line: what was fetched
				   may have been cut */
};

/*
 * Read octets that came as a file of this name, which is for faults only: what
 * it is, it says itself.  0; -EINVAL with at least one fault added.
 */
[[nodiscard]] int reading_parse(TALLOC_CTX *, const char *file,
    const void *octets, size_t n, const struct reading_options *,
    struct faults *, struct list **out);
/* The same from a path, "-" standard input; the list keeps its octets.
   -ENOENT, -EIO too, with a fault. */
[[nodiscard]] int reading_load(TALLOC_CTX *, const char *path,
    const struct reading_options *, struct faults *, struct list **out);

#endif
