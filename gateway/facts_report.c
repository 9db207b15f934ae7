#include "gateway/facts_report.h"

#include <stdio.h>
#include <string.h>

#include "gateway/checking/checks.h"
#include "gateway/commands/commands.h"
#include "gateway/report.h"

const char *
standing_name(enum standing standing)
{
	static const char *const names[] = {
		[FACT_SHOWN] = "shown",
		[FACT_DUE] = "due",
		[FACT_MONTH] = "with month",
		[FACT_HIDDEN] = "hidden",
		[FACT_UNCONFIRMED] = "unconfirmed",
		[FACT_UNKNOWN] = "not shown",
	};

	return names[standing];
}

static bool
is_due(const struct house *house, const struct fact *fact)
{
	switch (fact_standing(fact, house->day_of)) {
	case FACT_DUE:
	case FACT_MONTH:
	case FACT_HIDDEN:
		return true;
	default:
		return false;
	}
}

size_t
facts_due(const struct house *house, size_t *past)
{
	const struct facts *facts = house->known->facts;
	size_t n = 0;

	*past = 0;
	for (size_t i = 0; i < facts->n; i++) {
		if (!is_due(house, &facts->fact[i]))
			continue;
		n++;
		*past += fact_days_left(&facts->fact[i], house->day_of) < 0;
	}
	return n;
}

static json_t *
fact_json(const struct house *house, const struct fact *fact)
{
	enum standing standing = fact_standing(fact, house->day_of);

	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s,"
	    " s:s, s:I, s:s}",
	    "id", fact->id,
	    "value", fact->value,
	    "source", fact->source,
	    "source_date", fact->source_date,
	    "checked_on", fact->checked_on,
	    "expires_on", fact->expires_on,
	    "confidence", confidence_name(fact->confidence),
	    "confirmed_by", fact->confirmed_by ? fact->confirmed_by : "",
	    "contact", fact->contact,
	    "hours", fact->hours != NULL ? fact->hours : "",
	    "standing", standing_name(standing),
	    "days_left", (json_int_t)fact_days_left(fact, house->day_of),
	    "by", fact->by != NULL ? fact->by : "");
}

static void
print_fact(const struct house *house, const struct fact *fact, bool named)
{
	enum standing standing = fact_standing(fact, house->day_of);

	printf("%-22s %-20s %-11s %-10s %5ld  %-9s %-5s %s\n", fact->id,
	    fact->value, standing_name(standing), fact->expires_on,
	    fact_days_left(fact, house->day_of),
	    confidence_name(fact->confidence), named ? "yes" : "-",
	    fact->by != NULL ? fact->by : "-");
}

static void
print_heading(void)
{
	printf("%-22s %-20s %-11s %-10s %5s  %-9s %-5s %s\n", "id", "value",
	    "phones", "last day", "days", "mark", "named", "by");
}

int
report_facts(const struct house *house, bool due, bool json)
{
	const struct facts *facts = house->known->facts;
	TALLOC_CTX *ctx = talloc_new(NULL);
	const bool *named = checks_named(ctx, house);
	json_t *list = json ? json_array() : NULL;
	size_t n = 0;

	for (size_t i = 0; i < facts->n; i++) {
		if (due && !is_due(house, &facts->fact[i]))
			continue;
		if (n++ == 0 && !json)
			print_heading();
		if (json)
			json_array_append_new(list,
			    fact_json(house, &facts->fact[i]));
		else
			print_fact(house, &facts->fact[i], named[i]);
	}
	talloc_free(ctx);
	if (json)
		return report_json(list);
	if (n == 0)
		printf(due ? "Nothing is due in the next %d days.\n" :
		    "There is no fact.\n", DUE_DAYS);
	return DONE;
}

int
report_fact(const struct house *house, const struct fact *fact, bool json)
{
	if (json)
		return report_json(fact_json(house, fact));
	printf("%s: %s\n", fact->id, fact->value);
	printf("  on phones     %s%s\n", standing_name(fact_standing(fact,
	    house->day_of)), fact->contact ? " (a contact: never vanishes)" :
	    "");
	printf("  last day      %s (%ld days)\n", fact->expires_on,
	    fact_days_left(fact, house->day_of));
	printf("  checked on    %s\n", fact->checked_on);
	printf("  source        %s\n", fact->source);
	printf("  its date      %s\n", fact->source_date);
	printf("  confidence    %s%s%s\n", confidence_name(fact->confidence),
	    fact->confirmed_by != NULL ? ", confirmed by " : "",
	    fact->confirmed_by != NULL ? fact->confirmed_by : "");
	printf("  answers       %s\n", fact->hours != NULL &&
	    fact->hours[0] != '\0' ? fact->hours : "not known when");
	printf("  changed by    %s\n", fact->by != NULL ? fact->by :
	    "nobody here: as the file says");
	return DONE;
}

static json_t *
version_json(const struct fact_row *row)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s,"
	    " s:s, s:s, s:s}",
	    "id", row->id, "value", row->value, "source", row->source,
	    "source_date", row->source_date, "checked_on", row->checked_on,
	    "expires_on", row->expires_on, "confidence", row->confidence,
	    "confirmed_by", row->confirmed_by, "what", row->what,
	    "who", row->who, "at", time_local(ctx, row->at));

	talloc_free(ctx);
	return json;
}

int
report_history(const struct fact_rows *rows, bool json)
{
	json_t *list = json ? json_array() : NULL;
	TALLOC_CTX *ctx = talloc_new(NULL);
	const struct fact_row *row;

	for (size_t i = 0; i < rows->n; i++) {
		row = &rows->row[i];
		if (json)
			json_array_append_new(list, version_json(row));
		else
			printf("%s  %-9s by %s: \"%s\", %s, checked %s, until "
			    "%s, source: %s (%s)\n", time_local(ctx, row->at),
			    row->what, row->who, row->value, row->confidence,
			    row->checked_on, row->expires_on, row->source,
			    row->source_date);
	}
	talloc_free(ctx);
	return json ? report_json(list) : DONE;
}

static const char *
notice_standing(const struct house *house, const struct notice_row *row)
{
	char today[DATE_TEXT];

	date_at(house->day_of, today);
	if (row->until[0] == '\0')
		return "taken away";
	if (strcmp(today, row->since) < 0)
		return "to come";
	return strcmp(today, row->until) <= 0 ? "shown" : "past";
}

static json_t *
notice_json(const struct house *house, const struct notice_row *row)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
	    "name", row->name, "standing", notice_standing(house, row),
	    "since", row->since, "until", row->until, "by", row->who,
	    "km", row->text[LOCALE_KM], "km_Latn", row->text[LOCALE_KM_LATN],
	    "th", row->text[LOCALE_TH], "en", row->text[LOCALE_EN]);
}

static void
print_notice(const struct house *house, const struct notice_row *row)
{
	printf("%s: %s, %s to %s, by %s\n", row->name,
	    notice_standing(house, row), row->since,
	    row->until[0] != '\0' ? row->until : "-", row->who);
	for (int l = 0; l < LOCALES; l++)
		if (row->text[l][0] != '\0')
			printf("  %-8s %s\n", locale_name((enum locale)l),
			    row->text[l]);
}

int
report_notices(const struct house *house, const struct notice_rows *rows,
    bool json)
{
	json_t *list = json ? json_array() : NULL;

	for (size_t i = 0; i < rows->n; i++)
		if (json)
			json_array_append_new(list,
			    notice_json(house, &rows->row[i]));
		else
			print_notice(house, &rows->row[i]);
	if (json)
		return report_json(list);
	if (rows->n == 0)
		puts("There is no notice.");
	return DONE;
}
