#include "store/day.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY_S = 24 * 60 * 60, OFFSET_S = 7 * 60 * 60, YEAR_MIN = 1971,
	YEAR_MAX = 2199 };

int64_t
day_of(int year, int month, int day)
{
	struct tm tm = { .tm_year = year - 1900, .tm_mon = month - 1,
	    .tm_mday = day };
	int64_t at;

	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 ||
	    day < 1 || day > 31)
		return DAY_NONE;
	at = timegm(&tm);
	/* The 30th of February became the 2nd of March. */
	return tm.tm_mday == day ? at / DAY_S : DAY_NONE;
}

static bool
has_shape(const char *text)
{
	static const char shape[] = "dddd-dd-dd";

	if (strlen(text) != sizeof(shape) - 1)
		return false;
	for (int i = 0; shape[i] != '\0'; i++)
		if (shape[i] == '-' ? text[i] != '-' :
		    text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

int
day_read(const char *text, int64_t *out)
{
	int year, month, day;

	if (text[0] == '\0') {
		*out = DAY_NONE;
		return 0;
	}
	if (!has_shape(text) ||
	    sscanf(text, "%d-%d-%d", &year, &month, &day) != 3 ||
	    day_of(year, month, day) == DAY_NONE)
		return -EINVAL;
	*out = day_of(year, month, day);
	return 0;
}

const char *
day_text(int64_t day, char out[DAY_TEXT])
{
	time_t at = (time_t)(day * DAY_S);
	struct tm tm;

	out[0] = '\0';
	if (day != DAY_NONE && gmtime_r(&at, &tm) != NULL)
		strftime(out, DAY_TEXT, "%Y-%m-%d", &tm);
	return out;
}

int64_t
day_at(int64_t now)
{
	return (now + OFFSET_S) / DAY_S;
}
