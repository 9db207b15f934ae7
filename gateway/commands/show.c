#include <locale.h>
#include <string.h>
#include <time.h>

#include "gateway/calls/house.h"
#include "gateway/checking/sample.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/handset/frame.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "menus/document.h"

enum { KEYS_MAX = 1000 };

/* Without keys every node; key is the one that is shown now. */
struct wish {
	char **keys;
	int keys_n;
	const char *key, *dir, *at;
	bool sms, plain, json;
};

/* One locale's pages while they are shown, and what it costs to text them. */
struct showing {
	const struct pages *pages;
	enum locale locale;
	struct page_limits limits;
	unsigned parts;
	const char *state;		/* NULL: of a node with many texts */
};

/* A node as it is shown, or a text alone; NULL when it is neither. */
static const struct pages *
draw(const struct house *house, TALLOC_CTX *ctx, const struct wish *wish,
    struct showing *showing)
{
	const struct operator *operator = &house->operators->operator[0];
	struct sample sample = { house, ctx, showing->locale, wish->sms };
	const struct view view = {
		.node = tree_node(house->tree, wish->key),
		.locale = showing->locale,
		.sms = wish->sms,
		.sends = !wish->sms && operator->sms_smsc != NULL,
		.limits = wish->sms ? operator->sms_limits :
		    operator->ussd_limits,
		.value = sample_value,
		.arg = &sample,
	};
	struct layout layout = { .more = "", .last = "" };

	showing->limits = view.limits;
	if (view.node != NULL)
		return drawing_pages(house->drawing, ctx, &view);
	layout.text = drawing_text(house->drawing, ctx, wish->key, &view);
	return layout.text == NULL ? NULL :
	    pages_cut(ctx, &layout, view.limits);
}

static unsigned
limit_of(const struct showing *showing, const struct page *page)
{
	return page->coding == CODING_GSM7 ? showing->limits.septets :
	    showing->limits.units;
}

static const char *
coding_of(const struct page *page)
{
	return page->coding == CODING_GSM7 ? "GSM-7" : "UCS-2";
}

/* The frame of one page, as lines of a fixed width. */
static char **
frame_of(TALLOC_CTX *ctx, const struct showing *showing, size_t n, bool plain)
{
	const struct page *page = &showing->pages->page[n];
	char *drawn = frame_draw(ctx, talloc_asprintf(ctx, "%s %zu of %zu",
	    locale_name(showing->locale), n + 1, showing->pages->n),
	    page->text, talloc_asprintf(ctx, "%u of %u %s", page->units,
	    limit_of(showing, page), coding_of(page)), plain);
	char **lines = talloc_zero_array(ctx, char *, (unsigned)strlen(drawn));
	size_t i = 0;

	for (char *line = strtok_r(drawn, "\n", &drawn); line != NULL;
	    line = strtok_r(NULL, "\n", &drawn))
		lines[i++] = line;
	return lines;
}

static bool
print_cell(const char *line)
{
	enum { WIDTH = FRAME_COLUMNS + 4 };
	unsigned columns = 0;
	const char *next;

	if (line != NULL)
		frame_row(line, WIDTH, &columns, &next);
	printf("%s%*s ", line != NULL ? line : "",
	    columns < WIDTH ? (int)(WIDTH - columns) : 0, "");
	return line != NULL;
}

/* The same page of every locale, side by side. */
static void
print_row(TALLOC_CTX *ctx, const struct showing *all, size_t n, bool plain)
{
	char **frames[LOCALES] = { 0 };
	size_t at[LOCALES] = { 0 };
	bool more = true;

	for (int l = 0; l < LOCALES; l++)
		if (n < all[l].pages->n)
			frames[l] = frame_of(ctx, &all[l], n, plain);
	while (more) {
		more = false;
		for (int l = 0; l < LOCALES; l++)
			more |= print_cell(frames[l] != NULL &&
			    frames[l][at[l]] != NULL ? frames[l][at[l]++] :
			    NULL);
		putchar('\n');
	}
}

static void
print(TALLOC_CTX *ctx, const struct showing *all, bool plain)
{
	size_t most = 0;

	for (int l = 0; l < LOCALES; l++)
		if (all[l].pages->n > most)
			most = all[l].pages->n;
	for (size_t n = 0; n < most; n++)
		print_row(ctx, all, n, plain);
	for (int l = 0; l < LOCALES; l++)
		printf("%-8s %zu page%s, %u part%s by SMS%s%s\n",
		    locale_name(all[l].locale), all[l].pages->n,
		    all[l].pages->n == 1 ? "" : "s", all[l].parts,
		    all[l].parts == 1 ? "" : "s", all[l].state != NULL ? "; " :
		    "", all[l].state != NULL ? all[l].state : "");
}

