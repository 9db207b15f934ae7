#include "store/deadline.h"

#include <stdlib.h>
#include <string.h>

#include "store/day.h"
#include "store/inside.h"
#include "store/query.h"

enum {
	LOCAL_S = 7 * 3600,	/* Phnom Penh and Bangkok */
	WEEK = 7, SATURDAY = 5,
	PATIENCE_DAYS = 2,
	AREA_TEXT = 8,		/* "KH-17" */
};

#define IN(state) (1u << CASE_##state)
static const struct deadline_rule own_rules[] = {
	{ IN(INCOMPLETE) | IN(NEW), true, true, NULL, 0, 1, DEADLINE_OFFICE },
	{ IN(WORKING) | IN(CALL_US), true, true, NULL, 0, 24,
	    DEADLINE_OFFICE },
	{ IN(INCOMPLETE) | IN(NEW), false, false, NULL, 2, 0,
	    DEADLINE_OFFICE },
	{ IN(WORKING), false, false, NULL, 10, 0, DEADLINE_OFFICE },
	{ IN(CALL_US), false, false, NULL, 5, 0, DEADLINE_OFFICE },
};
#undef IN
static const struct deadline_chase own_chases[] = {
	{ "other", 10, 0, DEADLINE_PARTNER },
};
static const struct deadline_table own_table = {
	.rules_n = sizeof(own_rules) / sizeof(*own_rules), .rule = own_rules,
	.chases_n = 1, .chase = own_chases,
};

void
deadline_follow(struct store *store, const struct deadline_table *table)
{
	store->deadlines = table;
}

static const struct deadline_table *
table_of(const struct store *store)
{
	return store->deadlines != NULL ? store->deadlines : &own_table;
}

static int
weekday(int64_t day)
{
	return (int)((day + 3) % WEEK);		/* 0 is Monday */
}

/* Month * 100 + day. */
static int
month_day(int64_t day)
{
	char text[DAY_TEXT];

	day_text(day, text);
	return (int)(strtol(text + 5, NULL, 10) * 100 +
	    strtol(text + 8, NULL, 10));
}

static bool
is_holiday(const struct deadline_holidays *holidays, int64_t day)
{
	int date = month_day(day);

	for (size_t i = 0; i < holidays->fixed_n; i++)
		if (holidays->fixed[i] == date)
			return true;
	for (size_t i = 0; i < holidays->days_n; i++)
		if (holidays->day[i] == day)
			return true;
	return false;
}

/* Which of the two calendars count, as bits. */
enum { OFF_KH = 1, OFF_TH = 2 };

static unsigned
of_country(const char *area)
{
	if (strncmp(area, "KH", 2) == 0)
		return OFF_KH;
	return strncmp(area, "TH", 2) == 0 ? OFF_TH : 0;
}

static bool
is_working(const struct deadline_table *table, unsigned off, int64_t day)
{
	return weekday(day) < SATURDAY &&
	    !((off & OFF_KH) != 0 && is_holiday(&table->kh, day)) &&
	    !((off & OFF_TH) != 0 && is_holiday(&table->th, day));
}

/* What comes on a day off waits from the beginning of the next working day. */
static int64_t
working_days_later(const struct deadline_table *table, unsigned off,
    int64_t at, int left)
{
	int64_t local = at + LOCAL_S, day = local / DEADLINE_DAY_S;
	int64_t second = local % DEADLINE_DAY_S;

	for (; !is_working(table, off, day); day++)
		second = 0;
	while (left > 0)
		if (is_working(table, off, ++day))
			left--;
	return day * DEADLINE_DAY_S + second - LOCAL_S;
}

int64_t
deadline_after(int64_t at, int days)
{
	return working_days_later(&own_table, 0, at, days);
}

int64_t
deadline_patience(int64_t opened_at)
{
	return deadline_after(opened_at, PATIENCE_DAYS);
}

static bool
has_category(const char *const *categories, const char *category)
{
	if (categories == NULL)
		return true;
	for (; *categories != NULL; categories++)
		if (strcmp(*categories, category) == 0)
			return true;
	return false;
}

int
deadline_step(const struct store *store, const struct deadline_case *of)
{
	const struct deadline_table *table = table_of(store);
	const struct deadline_rule *rule;

	for (size_t i = 0; i < table->rules_n; i++) {
		rule = &table->rule[i];
		if ((rule->states >> of->state & 1) != 0 &&
		    (!rule->has_urgent || rule->urgent == of->urgent) &&
		    has_category(rule->categories, of->category))
			return (int)i;
	}
	return -1;
}

static unsigned
off_of(enum deadline_calendar calendar, const char *area,
    const char *country)
{
	switch (calendar) {
	case DEADLINE_KH:
		return OFF_KH;
	case DEADLINE_TH:
		return OFF_TH;
	case DEADLINE_BOTH:
		return OFF_KH | OFF_TH;
	case DEADLINE_PARTNER:
		return of_country(country);
	case DEADLINE_OFFICE:
	default:
		return of_country(area);
	}
}

int64_t
deadline_due(const struct store *store, const struct deadline_case *of,
    int64_t from)
{
	const struct deadline_table *table = table_of(store);
	int step = deadline_step(store, of);
	const struct deadline_rule *rule;

	if (step < 0)
		return from;
	rule = &table->rule[step];
	if (rule->hours > 0)
		return from + (int64_t)rule->hours * DEADLINE_HOUR_S;
	return working_days_later(table, off_of(rule->calendar, of->area,
	    ""), from, rule->working_days);
}

int
deadline_of(struct store *store, const struct matter *matter, int64_t from,
    int64_t *out)
{
	char area[AREA_TEXT] = "";
	struct query *q = query_start(store, SQL_CENTRE_AREA);
	int rc;

	query_bind_int(q, matter->centre);
	rc = query_next(q);
	if (rc == 1)
		query_copy_text(q, 0, area, sizeof(area));
	query_end(q);
	if (rc < 0)
		return rc;
	*out = deadline_due(store, &(struct deadline_case){ matter->state,
	    matter->urgent, matter->category, area }, from);
	return 0;
}

static const struct deadline_chase *
find_chase(const struct deadline_table *table, const char *partner)
{
	for (size_t i = 0; i < table->chases_n; i++)
		if (strcmp(table->chase[i].partner, partner) == 0)
			return &table->chase[i];
	return strcmp(partner, "other") != 0 ? find_chase(table, "other") :
	    &own_chases[0];
}

int64_t
deadline_chase(const struct store *store, const char *partner,
    const char *country, const char *area, int64_t from)
{
	const struct deadline_table *table = table_of(store);
	const struct deadline_chase *chase = find_chase(table, partner);

	if (chase->hours > 0)
		return from + (int64_t)chase->hours * DEADLINE_HOUR_S;
	return working_days_later(table, off_of(chase->calendar, area,
	    country), from, chase->working_days);
}
