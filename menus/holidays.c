#include "menus/holidays.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "menus/document.h"
#include "menus/embedded.h"
#include "menus/facts.h"

enum {
	FIXED_MAX = 60, MOVABLE_MAX = 40, YEARS_MAX = 30, DAYS_MAX = 120,
	NEXT_YEAR_FROM = 10,		/* October */
	DAY_S = 86400,
};

const char *const holidays_names[] = { [HOLIDAYS_KH] = "kh",
	[HOLIDAYS_TH] = "th", NULL };

/* A calendar while it is read; year is the one whose days are read. */
struct reading {
	TALLOC_CTX *ctx;
	struct holiday_calendar *calendar;
	struct holiday_year *year;
};

static int
fault(const struct value *value, struct faults *faults, const char *what)
{
	faults_add(faults, value_file(value), value_line(value), "%s %s",
	    value_name(value), what);
	return -EINVAL;
}

static int
read_text(const struct value *value, struct reading *r,
    struct faults *faults, const char **out)
{
	const char *text = value_text(value);

	if (text == NULL || text[0] == '\0')
		return fault(value, faults, "must be a text");
	*out = talloc_strdup(r->ctx, text);
	return 0;
}

static int
read_day(const struct value *value, struct reading *r, struct faults *faults,
    const char **out)
{
	const char *text = value_text(value);

	/* A year of the Buddhist era is the likeliest mistake. */
	if (text == NULL || !date_is_real(text) || strcmp(text, "2200") >= 0)
		return fault(value, faults, "must be a day such as "
		    "2026-11-22");
	return read_text(value, r, faults, out);
}

static int
read_source(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_text(value, r, faults, r->year != NULL ?
	    &r->year->source : &r->calendar->source);
}

static int
read_source_date(const struct value *value, void *into,
    struct faults *faults)
{
	struct reading *r = into;

	return read_day(value, r, faults, &r->calendar->source_date);
}

static int
read_checked_on(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_day(value, r, faults, r->year != NULL ?
	    &r->year->checked_on : &r->calendar->checked_on);
}

static int
read_confirmed_by(const struct value *value, void *into,
    struct faults *faults)
{
	struct reading *r = into;

	return read_text(value, r, faults, &r->year->confirmed_by);
}

/* "04-14" of any year; 29 February is of few. */
static int
read_month_day(const char *key)
{
	char day[] = "2024-00-00";

	if (strlen(key) != strlen("01-01"))
		return 0;
	memcpy(day + strlen("2024-"), key, strlen(key));
	if (!date_is_real(day) || strcmp(key, "02-29") == 0)
		return 0;
	return (int)strtol(key, NULL, 10) * 100 +
	    (int)strtol(key + 3, NULL, 10);
}

static int
read_fixed(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;
	size_t n = value_count(value);

	if (value_kind(value) != VALUE_MAP || n > FIXED_MAX)
		return fault(value, faults, "must be a map of at most 60 "
		    "days such as 04-14");
	r->calendar->fixed = talloc_zero_array(r->ctx, int, (unsigned)n + 1);
	for (size_t i = 0; i < n; i++) {
		int day = read_month_day(value_key(value, i));

		if (day == 0) {
			faults_add(faults, value_file(value),
			    value_key_line(value, i), "fixed: \"%s\" is no "
			    "month and day such as 04-14",
			    value_key(value, i));
			return -EINVAL;
		}
		r->calendar->fixed[r->calendar->fixed_n++] = day;
	}
	return 0;
}

static int
read_movable(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;
	size_t n = value_count(value);
	char *all = talloc_strdup(r->ctx, "");
	const char *name;

	if (value_kind(value) != VALUE_LIST || n > MOVABLE_MAX)
		return fault(value, faults, "must be a list of names");
	for (size_t i = 0; i < n; i++) {
		name = value_text(value_at(value, i));
		if (name == NULL)
			return fault(value, faults, "must be a list of "
			    "names");
		all = talloc_asprintf_append(all, "%s%s", i > 0 ? ", " : "",
		    name);
	}
	r->calendar->movable = all;
	return 0;
}

static int
add_day(struct reading *r, const struct value *days, size_t i,
    struct faults *faults)
{
	struct holiday_calendar *c = r->calendar;
	const char *day = value_key(days, i);

	if (!date_is_real(day) || strtol(day, NULL, 10) != r->year->year) {
		faults_add(faults, value_file(days), value_key_line(days, i),
		    "\"%s\" is no day of %d", day, r->year->year);
		return -EINVAL;
	}
	c->day = talloc_realloc(r->ctx, c->day, int64_t,
	    (unsigned)(c->days_n + 1));
	c->day[c->days_n++] = date_noon(day) / DAY_S;
	return 0;
}

