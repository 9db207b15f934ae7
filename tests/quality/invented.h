/*
 * invented.h - names of companies that do not exist, as real ones are made:
 * Khmer names in Latin letters, English words, initials, Khmer script; with
 * the words that they all have.
 */
#ifndef TESTS_QUALITY_INVENTED_H
#define TESTS_QUALITY_INVENTED_H

#include <talloc.h>

#include "tests/quality/chance.h"

/* In Latin letters, legal form included. */
char *invented_name(TALLOC_CTX *, struct chance *);
/* In Khmer script. */
char *invented_khmer(TALLOC_CTX *, struct chance *);

#endif
