/*
 * hiding.h - which numbers of a published month are hidden, and why nobody can
 * work them out.
 *
 * A table divides everybody whom one total counts (the contacts of a month) by
 * one question (sex); its cells are all that can be answered.  A cell of 1 to
 * 10 is small and is never shown; 0 tells of nobody and is.  The promise:
 *
 *   Who knows every number that was published, how this file decides, and
 *   even which of the hidden cells are small, can exclude none of 1 to 10 for
 *   any of these; nor for any cell of a table that is withheld.
 *
 * How: the small cells and the one or two smallest others are hidden together,
 * if each small cell may still be anything from 1 to 10 then; else the whole
 * table is withheld.  (Any cell of that may be 1 to 10: were the rest of the
 * total in one other cell, it would be withheld too.)  Tables of one total
 * share nothing but it: whatever they say, there are people whom all of them
 * describe; so what holds for one holds for all of them together.
 * Different totals are of different things (contacts, cases opened, cases
 * finished, workers), none of which is a part of another by any rule.  What
 * was published of a month never changes (publication.h), so there is no
 * difference of two publications either.  tests/hiding_test.c tries it.
 */
#ifndef GATEWAY_DESK_HIDING_H
#define GATEWAY_DESK_HIDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SMALL_MAX = 10 };

/* May a total be shown?  Else nothing of what it counts is. */
bool hiding_shows_total(int64_t total);
/* Sets hidden[i] for each of n cells.  True: shown as such.  False: the table
   is withheld, and all are hidden. */
bool hiding_of_table(const int64_t *cell, size_t n, bool *hidden);

/*
 * A sum of money tells a single payment where there are few, or one that is
 * most of it: shown only of 11 payments or more, of which the largest is at
 * most half; and then two digits of it, rounded down.  Returns what is shown,
 * 0 nothing.
 */
int64_t hiding_of_money(int64_t payments, int64_t sum, int64_t largest);

#endif