static int
read_days(const struct value *value, void *into, struct faults *faults)
{
	size_t n = value_count(value);
	int rc = 0;

	if (value_kind(value) != VALUE_MAP || n == 0 || n > DAYS_MAX)
		return fault(value, faults, "must be a map of 1 to 120 days "
		    "to their names");
	for (size_t i = 0; i < n; i++)
		rc |= add_day(into, value, i, faults);
	return rc;
}

static const struct field year_fields[] = {
	{ "source", true, read_source },
	{ "checked_on", true, read_checked_on },
	{ "confirmed_by", true, read_confirmed_by },
	{ "days", true, read_days },
	{ 0 }
};

static int
read_year(struct reading *r, const struct value *years, size_t i,
    struct faults *faults)
{
	const char *key = value_key(years, i);
	int rc;

	r->year = &r->calendar->year[i];
	r->year->year = (int)strtol(key, NULL, 10);
	if (strspn(key, "0123456789") != 4 || key[4] != '\0' ||
	    r->year->year < 2020 || r->year->year >= 2200) {
		faults_add(faults, value_file(years),
		    value_key_line(years, i), "\"%s\" is no year such as "
		    "2027", key);
		return -EINVAL;
	}
	rc = fields_read(value_at(years, i), year_fields, r, faults);
	r->year = NULL;
	return rc;
}

static int
read_years(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;
	size_t n = value_count(value);
	int rc = 0;

	if (value_kind(value) != VALUE_MAP || n > YEARS_MAX)
		return fault(value, faults, "must be a map of at most 30 "
		    "years");
	r->calendar->year = talloc_zero_array(r->ctx, struct holiday_year,
	    (unsigned)n + 1);
	for (size_t i = 0; i < n; i++)
		rc |= read_year(r, value, i, faults);
	r->year = NULL;
	r->calendar->years_n = n;
	return rc;
}

static const struct field calendar_fields[] = {
	{ "source", true, read_source },
	{ "source_date", true, read_source_date },
	{ "checked_on", true, read_checked_on },
	{ "fixed", true, read_fixed },
	{ "movable", true, read_movable },
	{ "years", true, read_years },
	{ 0 }
};

static int
read_calendar(const struct value *value, struct holidays *holidays,
    int which, struct faults *faults)
{
	struct reading r = { holidays, &holidays->of[which], NULL };

	r.calendar->line = value_line(value);
	return fields_read(value, calendar_fields, &r, faults);
}

static int
read_kh(const struct value *value, void *into, struct faults *faults)
{
	return read_calendar(value, into, HOLIDAYS_KH, faults);
}

static int
read_th(const struct value *value, void *into, struct faults *faults)
{
	return read_calendar(value, into, HOLIDAYS_TH, faults);
}

static const struct field both_fields[] = {
	{ "kh", true, read_kh },
	{ "th", true, read_th },
	{ 0 }
};

static int
read_calendars(const struct value *value, void *into, struct faults *faults)
{
	return fields_read(value, both_fields, into, faults);
}

static const struct field file_fields[] = {
	{ "calendars", true, read_calendars },
	{ 0 }
};

int
holidays_build(TALLOC_CTX *parent, const struct document *document,
    struct faults *faults, struct holidays **out)
{
	struct holidays *holidays = talloc_zero(parent, struct holidays);
	int rc = fields_read(document_root(document), file_fields, holidays,
	    faults);

	if (rc == 0)
		*out = holidays;
	else
		talloc_free(holidays);
	return rc;
}

int
holidays_embedded(TALLOC_CTX *parent, struct faults *faults,
    struct holidays **out)
{
	struct document *document;
	int rc = document_parse(NULL, "menus/holidays.yaml", menus_holidays,
	    menus_holidays_n, faults, &document);

	if (rc != 0)
		return rc;
	rc = holidays_build(parent, document, faults, out);
	talloc_free(document);
	return rc;
}

static bool
has_year(const struct holiday_calendar *calendar, int year)
{
	for (size_t i = 0; i < calendar->years_n; i++)
		if (calendar->year[i].year == year)
			return true;
	return false;
}

void
holidays_missing(const struct holidays *holidays, const char *file,
    const char *today, struct faults *faults)
{
	int year = (int)strtol(today, NULL, 10);
	int last = strtol(today + strlen("2026-"), NULL, 10) >=
	    NEXT_YEAR_FROM ? year + 1 : year;

	for (int which = 0; which < HOLIDAYS_CALENDARS; which++)
		for (int y = year; y <= last; y++)
			if (!has_year(&holidays->of[which], y))
				faults_add(faults, file,
				    holidays->of[which].line, "%s: the list "
				    "of %d is missing; until it is entered "
				    "these count as working days: %s",
				    holidays_names[which], y,
				    holidays->of[which].movable);
}
