/*
 * po_lines.h - on which line of a .po file each key stands; libgettextpo
 * keeps that to itself.
 */
#ifndef LOCALES_PO_LINES_H
#define LOCALES_PO_LINES_H

#include <talloc.h>

struct po_lines;

/* Never NULL; a file that cannot be read has no keys. */
struct po_lines *po_lines_read(TALLOC_CTX *, const char *path);
/* The first line of a key; 0 when it is NULL or nowhere. */
unsigned po_line(const struct po_lines *, const char *key);

#endif
