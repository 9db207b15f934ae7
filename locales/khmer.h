/*
 * khmer.h - Khmer syllables in one order, whatever order they were typed in.
 *
 * Unicode Technical Note 61 in its form for searching: also merges what
 * looks the same in print (two vowel signs for one, coeng Da and Ta, either
 * register shifter, u below another vowel for a shifter).  Never for text
 * that is shown.
 */
#ifndef LOCALES_KHMER_H
#define LOCALES_KHMER_H

#include "locales/units.h"

/* In place, one pass; never longer than before. */
void khmer_fold(struct units *);

#endif
