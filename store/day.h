/*
 * day.h - days of the calendar, as licences and lists have them.
 *
 * A day is the number of days since 1970-01-01 and has no hour: what is valid
 * until a day is valid all of it.
 */
#ifndef STORE_DAY_H
#define STORE_DAY_H

#include <stdint.h>

enum {
	DAY_NONE = 0,			/* not said */
	DAY_TEXT = sizeof("2026-03-01"),
};

/* The day of a date; DAY_NONE when there is none (2026-02-30), or outside the
   years 1971 to 2199. */
int64_t day_of(int year, int month, int day);
/* "2026-03-01", nothing else; "" is DAY_NONE.  0; -EINVAL. */
[[nodiscard]] int day_read(const char *text, int64_t *out);
/* The other way; "" for DAY_NONE.  Returns out. */
const char *day_text(int64_t day, char out[DAY_TEXT]);
/* The day it is in Cambodia and Thailand, +7 all year. */
int64_t day_at(int64_t now);

#endif
