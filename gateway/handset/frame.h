/*
 * frame.h - a page as a small handset shows it, drawn in a frame.
 *
 * Columns are those of wcwidth(3), so LC_CTYPE must be one of UTF-8.  Rows
 * break at spaces, else between clusters: a combining mark, a Khmer coeng
 * and its consonant, and a Thai vowel stay with their letter.
 */
#ifndef GATEWAY_HANDSET_FRAME_H
#define GATEWAY_HANDSET_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

enum { FRAME_COLUMNS = 24 };

/* Octets of the cluster that a text begins with (0 at its end), and its
   columns. */
size_t frame_cluster(const char *text, unsigned *columns);

/* Octets of the row that a text begins with, its columns, and where the next
   row begins. */
size_t frame_row(const char *text, unsigned width, unsigned *columns,
    const char **next);

/*
 * The whole frame, with newlines, under the talloc parent.  The title stands
 * in its upper edge, the foot below it.  plain: drawn with + - |.
 */
char *frame_draw(TALLOC_CTX *, const char *title, const char *text,
    const char *foot, bool plain);

#endif
