#include "locales/zone.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

enum { NAME_MAX_UNITS = 63 };
static const double MS = 1000.0;

struct zone {
	UCalendar *calendar;
	/* The span that was asked for last, and where it began to be known:
	   hours are asked for near each other. */
	int64_t from;
	struct zone_span span;
	bool known;
};

/* Where people of ours go and live.  One line each, one time each. */
static const struct { const char country[3], *name; } rows[] = {
	{ "AE", "Asia/Dubai" },
	{ "BH", "Asia/Bahrain" },
	{ "BN", "Asia/Brunei" },
	{ "CN", "Asia/Shanghai" },
	{ "CY", "Asia/Nicosia" },
	{ "CZ", "Europe/Prague" },
	{ "DE", "Europe/Berlin" },
	{ "FR", "Europe/Paris" },
	{ "GB", "Europe/London" },
	{ "HK", "Asia/Hong_Kong" },
	{ "HU", "Europe/Budapest" },
	{ "IL", "Asia/Jerusalem" },
	{ "IN", "Asia/Kolkata" },
	{ "JO", "Asia/Amman" },
	{ "JP", "Asia/Tokyo" },
	{ "KH", "Asia/Phnom_Penh" },
	{ "KR", "Asia/Seoul" },
	{ "KW", "Asia/Kuwait" },
	{ "LA", "Asia/Vientiane" },
	{ "LB", "Asia/Beirut" },
	{ "MM", "Asia/Yangon" },
	{ "MO", "Asia/Macau" },
	{ "MY", "Asia/Kuala_Lumpur" },
	{ "OM", "Asia/Muscat" },
	{ "PH", "Asia/Manila" },
	{ "PL", "Europe/Warsaw" },
	{ "QA", "Asia/Qatar" },
	{ "RO", "Europe/Bucharest" },
	{ "SA", "Asia/Riyadh" },
	{ "SG", "Asia/Singapore" },
	{ "TH", "Asia/Bangkok" },
	{ "TR", "Europe/Istanbul" },
	{ "TW", "Asia/Taipei" },
	{ "VN", "Asia/Ho_Chi_Minh" },
};

static int
close_zone(struct zone *zone)
{
	ucal_close(zone->calendar);
	return 0;
}

/* For a name it does not know ICU opens a zone all the same, +0 for ever. */
static bool
is_known(const UChar *name)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar canonical[NAME_MAX_UNITS + 1];
	UBool listed = 0;

	ucal_getCanonicalTimeZoneID(name, -1, canonical, NAME_MAX_UNITS,
	    &listed, &error);
	return U_SUCCESS(error) && listed;
}

int
zone_open(TALLOC_CTX *ctx, const char *name, struct zone **out)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar units[NAME_MAX_UNITS + 1];
	struct zone *zone;

	if (strlen(name) > NAME_MAX_UNITS)
		return -ENOENT;
	u_uastrcpy(units, name);
	if (!is_known(units))
		return -ENOENT;
	zone = talloc_zero(ctx, struct zone);
	zone->calendar = ucal_open(units, -1, "en", UCAL_GREGORIAN, &error);
	if (U_FAILURE(error)) {
		talloc_free(zone);
		return -ENOENT;
	}
	talloc_set_destructor(zone, close_zone);
	*out = zone;
	return 0;
}

/* The next change of the clock after the calendar's time. */
static int64_t
next_change(UCalendar *calendar)
{
	UErrorCode error = U_ZERO_ERROR;
	UDate at = 0;

	if (!ucal_getTimeZoneTransitionDate(calendar,
	    UCAL_TZ_TRANSITION_NEXT, &at, &error) || U_FAILURE(error))
		return INT64_MAX;
	return (int64_t)(at / MS);
}

struct zone_span
zone_span(struct zone *zone, int64_t at)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t offset;

	if (zone->known && at >= zone->from && at < zone->span.until)
		return zone->span;
	ucal_setMillis(zone->calendar, (double)at * MS, &error);
	offset = ucal_get(zone->calendar, UCAL_ZONE_OFFSET, &error) +
	    ucal_get(zone->calendar, UCAL_DST_OFFSET, &error);
	zone->from = at;
	zone->span = (struct zone_span){ offset / 1000,
		next_change(zone->calendar) };
	zone->known = true;
	return zone->span;
}

struct zone *
zone_of_country(const char *country)
{
	enum { ROWS = sizeof(rows) / sizeof(*rows) };
	static struct zone *zones[ROWS];
	size_t i = 0;

	while (i < ROWS && strcmp(rows[i].country, country) != 0)
		i++;
	if (i == ROWS)
		return NULL;
	if (zones[i] == NULL && zone_open(NULL, rows[i].name, &zones[i]) != 0)
		return NULL;
	return zones[i];
}
