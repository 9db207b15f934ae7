/*
 * sheet.h - words as a spreadsheet: one row a key, one column a language.
 *
 * RFC 4180 as spreadsheets write it (a byte-order mark, UTF-16, ";" or tabs
 * are read too).  A cell that a spreadsheet would take for a formula gets an
 * apostrophe before it; reading takes that away again, so that what is
 * written and read is the same.
 */
#ifndef GATEWAY_WORDS_SHEET_H
#define GATEWAY_WORDS_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "locales/catalogue.h"

struct faults;

enum { SHEET_MAX = 8 << 20 };	/* octets of a file */

struct sheet_row {
	int line;
	const char *key;
	const char *about, *pages;	/* for readers only */
	const char *text[LOCALES];	/* NULL: as it is */
	bool stated[LOCALES];
	struct review state[LOCALES];
	/* Which of the program's own texts these replaced; NULL unknown. */
	const char *basis[LOCALES];
	/* Set by own_load: the program's text has changed, it does not fit
	   the program's English, there is no such text. */
	bool moved[LOCALES], unfit[LOCALES], gone;
};
struct sheet { size_t n; struct sheet_row *row; };

/* Read it; -EINVAL with every mistake added as file:line. */
[[nodiscard]] int sheet_read(TALLOC_CTX *, const char *file,
    const void *octets, size_t n, struct faults *, struct sheet **out);
/* The same from a file.  -ENOENT no such file, nothing added; else as above. */
[[nodiscard]] int sheet_load(TALLOC_CTX *, const char *path, struct faults *,
    struct sheet **out);

struct sheet *sheet_new(TALLOC_CTX *);
/* A new row, all of it empty; good until the next one. */
struct sheet_row *sheet_add(struct sheet *, const char *key);
const struct sheet_row *sheet_find(const struct sheet *, const char *key);

/* As a file, with the column of bases or without. */
char *sheet_write(TALLOC_CTX *, const struct sheet *, bool basis);

#endif
