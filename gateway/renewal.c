#include "gateway/renewal.h"

#include <errno.h>
#include <string.h>

#include "gateway/checking/letters.h"
#include "locales/clean.h"
#include "locales/pages.h"
#include "menus/document.h"
#include "store/centre.h"

enum { NAME_MAX_OCTETS = 60, LINE_MAX_OCTETS = 300, VALUE_SEPTETS_MAX = 80 };

/* One line, as it would come from a phone. */
static bool
is_line(const char *text, size_t max)
{
	size_t n = strlen(text);
	char *clean;
	bool good;

	if (n == 0 || n > max || strchr(text, '\n') != NULL)
		return false;
	clean = text_clean(NULL, text, n, CODING_GSM7, NULL);
	good = strcmp(clean, text) == 0;
	talloc_free(clean);
	return good;
}

bool
name_is_given(const char *by, struct faults *faults)
{
	if (by != NULL && is_line(by, NAME_MAX_OCTETS))
		return true;
	faults_add(faults, "--by", 0, "who does it?  A name of at most %d "
	    "letters is needed", NAME_MAX_OCTETS);
	return false;
}

static void
check_line(const char *flag, const char *text, struct faults *faults)
{
	if (text != NULL && !is_line(text, LINE_MAX_OCTETS))
		faults_add(faults, flag, 0, "one line of clean text is "
		    "needed, without spaces around it, of at most %d octets",
		    LINE_MAX_OCTETS);
}

char *
value_mistake(TALLOC_CTX *ctx, const char *value)
{
	const char *letter;
	unsigned septets;

	if (septets_count(value, &septets) != 0) {
		letter = letter_outside(ctx, value);
		return talloc_asprintf(ctx, "\"%s\" is no letter of the GSM "
		    "alphabet; every language shows this value",
		    letter != NULL ? letter : letter_folded(ctx, value));
	}
	return septets <= VALUE_SEPTETS_MAX ? NULL : talloc_asprintf(ctx,
	    "%u letters; a page has room for at most %d of them", septets,
	    VALUE_SEPTETS_MAX);
}

static void
check_value(const char *value, struct faults *faults)
{
	const char *what;

	check_line("--value", value, faults);
	what = value != NULL ? value_mistake(faults, value) : NULL;
	if (what != NULL)
		faults_add(faults, "--value", 0, "%s", what);
}

static bool
is_day(const char *flag, const char *day, struct faults *faults)
{
	if (date_is_real(day))
		return true;
	faults_add(faults, flag, 0, "%s: a day such as 2026-11-22 is needed",
	    day);
	return false;
}

static void
check_days(const struct renewal *wish, const char *checked, time_t now,
    struct faults *faults)
{
	char today[DATE_TEXT];

	date_at(now, today);
	if (is_day("--checked", checked, faults) && strcmp(checked, today) > 0)
		faults_add(faults, "--checked", 0, "%s is still to come; "
		    "today is %s", checked, today);
	if (wish->expires == NULL)
		faults_add(faults, "--expires", 0, "the last day it may be "
		    "shown is needed, such as half a year from today");
	else if (is_day("--expires", wish->expires, faults) &&
	    strcmp(wish->expires, today) < 0)
		faults_add(faults, "--expires", 0, "%s is past; today is %s",
		    wish->expires, today);
}

/* The old source has not said the new value. */
static void
check_source(const struct renewal *wish, const struct fact *held,
    struct faults *faults)
{
	if (wish->value == NULL || strcmp(wish->value, held->value) == 0)
		return;
	if (wish->source == NULL || wish->source_date == NULL)
		faults_add(faults, "--source", 0, "a new value needs --source "
		    "and --source-date: who says %s, and when?", wish->value);
}

static const char *
first(const char *given, const char *held)
{
	return given != NULL ? given : held;
}

static void
choose_confidence(const struct renewal *wish, struct fact *out,
    struct faults *faults)
{
	if (wish->confidence != NULL) {
		if (confidence_find(wish->confidence, &out->confidence) != 0 ||
		    out->confidence > FACT_S1)
			faults_add(faults, "--confidence", 0, "V2 (two sources"
			    " that do not copy each other) or S1 (one source)"
			    " is needed");
		return;
	}
	if (out->confidence > FACT_S1)
		faults_add(faults, "--confidence", 0, "it was %s until now; "
		    "say V2 (two sources) or S1 (one source)",
		    confidence_name(out->confidence));
}

/* Another number is not answered when the old one was. */
static void
choose_hours(const struct renewal *wish, struct fact *out,
    struct faults *faults)
{
	if (wish->hours != NULL)
		out->hours = wish->hours;
	else if (wish->value != NULL)
		out->hours = "";
	if (wish->hours != NULL && wish->hours[0] != '\0' &&
	    centre_check_hours(wish->hours) != 0)
		faults_add(faults, "--hours", 0, "%s: weekdays and times are "
		    "needed, such as \"1-5 8:00-17:00\" or \"1-7 0:00-24:00\"",
		    wish->hours);
}

int
fact_renew(TALLOC_CTX *ctx, const struct fact *held,
    const struct renewal *wish, time_t now, struct faults *faults,
    struct fact *out)
{
	size_t before = faults_count(faults);
	char *today = talloc_zero_array(ctx, char, DATE_TEXT);
	struct fact fact = *held;

	date_at(now, today);
	fact.value = first(wish->value, held->value);
	fact.source = first(wish->source, held->source);
	fact.source_date = first(wish->source_date, held->source_date);
	fact.checked_on = first(wish->checked, today);
	fact.expires_on = first(wish->expires, held->expires_on);
	name_is_given(wish->by, faults);
	check_source(wish, held, faults);
	check_value(wish->value, faults);
	check_line("--source", wish->source, faults);
	check_line("--source-date", wish->source_date, faults);
	check_days(wish, fact.checked_on, now, faults);
	choose_confidence(wish, &fact, faults);
	choose_hours(wish, &fact, faults);
	if (faults_count(faults) == before)
		fact_check(&fact, "renew", faults);
	if (faults_count(faults) > before)
		return -EINVAL;
	fact.confirmed_by = fact.confidence == FACT_S1 ?
	    talloc_asprintf(ctx, "%s, %s", wish->by, today) : NULL;
	*out = fact;
	return 0;
}

int
fact_confirm(TALLOC_CTX *ctx, const struct fact *held,
    const struct renewal *wish, time_t now, struct faults *faults,
    struct fact *out)
{
	size_t before = faults_count(faults);
	char today[DATE_TEXT];

	date_at(now, today);
	name_is_given(wish->by, faults);
	if (held->confidence != FACT_S1)
		faults_add(faults, held->id, 0, "its confidence is %s; only "
		    "S1 waits for somebody to confirm it",
		    confidence_name(held->confidence));
	else if (fact_days_left(held, now) < 0)
		faults_add(faults, held->id, 0, "it is past its last day %s; "
		    "renew it instead", held->expires_on);
	if (faults_count(faults) > before)
		return -EINVAL;
	*out = *held;
	out->confirmed_by = talloc_asprintf(ctx, "%s, %s", wish->by, today);
	return 0;
}

int
fact_withdraw(TALLOC_CTX *ctx, const struct fact *held,
    const struct renewal *wish, time_t now, struct faults *faults,
    struct fact *out)
{
	(void)ctx;
	(void)now;
	if (!name_is_given(wish->by, faults))
		return -EINVAL;
	*out = *held;
	out->confidence = FACT_WITHDRAWN;
	return 0;
}
