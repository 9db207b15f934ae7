#include <string.h>

#include "gateway/calls/wording.h"
#include "gateway/checking/checks.h"
#include "gateway/checking/sample.h"
#include "menus/document.h"

/* More pages than this and people give up before they have chosen, or read;
   more than PAGES_MAX nobody means. */
enum { MENU_PAGES_MAX = 2, TEXT_PAGES_MAX = 5, PAGES_MAX = 9 };

struct fitting {
	const struct checks *checks;
	TALLOC_CTX *ctx;
	const struct node *node;
	enum locale locale;
	bool sms;
};

static const char *
door(const struct fitting *fitting)
{
	return fitting->sms ? "SMS" : "USSD";
}

static void
check_page(const struct fitting *fitting, const struct page *page, size_t n,
    struct page_limits limits)
{
	const struct checks *checks = fitting->checks;
	unsigned limit = page->coding == CODING_GSM7 ? limits.septets :
	    limits.units;

	if (page->units > limit)
		faults_add(checks->errors, checks->house->tree_file,
		    fitting->node->line, "%s: page %zu in %s by %s holds %u, "
		    "but a page may hold %u", fitting->node->id, n + 1,
		    locale_name(fitting->locale), door(fitting), page->units,
		    limit);
}

static void
check_many(const struct fitting *fitting, size_t n)
{
	const struct checks *checks = fitting->checks;
	bool menu = fitting->node->kind == NODE_MENU;
	size_t most = menu ? MENU_PAGES_MAX : TEXT_PAGES_MAX;

	/* A list is as long as what it lists. */
	if (fitting->node->kind == NODE_CHOOSE || n <= most)
		return;
	faults_add(n > PAGES_MAX ? checks->errors : checks->warnings,
	    checks->house->tree_file, fitting->node->line, "%s: %s of %zu "
	    "pages in %s by %s; say it in %zu", fitting->node->id,
	    menu ? "a menu" : "a text", n, locale_name(fitting->locale),
	    door(fitting), most);
}

/* What is to be chosen is read at once. */
static void
check_whole(const struct fitting *fitting, const struct pages *pages)
{
	const struct checks *checks = fitting->checks;
	const struct page *page, *before;

	for (size_t n = 1; n < pages->n; n++) {
		page = &pages->page[n];
		before = page - 1;
		if (page->shown == 0 || before->shown == 0 ||
		    page->first >= before->first + before->shown)
			continue;
		faults_add(checks->errors, checks->house->tree_file,
		    fitting->node->line, "%s: an option is cut in %s by %s "
		    "between pages %zu and %zu; say it in less",
		    fitting->node->id, locale_name(fitting->locale),
		    door(fitting), n, n + 1);
	}
}

static void
check_limits(const struct fitting *fitting, struct page_limits limits)
{
	const struct house *house = fitting->checks->house;
	struct sample sample = { house, fitting->ctx, fitting->locale,
	    fitting->sms };
	const struct view view = {
		.node = fitting->node,
		.locale = fitting->locale,
		.sms = fitting->sms,
		.sends = !fitting->sms,
		.limits = limits,
		.value = sample_value,
		.arg = &sample,
	};
	const struct pages *pages = drawing_pages(house->drawing,
	    fitting->ctx, &view);

	for (size_t n = 0; n < pages->n; n++)
		check_page(fitting, &pages->page[n], n, limits);
	check_many(fitting, pages->n);
	check_whole(fitting, pages);
}

/* What anyone may see over her shoulder, whatever the door. */
static bool
is_open_page(const struct fitting *fitting)
{
	const struct tree *tree = fitting->checks->house->tree;
	const struct node *node = fitting->node;

	return node == tree->start || node == tree->language ||
	    strcmp(node->id, "bye") == 0;
}

