#include "gateway/words/listing.h"

#include <stdio.h>

#include "gateway/checking/sample.h"
#include "gateway/commands/commands.h"
#include "gateway/report.h"

/* What a plain page holds, as long as a network promises no more. */
static const struct page_limits plain = { 160, 70 };

/* As text_fill asks: a fact as it is, or a caller's own value. */
static const char *
value_of(void *arg, const char *name)
{
	struct sample *sample = arg;
	const struct known *known = sample->house->known;
	const struct fact *fact = facts_find(known->facts, name);

	return fact != NULL ? fact->value : sample_value(sample, name);
}

static size_t
pages_of(TALLOC_CTX *ctx, const struct house *house, enum locale locale,
    const char *text)
{
	struct sample sample = { house, ctx, locale, false };
	const struct layout layout = {
		.text = text_fill(ctx, text, value_of, &sample),
	};

	return pages_cut(ctx, &layout, plain)->n;
}

static const char *
all_pages(struct sheet *sheet, const struct house *house, const char *key)
{
	static const enum locale order[] = { LOCALE_EN, LOCALE_KM,
	    LOCALE_KM_LATN, LOCALE_TH };
	char *pages = talloc_strdup(sheet, "");
	TALLOC_CTX *tmp = talloc_new(sheet);
	const char *text;

	for (int i = 0; i < LOCALES; i++) {
		text = catalogue_own(house->catalogue, order[i], key);
		if (text != NULL)
			pages = talloc_asprintf_append(pages, "%s%s %zu",
			    *pages != '\0' ? ", " : "", locale_name(order[i]),
			    pages_of(tmp, house, order[i], text));
	}
	talloc_free(tmp);
	return pages;
}

struct sheet *
listing_sheet(TALLOC_CTX *ctx, const struct house *house)
{
	const struct catalogue *catalogue = house->catalogue;
	struct sheet *sheet = sheet_new(ctx);

	for (size_t i = 0; i < catalogue_count(catalogue); i++) {
		const char *key = catalogue_key(catalogue, i);
		struct sheet_row *row = sheet_add(sheet, key);

		row->about = catalogue_about(catalogue, key);
		row->pages = all_pages(sheet, house, key);
		for (int l = 0; l < LOCALES; l++) {
			row->text[l] = catalogue_own(catalogue,
			    (enum locale)l, key);
			row->stated[l] = row->text[l] != NULL;
			row->state[l] = *catalogue_review(catalogue,
			    (enum locale)l, key);
		}
	}
	return sheet;
}

static json_t *
lack_json(enum locale locale, const struct lack *lack)
{
	return json_pack("{s:s, s:I, s:I, s:I, s:I}",
	    "language", locale_name(locale),
	    "texts", (json_int_t)lack->texts,
	    "not_translated", (json_int_t)lack->none,
	    "wait_for_first", (json_int_t)lack->first,
	    "wait_for_second", (json_int_t)lack->second);
}

static void
print_lack(enum locale locale, const struct lack *lack)
{
	printf("%-8s %6zu texts: %4zu wait for a native reader, %4zu for a "
	    "second one, %4zu not translated\n", locale_name(locale),
	    lack->texts, lack->first, lack->second, lack->none);
}

static json_t *
text_json(const struct house *house, enum locale locale, const char *key,
    const char *state)
{
	return json_pack("{s:s, s:s, s:s, s:b}", "key", key, "language",
	    locale_name(locale), "state", state, "needs_two",
	    needs_two(house->needs, key));
}

static void
list_waiting(const struct house *house, enum locale locale, json_t *list)
{
	const struct catalogue *catalogue = house->catalogue;
	TALLOC_CTX *tmp = talloc_new(NULL);
	const char *key, *state;

	for (size_t i = 0; i < catalogue_count(catalogue); i++) {
		key = catalogue_key(catalogue, i);
		if (needs_met(house->needs, key, locale))
			continue;
		state = catalogue_own(catalogue, locale, key) == NULL ?
		    "not translated" : review_words(tmp,
		    catalogue_review(catalogue, locale, key));
		if (list != NULL)
			json_array_append_new(list, text_json(house, locale,
			    key, state));
		else
			printf("%-8s %-28s %s%s\n", locale_name(locale), key,
			    state, needs_two(house->needs, key) ?
			    " (needs two)" : "");
	}
	talloc_free(tmp);
}

int
listing_report(const struct house *house, bool all, bool json)
{
	json_t *languages = json_array(), *texts = json_array();
	struct lack lack;

	for (int l = 0; l < LOCALES; l++) {
		enum locale locale = (enum locale)l;

		lack = needs_lack(house->needs, locale);
		json_array_append_new(languages, lack_json(locale, &lack));
		if (!json)
			print_lack(locale, &lack);
	}
	for (int l = 0; all && l < LOCALES; l++)
		list_waiting(house, (enum locale)l, json ? texts : NULL);
	if (json)
		return report_json(json_pack("{s:o, s:o}", "languages",
		    languages, "texts", texts));
	json_decref(languages);
	json_decref(texts);
	return DONE;
}
