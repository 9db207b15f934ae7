#include "gateway/commands/agencies_try.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "gateway/calls/trial.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/licences/ledger.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "locales/clean.h"
#include "menus/document.h"
#include "store/day.h"

struct work {
	const struct directory *directory;
	const struct trying *trying;
	TALLOC_CTX *ctx;
	struct house *house;
	const char *text;
};

static struct trial
try(const struct work *w, enum locale locale, bool sms)
{
	const char *country = w->trying->country;

	return trial_of(w->ctx, w->house, w->directory->settings, w->text,
	    country != NULL ? country : "", locale, sms);
}

static bool
wants(const struct work *w, enum locale locale)
{
	return w->trying->locale == NULL ||
	    strcmp(w->trying->locale, locale_name(locale)) == 0;
}

static json_t *
pages_json(const struct pages *pages)
{
	json_t *list = json_array();

	for (size_t i = 0; i < pages->n; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:i}",
		    "text", pages->page[i].text, "coding",
		    pages->page[i].coding == CODING_GSM7 ? "gsm7" : "ucs2",
		    "units", (int)pages->page[i].units));
	return list;
}

static json_t *
licences_json(const struct trial *trial)
{
	json_t *list = json_array();

	for (size_t i = 0; i < trial->n; i++)
		json_array_append_new(list,
		    json_string(trial->agency[i]->licence));
	return list;
}

static json_t *
locale_json(const struct work *w, enum locale locale)
{
	struct trial sms = try(w, locale, true), ussd = try(w, locale, false);

	return json_pack("{s:s, s:o, s:i, s:o}", "locale",
	    locale_name(locale), "sms", pages_json(sms.pages), "parts",
	    (int)sms.parts, "ussd", pages_json(ussd.pages));
}

static json_t *
all_json(const struct work *w)
{
	struct trial trial = try(w, LOCALE_EN, true);
	json_t *answers = json_array();
	char day[DAY_TEXT];

	for (int l = 0; l < LOCALES; l++)
		if (wants(w, (enum locale)l))
			json_array_append_new(answers,
			    locale_json(w, (enum locale)l));
	return json_pack("{s:s, s:b, s:o, s:s, s:o}", "said", trial.said,
	    "alone", (int)trial.alone, "licences", licences_json(&trial),
	    "list", day_text(ledger_day(w->house->ledger), day), "answers",
	    answers);
}

static void
print_pages(const char *door, const struct pages *pages)
{
	for (size_t i = 0; i < pages->n; i++)
		printf("-- %s, %zu of %zu: %u %s --\n%s\n\n", door, i + 1,
		    pages->n, pages->page[i].units,
		    pages->page[i].coding == CODING_GSM7 ? "septets" :
		    "UTF-16 units", pages->page[i].text);
}

static void
print_locale(const struct work *w, enum locale locale)
{
	struct trial sms = try(w, locale, true), ussd = try(w, locale, false);
	const char *name = locale_name(locale);

	print_pages(talloc_asprintf(w->ctx, "%s by SMS, %u part%s", name,
	    sms.parts, sms.parts == 1 ? "" : "s"), sms.pages);
	print_pages(talloc_asprintf(w->ctx, "%s by USSD", name), ussd.pages);
}

static void
print_all(const struct work *w)
{
	struct trial trial = try(w, LOCALE_EN, true);

	printf("Answer: %s%s%s.\n", trial.said, trial.n > 0 ? ", " : "",
	    trial.n > 0 ? trial.agency[0]->licence : "");
	printf("By SMS without CHECK before it: %s.\n\n", trial.alone ?
	    "the same" : "people read it, she gets the start page");
	for (int l = 0; l < LOCALES; l++)
		if (wants(w, (enum locale)l))
			print_locale(w, (enum locale)l);
}

static int
wrong(const struct trying *trying)
{
	enum locale locale;
	const char *c = trying->country;

	if (trying->locale != NULL && locale_find(trying->locale, &locale) != 0)
		return options_wrong("agencies", "--locale %s: there are km, "
		    "km_Latn, th and en", trying->locale);
	if (c != NULL && (strlen(c) != 2 || c[0] < 'A' || c[0] > 'Z' ||
	    c[1] < 'A' || c[1] > 'Z'))
		return options_wrong("agencies", "--country %s: two capitals "
		    "are needed, TH", c);
	return OPTIONS_GO;
}

static int
run(struct work *w)
{
	struct faults *faults = faults_new(w->ctx);

	w->house = directory_house(w->ctx, w->directory->settings->dir, faults);
	if (w->house == NULL) {
		for (size_t i = 0; i < faults_count(faults); i++)
			fprintf(stderr, "%s\n", faults_at(faults, i));
		return FAILED;
	}
	if (ledger_see(w->house->ledger, w->directory->store) != 0)
		return directory_failed(w->directory);
	w->text = text_clean(w->ctx, w->trying->text,
	    strlen(w->trying->text), CODING_GSM7, NULL);
	if (w->trying->json)
		return report_json(all_json(w));
	print_all(w);
	return DONE;
}

int
trying_run(const struct directory *directory, const struct trying *trying)
{
	struct work w = { .directory = directory, .trying = trying };
	int status = wrong(trying);

	if (status != OPTIONS_GO)
		return status;
	w.ctx = talloc_new(NULL);
	status = run(&w);
	talloc_free(w.ctx);
	return status;
}
