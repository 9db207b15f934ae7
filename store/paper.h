/*
 * paper.h - secrets as people write them down: base32 without I, L, O and U,
 * in groups of four, ending in check characters.
 *
 * Reading forgives case, spaces, dashes, O for 0 and I or L for 1.  The
 * format is in SEALING.md.
 */
#ifndef STORE_PAPER_H
#define STORE_PAPER_H

#include <stdbool.h>
#include <talloc.h>

enum {
	PAPER_SECRET = 32, PAPER_CODE = 16,
	PAPER_GROUPS = 14,		/* of a paper key */
};

/* A centre's secret key: 14 groups.  Wiped when freed. */
char *paper_key(TALLOC_CTX *, const unsigned char secret[PAPER_SECRET]);
/* -EINVAL mistyped. */
[[nodiscard]] int paper_key_read(const char *text,
    unsigned char secret[PAPER_SECRET]);

/* An activation code: 8 groups.  Wiped when freed. */
char *paper_code(TALLOC_CTX *, const unsigned char code[PAPER_CODE]);
/* -EINVAL mistyped. */
[[nodiscard]] int paper_code_read(const char *text,
    unsigned char code[PAPER_CODE]);

/* Is this the group (from 1) of that paper key?  Asked when one is made, to
   know that it was written down. */
bool paper_matches_part(const char *paper, unsigned group, const char *typed);

#endif