static json_t *
page_json(const struct showing *showing, const char *key, size_t n)
{
	const struct page *page = &showing->pages->page[n];

	return json_pack("{s:s, s:s, s:I, s:I, s:s, s:I, s:I, s:I, s:s, s:s}",
	    "key", key,
	    "locale", locale_name(showing->locale),
	    "page", (json_int_t)n + 1,
	    "pages", (json_int_t)showing->pages->n,
	    "coding", page->coding == CODING_GSM7 ? "gsm7" : "ucs2",
	    "units", (json_int_t)page->units,
	    "limit", (json_int_t)limit_of(showing, page),
	    "sms_parts", (json_int_t)showing->parts,
	    "state", showing->state != NULL ? showing->state : "",
	    "text", page->text);
}

static void
add_json(json_t *list, const struct showing *all, const char *key)
{
	for (int l = 0; l < LOCALES; l++)
		for (size_t n = 0; n < all[l].pages->n; n++)
			json_array_append_new(list, page_json(&all[l], key, n));
}

static const char *
state_of(const struct house *house, TALLOC_CTX *ctx, const char *key,
    enum locale locale)
{
	if (tree_node(house->tree, key) != NULL ||
	    catalogue_own(house->catalogue, locale, key) == NULL)
		return NULL;
	return talloc_asprintf(ctx, "%s%s", review_words(ctx,
	    catalogue_review(house->catalogue, locale, key)),
	    needs_met(house->needs, key, locale) ? "" :
	    needs_two(house->needs, key) ? " (needs two readers)" :
	    " (needs a reader)");
}

static bool
show_locale(const struct house *house, TALLOC_CTX *ctx,
    const struct wish *wish, struct showing *out)
{
	struct wish texted = *wish;
	struct showing sms = { .locale = out->locale };

	out->pages = draw(house, ctx, wish, out);
	if (out->pages == NULL)
		return false;
	texted.sms = true;
	sms.pages = draw(house, ctx, &texted, &sms);
	for (size_t n = 0; n < sms.pages->n; n++)
		out->parts += page_sms_parts(&sms.pages->page[n]);
	out->state = state_of(house, ctx, wish->key, out->locale);
	return true;
}

static int
show_key(const struct house *house, TALLOC_CTX *ctx, const struct wish *wish,
    json_t *list)
{
	struct showing all[LOCALES] = { 0 };

	for (int l = 0; l < LOCALES; l++) {
		all[l].locale = (enum locale)l;
		if (!show_locale(house, ctx, wish, &all[l])) {
			fprintf(stderr, "%s: there is no such node and no such "
			    "text\n", wish->key);
			return FAILED;
		}
	}
	if (list != NULL) {
		add_json(list, all, wish->key);
		return DONE;
	}
	if (wish->keys_n != 1)
		printf("== %s ==\n", wish->key);
	print(ctx, all, wish->plain);
	return DONE;
}

static int
show(const struct house *house, TALLOC_CTX *ctx, const struct wish *wish)
{
	size_t n = wish->keys_n > 0 ? (size_t)wish->keys_n :
	    house->tree->nodes_n;
	json_t *list = wish->json ? json_array() : NULL;
	struct wish one = *wish;
	int status = DONE;

	for (size_t i = 0; i < n && status == DONE; i++) {
		one.key = wish->keys_n > 0 ? wish->keys[i] :
		    house->tree->nodes[i].id;
		status = show_key(house, ctx, &one, list);
	}
	if (status == DONE && list != NULL)
		return report_json(list);
	json_decref(list);
	return status;
}

static int
run(const struct wish *wish)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults = faults_new(ctx);
	struct house *house = directory_house_at(ctx, wish->dir,
	    wish->at != NULL ? date_noon(wish->at) : time(NULL), faults);
	int status = FAILED;

	/* Columns are counted by wcwidth. */
	setlocale(LC_CTYPE, "C.UTF-8");
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
		{ "at", FLAG_WORD, &wish.at, "DAY",
		  "as on that day: facts have a last one" },
		{ "sms", FLAG_SWITCH, &wish.sms, NULL, "as by SMS" },
		{ "plain", FLAG_SWITCH, &wish.plain, NULL,
		  "frames of + - | instead of lines" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .max = KEYS_MAX };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	if (wish.at != NULL && !date_is_real(wish.at))
		return options_wrong("show", "--at %s: a day such as "
		    "2026-11-22 is needed", wish.at);
	wish.keys = operands.word;
	wish.keys_n = operands.n;
	return run(&wish);
}
