#include "gateway/desk/sentence.h"

#include <stdio.h>
#include <string.h>

#include "locales/catalogue.h"
#include "locales/figure.h"
#include "locales/pages.h"
#include "store/centre.h"
#include "store/day.h"

struct filling { TALLOC_CTX *ctx; const struct sentence_ask *ask; };

static enum locale
locale_of(const struct sentence_ask *ask)
{
	int language = ask->matter->language;

	return language >= 0 && language < LOCALES ? (enum locale)language :
	    LOCALE_EN;
}

static void
key_of(const struct sentence_ask *ask, char key[32])
{
	const struct canned *canned = &ask->canned;
	bool past = canned->day != DAY_NONE && canned->day < day_at(ask->now);

	snprintf(key, 32, "canned.%s", past ? "past" : canned->code);
}

static const struct centre *
centre_of(const struct sentence_ask *ask)
{
	const struct centre *centre = centre_by_id(ask->centres,
	    ask->canned.centre != 0 ? ask->canned.centre :
	    ask->matter->centre);

	return centre != NULL ? centre : centre_intake(ask->centres);
}

static const char *
value_of(void *arg, const char *name)
{
	const struct filling *filling = arg;
	const struct sentence_ask *ask = filling->ask;
	const struct centre *centre = centre_of(ask);
	char day[DAY_TEXT];

	if (strcmp(name, "day") == 0 && ask->canned.day != DAY_NONE)
		return figure_words(filling->ctx, ask->catalogue,
		    locale_of(ask), day_text(ask->canned.day, day));
	if (strcmp(name, "phone") == 0 && centre != NULL)
		return centre->phone;
	return strcmp(name, "centre") == 0 && centre != NULL ?
	    centre->name[locale_of(ask)] : NULL;
}

/* As one page shows it: without the marks that guide the breaking. */
static char *
plain(TALLOC_CTX *ctx, const char *text)
{
	const struct layout layout = { .text = text };
	const struct pages *pages = pages_cut(ctx, &layout,
	    (struct page_limits){ 2000, 2000 });

	return talloc_strdup(ctx, pages->page[0].text);
}

char *
sentence_words(TALLOC_CTX *ctx, const struct sentence_ask *ask)
{
	struct filling filling = { ctx, ask };
	const char *text;
	char key[32];

	key_of(ask, key);
	text = catalogue_text(ask->catalogue, locale_of(ask), key, NULL);
	return plain(ctx, text_fill(ctx, text != NULL ? text : "", value_of,
	    &filling));
}

bool
sentence_is_own(const struct sentence_ask *ask)
{
	enum locale from = LOCALES;
	char key[32];

	key_of(ask, key);
	return catalogue_text(ask->catalogue, locale_of(ask), key, &from) !=
	    NULL && from == locale_of(ask);
}

size_t
sentence_pages(TALLOC_CTX *ctx, const char *words,
    const char *page[SENTENCE_PAGES])
{
	const struct layout layout = { .text = words, .more = "", .last = "" };
	const struct pages *pages = pages_cut(ctx, &layout,
	    (struct page_limits){ 160, 70 });
	size_t n = pages->n < SENTENCE_PAGES ? pages->n : SENTENCE_PAGES;

	for (size_t i = 0; i < n; i++)
		page[i] = pages->page[i].text;
	return n;
}