static void
check_form(const struct fitting *fitting, const char *key)
{
	const struct view view = { .locale = fitting->locale,
	    .sms = fitting->sms };
	const char *text = drawing_text(fitting->checks->house->drawing,
	    fitting->ctx, key, &view);
	const char *word = text != NULL ?
	    danger_in(fitting->checks->house->danger, text) : NULL;

	if (word != NULL)
		checks_say(fitting->checks, fitting->checks->errors,
		    &(struct place){ key, fitting->locale }, "says \"%s\" by "
		    "%s, where others may read it; it needs %s.sms without it",
		    word, door(fitting), key);
}

/* A text, and what is said in its place. */
static void
check_word(void *arg, const char *key)
{
	const struct fitting *fitting = arg;

	check_form(fitting, key);
	check_form(fitting, talloc_asprintf(fitting->ctx, "%s%s", key,
	    OTHERWISE_SUFFIX));
}

static bool
is_inner(const char *key)
{
	static const char *const inner[] = { "numbers.short.", "canned.",
		"slow." };

	for (size_t i = 0; i < sizeof(inner) / sizeof(*inner); i++)
		if (strncmp(key, inner[i], strlen(inner[i])) == 0)
			return true;
	return false;
}

/* Texts that stand inside others or below them, by SMS too. */
static void
check_inner(struct fitting *fitting)
{
	const struct catalogue *catalogue = fitting->checks->house->catalogue;
	const char *key;

	fitting->sms = true;
	for (size_t i = 0; fixed_keys[i] != NULL; i++)
		check_word(fitting, fixed_keys[i]);
	for (size_t n = 0; n < catalogue_count(catalogue); n++) {
		key = catalogue_key(catalogue, n);
		if (is_inner(key))
			check_word(fitting, key);
	}
}

static bool
is_stop(const struct node *node)
{
	return node->word != NULL && strcmp(node->word, "stop") == 0;
}

/* What 7 sends is the same for everyone, or it would tell whoever reads it
   whose matter it is. */
static void
check_letter(const struct fitting *fitting)
{
	const struct house *house = fitting->checks->house;
	const struct view view = {
		.node = fitting->node,
		.locale = fitting->locale,
		.sms = true,
		.limits = house->operators->operator[0].sms_limits,
	};

	if ((!fitting->node->sms && !is_stop(fitting->node)) ||
	    drawing_letter(house->drawing, fitting->ctx, &view) != NULL)
		return;
	faults_add(fitting->checks->errors, house->tree_file,
	    fitting->node->line, "%s: its text in %s holds a value of a "
	    "caller's own; remove %s", fitting->node->id,
	    locale_name(fitting->locale), is_stop(fitting->node) ?
	    "it: STOP is answered alike for every number" : "sms: yes");
}

static void
check_door(struct fitting *fitting, bool sms)
{
	const struct house *house = fitting->checks->house;
	const struct operator *operator;

	fitting->sms = sms;
	if (is_open_page(fitting) || (sms && !fitting->node->ussd_only))
		node_keys(fitting->ctx, house->tree, fitting->node,
		    check_word, fitting);
	for (size_t i = 0; i < house->operators->n; i++) {
		operator = &house->operators->operator[i];
		if ((sms ? operator->sms_smsc : operator->ussd_smsc) != NULL)
			check_limits(fitting, sms ? operator->sms_limits :
			    operator->ussd_limits);
	}
}

static void
check_node(struct fitting *fitting, const struct node *node)
{
	fitting->ctx = talloc_new(NULL);
	fitting->node = node;
	for (int l = 0; l < LOCALES; l++) {
		fitting->locale = (enum locale)l;
		check_door(fitting, false);
		check_door(fitting, true);
		check_letter(fitting);
	}
	talloc_free(fitting->ctx);
}

static void
check_all(struct fitting *fitting, const struct tree *tree)
{
	fitting->ctx = talloc_new(NULL);
	for (int l = 0; l < LOCALES; l++) {
		fitting->locale = (enum locale)l;
		check_inner(fitting);
	}
	talloc_free(fitting->ctx);
	for (size_t i = 0; i < tree->nodes_n; i++)
		check_node(fitting, &tree->nodes[i]);
}

void
checks_pages(const struct checks *checks)
{
	struct fitting fitting = { .checks = checks };

	check_all(&fitting, checks->house->tree);
}
