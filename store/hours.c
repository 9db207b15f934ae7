#include "store/centre.h"

#include <errno.h>
#include <string.h>

enum { DAY_S = 86400, DAY_MIN = 24 * 60, WEEK = 7, SPANS_MAX = 2 };

struct span { int from, to; };		/* minutes of the day */
struct hours {
	int first, last;		/* weekdays, 1 is Monday */
	struct span span[SPANS_MAX];
	unsigned spans;
};

static bool
read_char(const char **at, char c)
{
	if (**at != c)
		return false;
	++*at;
	return true;
}

/* One or two digits; -1 none. */
static int
read_number(const char **at)
{
	int n = -1;

	for (int i = 0; i < 2 && **at >= '0' && **at <= '9'; i++)
		n = (n < 0 ? 0 : n * 10) + *(*at)++ - '0';
	return n;
}

/* Minutes of the day, -1: no time. */
static int
read_time(const char **at)
{
	int hour = read_number(at), minute;
	const char *minutes;

	if (hour < 0 || !read_char(at, ':'))
		return -1;
	minutes = *at;
	minute = read_number(at);
	if (*at - minutes != 2 || minute > 59 ||
	    hour * 60 + minute > DAY_MIN)
		return -1;
	return hour * 60 + minute;
}

static bool
read_days(const char **at, struct hours *hours)
{
	hours->first = hours->last = read_number(at);
	if (read_char(at, '-'))
		hours->last = read_number(at);
	return hours->first >= 1 && hours->last >= hours->first &&
	    hours->last <= WEEK;
}

/* A span begins where the one before it has ended. */
static bool
read_span(const char **at, struct hours *hours)
{
	struct span *span = &hours->span[hours->spans];

	span->from = read_time(at);
	if (span->from < 0 || !read_char(at, '-'))
		return false;
	span->to = read_time(at);
	if (span->to <= span->from ||
	    (hours->spans > 0 && span->from < span[-1].to))
		return false;
	hours->spans++;
	return true;
}

static int
read_hours(const char *text, struct hours *hours)
{
	memset(hours, 0, sizeof(*hours));
	if (!read_days(&text, hours))
		return -EINVAL;
	while (hours->spans < SPANS_MAX && read_char(&text, ' '))
		if (!read_span(&text, hours))
			return -EINVAL;
	return hours->spans > 0 && *text == '\0' ? 0 : -EINVAL;
}

int
centre_check_hours(const char *hours)
{
	struct hours read;

	return read_hours(hours, &read);
}

/* Seconds of this day when it is open next, from second on; -1: no more. */
static int
open_on(const struct hours *hours, int weekday, int second)
{
	if (weekday < hours->first || weekday > hours->last)
		return -1;
	for (unsigned i = 0; i < hours->spans; i++) {
		int from = hours->span[i].from * 60;

		if (second < hours->span[i].to * 60)
			return from > second ? from : second;
	}
	return -1;
}

int
centre_next_open(const char *hours, int64_t now, int offset_s, int64_t *at)
{
	struct hours read;
	int64_t local = now + offset_s, day = local / DAY_S;
	int second = (int)(local % DAY_S);

	if (read_hours(hours, &read) != 0)
		return -EINVAL;
	/* The same weekday of next week is the last that can come. */
	for (int i = 0; i <= WEEK; i++, day++, second = 0) {
		/* 1 January 1970 was a Thursday. */
		int found = open_on(&read, (int)((day + 3) % WEEK) + 1,
		    second);

		if (found >= 0) {
			*at = day * DAY_S + found - offset_s;
			return 0;
		}
	}
	return -EINVAL;
}
