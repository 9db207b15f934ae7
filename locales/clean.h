/*
 * clean.h - octets from a phone become text.
 *
 * Whatever a phone or network sends (bad UTF-8, lone surrogates, little
 * endian, odd length, NUL, controls, bidi marks) becomes clean UTF-8:
 * NFC-untouched, without controls but newline, without Cf but ZWSP, ZWNJ and
 * ZWJ, at most six combining marks in a row.  What cannot be read becomes
 * U+FFFD.
 */
#ifndef LOCALES_CLEAN_H
#define LOCALES_CLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

/* As on Kannel's box link: 0 is UTF-8 octets, 2 is UTF-16 octets. */
enum coding { CODING_GSM7 = 0, CODING_BINARY = 1, CODING_UCS2 = 2 };

/* Longest text kept, in octets of UTF-8; the rest is cut at a cluster. */
enum { TEXT_MAX = 8192 };

/*
 * Never fails; the result hangs under the talloc parent, trimmed of space at
 * both ends.  CODING_BINARY is read as UTF-8.  *damaged (may be NULL) says
 * whether anything could not be read or was cut.
 */
char *text_clean(TALLOC_CTX *, const void *octets, size_t n, enum coding,
    bool *damaged);

#endif
