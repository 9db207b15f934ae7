#include "gateway/known.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locales/figure.h"
#include "menus/document.h"
#include "store/finish.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unversioned"
#endif

const char known_shipped[] = "helpline " PACKAGE_VERSION;

struct known *
known_file(TALLOC_CTX *ctx, struct facts *file)
{
	struct known *known = talloc_zero(ctx, struct known);

	known->facts = file;
	return known;
}

struct fact
known_fact(const struct fact_row *row)
{
	struct fact fact = {
		.id = row->id,
		.value = row->value,
		.source = row->source,
		.source_date = row->source_date,
		.checked_on = row->checked_on,
		.expires_on = row->expires_on,
		.confirmed_by = row->confirmed_by[0] != '\0' ?
		    row->confirmed_by : NULL,
		.hours = row->hours,
		.confidence = FACT_WITHDRAWN,
		.contact = row->contact,
		.by = strcmp(row->what, "file") == 0 ? NULL : row->who,
	};

	/* A mark that we do not know is nothing for a phone. */
	if (confidence_find(row->confidence, &fact.confidence) != 0)
		fact.confidence = FACT_WITHDRAWN;
	return fact;
}

struct fact_row
known_row(const struct fact *fact, const char *what, const char *who)
{
	return (struct fact_row){
		.id = fact->id,
		.value = fact->value,
		.source = fact->source,
		.source_date = fact->source_date,
		.checked_on = fact->checked_on,
		.expires_on = fact->expires_on,
		.confidence = confidence_name(fact->confidence),
		.confirmed_by = fact->confirmed_by != NULL ?
		    fact->confirmed_by : "",
		.hours = fact->hours != NULL ? fact->hours : "",
		.contact = fact->contact,
		.what = what,
		.who = who,
	};
}

static int
load_held(struct store *store, TALLOC_CTX *ctx, struct facts **out)
{
	struct fact_rows *rows;
	struct facts *held;
	int rc = facts_load(store, ctx, &rows);

	if (rc != 0)
		return rc;
	held = talloc_zero(rows, struct facts);
	held->n = rows->n;
	held->fact = talloc_zero_array(held, struct fact, (unsigned)rows->n);
	for (size_t i = 0; i < rows->n; i++)
		held->fact[i] = known_fact(&rows->row[i]);
	*out = held;
	return 0;
}

int
known_load(TALLOC_CTX *ctx, const struct facts *file, struct store *store,
    struct known **out)
{
	struct known *known = talloc_zero(ctx, struct known);
	struct facts *held;
	int rc = facts_mark(store, &known->mark);

	if (rc == 0)
		rc = notices_load(store, known, &known->notices);
	if (rc == 0)
		rc = load_held(store, known, &held);
	if (rc != 0) {
		talloc_free(known);
		return rc;
	}
	known->facts = facts_merge(known, file, held, &known->news);
	*out = known;
	return 0;
}

static int
keep_all(struct store *store, const struct facts *news, const char *name,
    int64_t now)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < news->n; i++) {
		struct fact_row row = known_row(&news->fact[i], "file", name);

		rc = fact_put(store, &row, now);
	}
	return rc;
}

int
known_keep(const struct facts *file, const char *name, struct store *store,
    int64_t now)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	struct facts *held, *news;
	int rc = store_begin(store);

	if (rc == 0) {
		rc = load_held(store, tmp, &held);
		if (rc == 0) {
			facts_merge(tmp, file, held, &news);
			rc = keep_all(store, news, name, now);
		}
		rc = store_finish(store, rc);
	}
	talloc_free(tmp);
	return rc;
}

int
known_found(struct store *store, int64_t now)
{
	struct faults *faults = faults_new(NULL);
	struct facts *file;
	int rc = facts_embedded(faults, faults, &file);

	if (rc == 0)
		rc = known_keep(file, known_shipped, store, now);
	talloc_free(faults);
	return rc;
}

const struct notice_row *
known_notice(const struct known *known, const char *name, time_t now)
{
	const struct notice_row *row;
	char today[DATE_TEXT];

	date_at(now, today);
	for (size_t i = 0; known->notices != NULL && i < known->notices->n;
	    i++) {
		row = &known->notices->row[i];
		if (strcmp(row->name, name) == 0)
			return strcmp(row->since, today) <= 0 &&
			    strcmp(today, row->until) <= 0 ? row : NULL;
	}
	return NULL;
}

static const char *
day_words(TALLOC_CTX *ctx, const char *day, enum locale locale)
{
	struct date date = {0};

	sscanf(day, "%4d-%2d-%2d", &date.year, &date.month, &date.day);
	return date_words(ctx, locale, date);
}

static const char *
words_of(const struct notice_row *row, enum locale locale)
{
	return row->text[locale][0] != '\0' ? row->text[locale] :
	    row->text[LOCALE_EN];
}

const char *
known_words(const struct known *known, TALLOC_CTX *ctx, const char *name,
    enum locale locale, time_t now)
{
	size_t n = strcspn(name, ".");
	char *own = talloc_strndup(ctx, name, n);
	const struct notice_row *row = known_notice(known, own, now);

	if (row == NULL)
		return NULL;
	if (name[n] == '\0')
		return words_of(row, locale);
	if (strcmp(name + n, ".since") == 0)
		return day_words(ctx, row->since, locale);
	if (strcmp(name + n, ".until") == 0)
		return day_words(ctx, row->until, locale);
	return NULL;
}

/* The one line of DIR/today; false when there is no such file. */
static bool
read_day(const char *path, char day[DATE_TEXT + 1])
{
	FILE *file = fopen(path, "re");

	if (file == NULL)
		return false;
	if (fgets(day, DATE_TEXT + 1, file) == NULL)
		day[0] = '\0';
	day[strcspn(day, "\n")] = '\0';
	fclose(file);
	return true;
}

int
known_time(const struct settings *settings, time_t now, struct faults *faults,
    time_t *out)
{
	char *path = settings_path(NULL, settings, "today");
	char day[DATE_TEXT + 1];
	const char *wrong = NULL;

	*out = now;
	if (!read_day(path, day))
		wrong = NULL;
	else if (!settings->demo)
		wrong = "only a demonstration has a day of its own; remove it";
	else if (!date_is_real(day))
		wrong = "a day such as 2026-11-22 is needed; or remove it";
	else
		*out = date_noon(day);
	if (wrong != NULL)
		faults_add(faults, path, 0, "%s", wrong);
	talloc_free(path);
	return wrong == NULL ? 0 : -EINVAL;
}
