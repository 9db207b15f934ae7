/*
 * units.h - UTF-16 inside locales/: what ICU reads and a phone counts.
 *
 * Nothing outside locales/ includes this.
 */
#ifndef LOCALES_UNITS_H
#define LOCALES_UNITS_H

#include <stdbool.h>
#include <talloc.h>
#include <unicode/utypes.h>

struct units { unsigned n; UChar *at; };

/* Of UTF-8; what is not UTF-8 becomes U+FFFD.  at hangs under the parent. */
struct units units_from(TALLOC_CTX *, const char *text);
/* As UTF-8 under the parent; a lone surrogate becomes U+FFFD. */
char *units_text(TALLOC_CTX *, struct units);
/* Without ZWSP and WORD JOINER, which guide breaks and cost a unit each. */
struct units units_shown(TALLOC_CTX *, struct units);

/* The character at *i, which then stands behind it; *i must be below n. */
UChar32 units_next(struct units, unsigned *i);

/* ZWSP or WORD JOINER. */
bool unit_guides(UChar);
/* A space or newline that a page may end at and then leaves out. */
bool unit_breaks(UChar32);
/* Any blank, those that hold words together included. */
bool unit_blank(UChar32);

/*
 * Whether c stays with the character before it: combining marks, Khmer
 * coeng and its consonant, Thai vowels on either side, joined emoji.  Not
 * ICU's: its character iterator of 72 cuts after a coeng.
 */
bool cluster_joins(UChar32 before, UChar32 c);

#endif
