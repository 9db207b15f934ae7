/*
 * seek.h - words that somebody looks for, in what somebody wrote.
 *
 * Both are folded (fold.h): marks in another order, digits of another script,
 * capitals and invisible marks make no difference.  A word in Latin letters or
 * digits is found where a word begins; Khmer and Thai, which put no blanks
 * between words, anywhere, whatever blanks were put.  Pure, and for several
 * threads at once.
 */
#ifndef LOCALES_SEEK_H
#define LOCALES_SEEK_H

#include <stdbool.h>
#include <talloc.h>

enum { SEEK_WORDS = 8 };

struct seek;

/* What is looked for; words beyond the eighth are left out.  NULL when there is
   nothing of two letters to look for. */
struct seek *seek_new(TALLOC_CTX *, const char *clean);
/* A bit for each word that is looked for. */
unsigned seek_all(const struct seek *);
/* A bit for each of them that a text holds. */
unsigned seek_in(const struct seek *, const char *clean);

/* Where the first of them stands, with some of what is around it, cut between
   clusters; texts under the talloc parent. */
struct seen { char *before, *hit, *after; bool more_before, more_after; };
/* False when the text holds none. */
bool seek_show(const struct seek *, TALLOC_CTX *, const char *clean,
    struct seen *out);

#endif
