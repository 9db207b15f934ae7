/*
 * hours_model.h - when may she be reached, reckoned by another: the C
 * library's clock and zones, one moment looked at alone.
 */
#ifndef TESTS_HOURS_MODEL_H
#define TESTS_HOURS_MODEL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "store/consent.h"

/* Where our callers are, and where clocks change in every way there is. */
static const struct { const char *name, *country; } model_places[] = {
	{ "Asia/Phnom_Penh", "KH" },
	{ "Asia/Bangkok", "TH" },
	{ "Asia/Kuala_Lumpur", "MY" },
	{ "Asia/Seoul", "KR" },
	{ "Asia/Tokyo", "JP" },
	{ "Asia/Kolkata", "IN" },
	{ "Asia/Jerusalem", "IL" },
	{ "Europe/Warsaw", "PL" },
	{ "Europe/London", "GB" },
	{ "Asia/Riyadh", "SA" },
	{ "America/New_York", NULL },
	{ "America/St_Johns", NULL },
	{ "Australia/Lord_Howe", NULL },
	{ "Pacific/Auckland", NULL },
	{ "Pacific/Chatham", NULL },
	{ "Africa/Casablanca", NULL },
};
enum { MODEL_PLACES = sizeof(model_places) / sizeof(*model_places) };

/* Where the model is from now on. */
static inline void
model_go_to(const char *zone)
{
	if (setenv("TZ", zone, 1) != 0)
		abort();
	tzset();
}

static inline bool
model_allows(const struct consent *c, int64_t at)
{
	static const unsigned bit[] = { 6, 0, 1, 2, 3, 4, 5 };
	time_t t = (time_t)at;
	unsigned minute;
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		abort();
	minute = (unsigned)(tm.tm_hour * 60 + tm.tm_min);
	return (c->days & 1u << bit[tm.tm_wday]) != 0 && minute >= c->from &&
	    minute < c->until && tm.tm_hour >= 7 && tm.tm_hour < 21;
}

static inline bool
model_may_text(const struct consent *c, int64_t at)
{
	return c->text && c->has_number &&
	    at < (c->heard_on + 91) * INT64_C(86400) && model_allows(c, at);
}

#endif
