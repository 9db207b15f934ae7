/*
 * figure.h - numbers, amounts, lengths of time and days as a reader expects
 * them: grouped, in her digits, in her calendar, with the right plural.
 *
 * Khmer is written in Khmer digits, Thai years are of the Buddhist era.  None
 * of this is for what is dialled or typed back: telephone numbers, references
 * and keys stay as they are.
 */
#ifndef LOCALES_FIGURE_H
#define LOCALES_FIGURE_H

#include <stdint.h>
#include <talloc.h>

#include "locales/catalogue.h"

enum unit {
	UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR,
	UNIT_RIEL, UNIT_BAHT, UNIT_DOLLAR, UNITS
};

/* A day, or with day 0 a month; of the Gregorian calendar. */
struct date { int year, month, day; };

/* All under the talloc parent.  "4,000"; "៤.០០០". */
char *number_words(TALLOC_CTX *, enum locale, int64_t);
/* "1 month", "4,000 baht"; the words are unit.<unit>, unit.<unit>.one. */
char *unit_words(TALLOC_CTX *, const struct catalogue *, enum locale,
    int64_t n, enum unit);
/* "22/11/2026", "11/2026"; "22/11/2569" in Thai. */
char *date_words(TALLOC_CTX *, enum locale, struct date);

/*
 * A value written for all languages as its reader expects it: "350", "4,000",
 * "1.5", "90 days", "1,500 dollars", "2026-11-22", "2026-11", "11/2026".  A
 * number of four digits and more needs its commas, or it may be one to dial.
 * NULL when it is no such figure: then it is shown as it stands.
 */
char *figure_words(TALLOC_CTX *, const struct catalogue *, enum locale,
    const char *value);

#endif
