/*
 * near.h - how far apart two spellings are.
 */
#ifndef LOCALES_NEAR_H
#define LOCALES_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

/* Longer texts are far from everything. */
enum { NEAR_MAX = 64 };

/* A text_key without blanks and punctuation: what two spellings of one name
   still have in common.  Under the talloc parent. */
char *near_key(TALLOC_CTX *, const char *clean);

/* Characters (code points) of a key. */
size_t near_length(const char *key);

/*
 * Characters to put in, leave out, change or swap with their neighbour to
 * make one key of the other (optimal string alignment); more than most counts
 * as most + 1.
 */
unsigned near_distance(const char *a, const char *b, unsigned most);

#endif
