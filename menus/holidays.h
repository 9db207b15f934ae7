/*
 * holidays.h - days on which offices of a country are closed, from a file.
 *
 * What has the same date each year counts always.  The rest is set anew each
 * year and counts once somebody has entered and confirmed that year's list.
 * Days are days since 1970-01-01, as the calendar has them.
 */
#ifndef MENUS_HOLIDAYS_H
#define MENUS_HOLIDAYS_H

#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct document;
struct faults;

enum { HOLIDAYS_KH, HOLIDAYS_TH, HOLIDAYS_CALENDARS };
extern const char *const holidays_names[];	/* "kh", "th"; ends with NULL */

struct holiday_year {
	int year;
	const char *source, *checked_on, *confirmed_by;
};
struct holiday_calendar {
	const char *source, *source_date, *checked_on;
	size_t fixed_n;
	int *fixed;			/* month * 100 + day */
	const char *movable;		/* their names, for people */
	size_t years_n;
	struct holiday_year *year;
	size_t days_n;
	int64_t *day;			/* of all years that are known */
	int line;
};
struct holidays { struct holiday_calendar of[HOLIDAYS_CALENDARS]; };

/* 0, or -EINVAL with every mistake added to faults. */
[[nodiscard]] int holidays_build(TALLOC_CTX *, const struct document *,
    struct faults *, struct holidays **out);
/* Those that the program carries; their faults would be our own. */
[[nodiscard]] int holidays_embedded(TALLOC_CTX *, struct faults *,
    struct holidays **out);

/*
 * What is missing on a day is added to faults, as of the file: this year's
 * list; from October on the next year's, because due dates reach into it.
 */
void holidays_missing(const struct holidays *, const char *file,
    const char *today, struct faults *);

#endif
