#include "gateway/licences/import/values.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "locales/fold.h"
#include "store/day.h"

enum { ERA = 543, ERA_FIRST = 2400, ERA_LAST = 2742 };

struct date { int year, month, day; };

static const char *const months[12] = {
	"january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december",
};

static char *
no_day(TALLOC_CTX *ctx, const char *clean, const char **why)
{
	*why = talloc_asprintf(ctx, "%s is no day; write it as "
	    "2026-03-31", value_quote(ctx, clean));
	return NULL;
}

/* The first three letters or all of them. */
static int
month_of(const char *name)
{
	for (int m = 0; m < 12; m++)
		if (strcasecmp(name, months[m]) == 0 || (strlen(name) == 3 &&
		    strncasecmp(name, months[m], 3) == 0))
			return m + 1;
	return 0;
}

static bool
ends(const char *text, int n)
{
	return n > 0 && (text[n] == '\0' || strcmp(text + n, " 00:00:00") == 0);
}

/* A date written with its year first, or with its month's name. */
static bool
read_plain(const char *text, struct date *out)
{
	char name[10];
	int n = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &out->year, &out->month, &out->day,
	    &n) == 3 && ends(text, n))
		return true;
	if (sscanf(text, "%4d/%2d/%2d%n", &out->year, &out->month, &out->day,
	    &n) == 3 && ends(text, n))
		return true;
	if (sscanf(text, "%2d%*[ -]%9[A-Za-z]%*[ ,-]%4d%n", &out->day, name,
	    &out->year, &n) != 3 || !ends(text, n))
		return false;
	out->month = month_of(name);
	return out->month > 0;
}

/* Two numbers and a year: which is the day? */
static bool
read_numbers(const char *text, struct date *out, int *other)
{
	char mark, same;
	int n = 0;

	if (sscanf(text, "%2d%c%2d%c%4d%n", &out->day, &mark, &out->month,
	    &same, &out->year, &n) != 5 || !ends(text, n) || mark != same ||
	    strchr("/.-", mark) == NULL)
		return false;
	*other = 0;
	if (out->month > 12 && out->day <= 12) {
		int day = out->month;

		out->month = out->day;
		out->day = day;
	} else if (out->day <= 12 && out->day != out->month && mark != '.')
		*other = out->day;
	return true;
}

static char *
check(TALLOC_CTX *ctx, const char *clean, const struct date *date,
    const char **why)
{
	char text[DAY_TEXT];
	int64_t day;

	if (date->year < 100) {
		*why = talloc_asprintf(ctx, "%s: which century, and which is "
		    "the year? Write it as 2026-03-31",
		    value_quote(ctx, clean));
		return NULL;
	}
	if (date->year >= ERA_FIRST && date->year <= ERA_LAST) {
		*why = talloc_asprintf(ctx, "%s: a year of the Buddhist era? "
		    "Then write %04d-%02d-%02d", value_quote(ctx, clean),
		    date->year - ERA, date->month, date->day);
		return NULL;
	}
	day = day_of(date->year, date->month, date->day);
	if (day == DAY_NONE)
		return no_day(ctx, clean, why);
	return talloc_strdup(ctx, day_text(day, text));
}

char *
value_date(TALLOC_CTX *ctx, const char *clean, const char **why)
{
	char *text = text_ascii_digits(ctx, clean);
	struct date date;
	int other = 0;

	if (text[0] == '\0')
		return text;
	if (!read_plain(text, &date) && !read_numbers(text, &date, &other))
		return no_day(ctx, clean, why);
	if (other != 0 && date.year >= 100 && date.year < ERA_FIRST) {
		*why = talloc_asprintf(ctx, "%s can be %04d-%02d-%02d or "
		    "%04d-%02d-%02d: write the one it is",
		    value_quote(ctx, clean), date.year, date.month, date.day,
		    date.year, other, date.month);
		return NULL;
	}
	return check(ctx, clean, &date, why);
}
