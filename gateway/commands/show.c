#include "gateway/calls/house.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/checking/sample.h"
#include "menus/document.h"

struct wish { const char *key, *dir; bool sms, json; };

/* A node as it is shown, or a text alone. */
static const struct pages *
draw(const struct house *house, TALLOC_CTX *ctx, const struct wish *wish,
    enum locale locale, struct page_limits *limits)
{
	const struct operator *operator = &house->operators->operator[0];
	struct sample sample = { house, ctx, locale, wish->sms };
	const struct view view = {
		.node = tree_node(house->tree, wish->key),
		.locale = locale,
		.sms = wish->sms,
		.sends = !wish->sms && operator->sms_smsc != NULL,
		.limits = wish->sms ? operator->sms_limits :
		    operator->ussd_limits,
		.value = sample_value,
		.arg = &sample,
	};
	struct layout layout = { .more = "", .last = "" };

	*limits = view.limits;
	if (view.node != NULL)
		return drawing_pages(house->drawing, ctx, &view);
	layout.text = drawing_text(house->drawing, ctx, wish->key, &view);
	return layout.text == NULL ? NULL :
	    pages_cut(ctx, &layout, view.limits);
}

/* One locale's pages while they are shown. */
struct showing {
	const struct pages *pages;
	enum locale locale;
	struct page_limits limits;
};

static unsigned
limit_of(const struct showing *showing, const struct page *page)
{
	return page->coding == CODING_GSM7 ? showing->limits.septets :
	    showing->limits.units;
}

static void
print_page(const struct showing *showing, size_t n)
{
	const struct page *page = &showing->pages->page[n];

	printf("-- %s, page %zu of %zu: %u of %u %s --\n%s\n\n",
	    locale_name(showing->locale), n + 1, showing->pages->n,
	    page->units, limit_of(showing, page),
	    page->coding == CODING_GSM7 ? "septets" : "units", page->text);
}

static json_t *
page_json(const struct showing *showing, size_t n)
{
	const struct page *page = &showing->pages->page[n];

	return json_pack("{s:s, s:I, s:I, s:s, s:I, s:I, s:s}",
	    "locale", locale_name(showing->locale),
	    "page", (json_int_t)n + 1,
	    "pages", (json_int_t)showing->pages->n,
	    "coding", page->coding == CODING_GSM7 ? "gsm7" : "ucs2",
	    "units", (json_int_t)page->units,
	    "limit", (json_int_t)limit_of(showing, page),
	    "text", page->text);
}

static void
show_locale(const struct showing *showing, json_t *list)
{
	for (size_t n = 0; n < showing->pages->n; n++)
		if (list != NULL)
			json_array_append_new(list, page_json(showing, n));
		else
			print_page(showing, n);
}

static int
show(const struct house *house, TALLOC_CTX *ctx, const struct wish *wish)
{
	json_t *list = wish->json ? json_array() : NULL;
	struct showing showing = {0};

	for (int l = 0; l < LOCALES; l++) {
		showing.locale = (enum locale)l;
		showing.pages = draw(house, ctx, wish, showing.locale,
		    &showing.limits);
		if (showing.pages == NULL) {
			fprintf(stderr, "%s: there is no such node and no such "
			    "text\n", wish->key);
			json_decref(list);
			return FAILED;
		}
		show_locale(&showing, list);
	}
	return list != NULL ? report_json(list) : DONE;
}

static int
run(const struct wish *wish)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults = faults_new(ctx);
	struct house *house = directory_house(ctx, wish->dir, faults);
	int status = FAILED;

	faults_print(faults, stderr);
	if (house != NULL)
		status = show(house, ctx, wish);
	talloc_free(ctx);
	return status;
}

int
command_show(int argc, char **argv)
{
	struct wish wish = {0};
	const struct flag flags[] = {
		{ "dir", FLAG_WORD, &wish.dir, "DIR",
		  "with the files of this data directory" },
		{ "sms", FLAG_SWITCH, &wish.sms, NULL, "as by SMS" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 1 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.key = operands.word[0];
	return run(&wish);
}
