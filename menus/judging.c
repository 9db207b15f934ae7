#include "menus/facts.h"

#include <string.h>

enum {
	UTC_PLUS_7 = 7 * 3600,	/* Cambodia and Thailand, summer and winter */
	DAY_S = 24 * 3600,
};

/* Its midnight in UTC, -1 when it is no day of the calendar. */
static time_t
midnight(const char *day)
{
	struct tm tm = { 0 };
	char again[DATE_TEXT] = "";
	const char *end = strptime(day, "%Y-%m-%d", &tm);
	bool whole = end != NULL && *end == '\0' &&
	    strlen(day) == DATE_TEXT - 1;
	time_t at = whole ? timegm(&tm) : -1;

	if (at == -1 || strftime(again, sizeof(again), "%Y-%m-%d", &tm) == 0)
		return -1;
	return strcmp(again, day) == 0 ? at : -1;
}

bool
date_is_real(const char *day)
{
	return midnight(day) != -1;
}

void
date_at(time_t now, char day[DATE_TEXT])
{
	time_t local = now + UTC_PLUS_7;
	struct tm tm;

	day[0] = '\0';
	if (gmtime_r(&local, &tm) != NULL)
		strftime(day, DATE_TEXT, "%Y-%m-%d", &tm);
}

bool
date_is_same(time_t one, time_t other)
{
	return (one + UTC_PLUS_7) / DAY_S == (other + UTC_PLUS_7) / DAY_S;
}

time_t
date_noon(const char *day)
{
	return midnight(day) + DAY_S / 2 - UTC_PLUS_7;
}

static bool
is_trusted(const struct fact *fact)
{
	if (fact->confidence == FACT_S1)
		return fact->confirmed_by != NULL &&
		    fact->confirmed_by[0] != '\0';
	return fact->confidence == FACT_V2;
}

/* A fact holds through its last day. */
static bool
is_past(const struct fact *fact, time_t now)
{
	char today[DATE_TEXT];

	date_at(now, today);
	return strcmp(today, fact->expires_on) > 0;
}

long
fact_days_left(const struct fact *fact, time_t now)
{
	char today[DATE_TEXT];

	date_at(now, today);
	return (long)((midnight(fact->expires_on) - midnight(today)) / DAY_S);
}

enum standing
fact_standing(const struct fact *fact, time_t now)
{
	if (!is_trusted(fact))
		return fact->confidence == FACT_S1 ? FACT_UNCONFIRMED :
		    FACT_UNKNOWN;
	if (is_past(fact, now))
		return fact->contact ? FACT_MONTH : FACT_HIDDEN;
	return fact_days_left(fact, now) <= DUE_DAYS ? FACT_DUE : FACT_SHOWN;
}

char *
fact_shown(TALLOC_CTX *parent, const struct fact *fact, time_t now)
{
	switch (fact_standing(fact, now)) {
	case FACT_SHOWN:
	case FACT_DUE:
		return talloc_strdup(parent, fact->value);
	case FACT_MONTH:
		return talloc_asprintf(parent, "%s (%.2s/%.4s)", fact->value,
		    fact->checked_on + 5, fact->checked_on);
	default:
		return NULL;
	}
}

static bool
is_same_text(const char *one, const char *other)
{
	return strcmp(one != NULL ? one : "", other != NULL ? other : "") == 0;
}

bool
fact_is_same(const struct fact *one, const struct fact *other)
{
	return is_same_text(one->value, other->value) &&
	    is_same_text(one->source, other->source) &&
	    is_same_text(one->source_date, other->source_date) &&
	    is_same_text(one->checked_on, other->checked_on) &&
	    is_same_text(one->expires_on, other->expires_on) &&
	    is_same_text(one->confirmed_by, other->confirmed_by) &&
	    is_same_text(one->hours, other->hours) &&
	    one->confidence == other->confidence &&
	    one->contact == other->contact;
}

static bool
takes_over(const struct fact *file, const struct fact *held)
{
	int later = strcmp(file->checked_on, held->checked_on);

	if (fact_is_same(file, held))
		return false;
	if (held->by == NULL)
		return later >= 0;
	return later > 0 && is_trusted(file) &&
	    held->confidence != FACT_WITHDRAWN;
}

static void
add(struct facts *facts, const struct fact *fact, int line)
{
	facts->fact = talloc_realloc(facts, facts->fact, struct fact,
	    (unsigned)facts->n + 1);
	facts->fact[facts->n] = *fact;
	facts->fact[facts->n++].line = line;
}

struct facts *
facts_merge(TALLOC_CTX *parent, const struct facts *file,
    const struct facts *held, struct facts **taken)
{
	struct facts *all = talloc_zero(parent, struct facts);
	struct facts *news = talloc_zero(parent, struct facts);
	const struct fact *own;

	for (size_t i = 0; i < file->n; i++) {
		own = facts_find(held, file->fact[i].id);
		if (own == NULL || takes_over(&file->fact[i], own)) {
			add(news, &file->fact[i], file->fact[i].line);
			own = &file->fact[i];
		}
		add(all, own, file->fact[i].line);
	}
	for (size_t i = 0; i < held->n; i++)
		if (facts_find(file, held->fact[i].id) == NULL)
			add(all, &held->fact[i], 0);
	if (taken != NULL)
		*taken = news;
	else
		talloc_free(news);
	return all;
}
