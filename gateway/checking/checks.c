#include "gateway/checking/checks.h"

#include <string.h>

#include "gateway/calls/wording.h"
#include "gateway/checking/letters.h"
#include "gateway/checking/sample.h"
#include "gateway/renewal.h"
#include "gateway/words/own.h"
#include "locales/catalogue.h"
#include "menus/document.h"
#include "store/canned.h"
#include "store/centre.h"

const char *const fixed_keys[] = {
	"foot.more", "foot.more.start", "foot.call", "foot.on", "foot.home",
	"foot.skip", "foot.back", "hint.key", "hint.call", "hint.sent",
	"hint.unsent", "foot.on.send", "foot.home.send", "otherwise", "demo",
	"sms.only_ussd", "state.received", "state.working", "state.call_us",
	"state.finished", "day.1", "day.2", "day.3", "day.4", "day.5", "day.6",
	"day.7", "numbers.short.other", "check.no_list",
	"check.say.again", "check.say.vague", "check.say.none",
	"check.say.which", "check.say.government", "check.say.valid",
	"check.say.valid_for", "check.say.not_for", "check.say.unsaid",
	"check.say.expired", "check.say.suspended", "check.say.revoked",
	"check.say.delisted", "canned.past", "slow.KH", "slow.TH", "slow.other",
	NULL
};

struct looking { const struct checks *checks; int line; };

static void
need_key(void *arg, const char *key)
{
	const struct looking *looking = arg;
	const struct house *house = looking->checks->house;

	if (catalogue_text(house->catalogue, LOCALE_EN, key, NULL) == NULL)
		faults_add(looking->checks->errors, house->tree_file,
		    looking->line, "%s: en.po has no such text", key);
}

void
node_keys(TALLOC_CTX *ctx, const struct tree *tree, const struct node *node,
    void (*use)(void *arg, const char *key), void *arg)
{
	const struct list *list = node->kind == NODE_CHOOSE ?
	    tree_list(tree, node->list) : NULL;

	use(arg, node->prompt);
	for (size_t i = 0; i < node->options_n; i++)
		use(arg, node->options[i].text);
	if (list == NULL)
		return;
	for (size_t i = 0; i < list->n; i++)
		use(arg, talloc_asprintf(ctx, "list.%s.%s", list->name,
		    list->values[i]));
	if (list->dynamic && !list->own)
		use(arg, talloc_asprintf(ctx, "list.%s.unknown", list->name));
}

static void
check_keys(const struct checks *checks, TALLOC_CTX *ctx)
{
	const struct tree *tree = checks->house->tree;
	struct looking looking = { .checks = checks };

	for (size_t i = 0; fixed_keys[i] != NULL; i++)
		need_key(&looking, fixed_keys[i]);
	for (const struct canned_kind *k = canned_kinds; k->code != NULL; k++)
		need_key(&looking, talloc_asprintf(ctx, "canned.%s",
		    k->code));
	for (size_t i = 0; i < tree->nodes_n; i++) {
		looking.line = tree->nodes[i].line;
		node_keys(ctx, tree, &tree->nodes[i], need_key, &looking);
	}
}

void
checks_say(const struct checks *checks, struct faults *faults,
    const struct place *place, const char *format, ...)
{
	va_list arguments;
	const char *file;
	char *words;
	int line;

	va_start(arguments, format);
	words = talloc_vasprintf(faults, format, arguments);
	va_end(arguments);
	file = catalogue_place(checks->house->catalogue, place->locale,
	    place->key, &line);
	faults_add(faults, file, line, "%s: %s", place->key, words);
	talloc_free(words);
}

/* One text of one language while its placeholders are looked at. */
struct reading {
	const struct checks *checks;
	TALLOC_CTX *ctx;
	struct place place;
};

/* The number of an amount. */
static bool
is_number(const char *key, const char *name)
{
	return strncmp(key, "unit.", 5) == 0 && strcmp(name, "n") == 0;
}

static const char *
check_placeholder(void *arg, const char *name)
{
	const struct reading *reading = arg;
	const struct house *house = reading->checks->house;
	struct sample sample = { house, reading->ctx, LOCALE_EN, false };

	if (!is_number(reading->place.key, name) &&
	    strncmp(name, NOTICE_PREFIX, strlen(NOTICE_PREFIX)) != 0 &&
	    facts_find(house->known->facts, name) == NULL &&
	    sample_value(&sample, name) == NULL)
		checks_say(reading->checks, reading->checks->errors,
		    &reading->place, "{%s} is no fact and no value of a "
		    "caller's own", name);
	return NULL;
}

/* A letter outside the alphabet halves the page; one that is folded is sent
   in its plain form, which whoever wrote it should see. */
static void
check_letters(const struct reading *reading, const char *text)
{
	const struct checks *checks = reading->checks;
	const char *letter = letter_outside(reading->ctx, text);

	if (letter != NULL) {
		checks_say(checks, checks->errors, &reading->place, "\"%s\" is"
		    " not in the GSM alphabet and would halve the page",
		    letter);
		return;
	}
	letter = letter_folded(reading->ctx, text);
	if (letter != NULL)
		checks_say(checks, checks->warnings, &reading->place, "\"%s\" "
		    "is sent as \"%s\"", letter,
		    letter_sent(reading->ctx, letter));
}

static void
check_text(const struct checks *checks, TALLOC_CTX *ctx, const char *key,
    enum locale locale)
{
	struct reading reading = { checks, ctx, { key, locale } };
	const struct catalogue *catalogue = checks->house->catalogue;
	const char *text = catalogue_own(catalogue, locale, key);
	const char *english = catalogue_own(catalogue, LOCALE_EN, key);

	if (text == NULL) {
		checks_say(checks, checks->warnings, &reading.place,
		    "not translated; shown in en");
		return;
	}
	if (locale == LOCALE_EN || locale == LOCALE_KM_LATN)
		check_letters(&reading, text);
	if (!own_fits(ctx, text, english))
		checks_say(checks, checks->errors, &reading.place, "its "
		    "placeholders are not those of the English text");
	text_fill(ctx, text, check_placeholder, &reading);
}

void
checks_words(const struct checks *checks)
{
	const struct catalogue *catalogue = checks->house->catalogue;
	TALLOC_CTX *ctx = talloc_new(NULL);

	check_keys(checks, ctx);
	for (size_t n = 0; n < catalogue_count(catalogue); n++)
		for (int l = 0; l < LOCALES; l++)
			check_text(checks, ctx, catalogue_key(catalogue, n),
			    (enum locale)l);
	if (checks->house->own != NULL)
		own_stale(checks->house->own, talloc_asprintf(ctx, "%s/%s",
		    checks->house->dir, own_file), checks->warnings);
	talloc_free(ctx);
}

/* Which facts a text of any language names; firm: in lines that it needs. */
struct naming { const struct facts *facts; bool *named, firm; };

static const char *
note_fact(void *arg, const char *name)
{
	struct naming *naming = arg;
	const struct fact *fact = facts_find(naming->facts, name);

	if (fact != NULL)
		naming->named[fact - naming->facts->fact] = true;
	return NULL;
}

static void
note_lines(struct naming *naming, TALLOC_CTX *ctx, const char *text)
{
	size_t n;

	for (const char *line = text; *line != '\0'; line += n) {
		n = strcspn(line, "\n");
		if (!naming->firm || !wording_is_optional(line))
			text_fill(ctx, talloc_strndup(ctx, line, n),
			    note_fact, naming);
		n += line[n] != '\0';
	}
}

static const bool *
note_facts(TALLOC_CTX *ctx, const struct house *house, bool firm)
{
	const struct catalogue *catalogue = house->catalogue;
	const struct facts *facts = house->known->facts;
	TALLOC_CTX *tmp = talloc_new(NULL);
	struct naming naming = { facts,
	    talloc_zero_array(ctx, bool, (unsigned)facts->n), firm };
	const char *text;

	for (size_t n = 0; n < catalogue_count(catalogue); n++)
		for (int l = 0; l < LOCALES; l++) {
			text = catalogue_text(catalogue, (enum locale)l,
			    catalogue_key(catalogue, n), NULL);
			if (text != NULL)
				note_lines(&naming, tmp, text);
		}
	talloc_free(tmp);
	return naming.named;
}

const bool *
checks_named(TALLOC_CTX *ctx, const struct house *house)
{
	return note_facts(ctx, house, false);
}

/* A text whose fact is past its date says nothing to anyone: an error.  What
   nobody has confirmed waits for the operator, and most of it for years. */
static void
check_fact(const struct checks *checks, const struct fact *fact, bool firm)
{
	static const char *const said[] = {
		[FACT_SHOWN] = NULL,
		[FACT_DUE] = "check it again; its last day is",
		[FACT_MONTH] = "check it again; shown with its month since",
		[FACT_HIDDEN] = "a text names it, but gives way since",
		[FACT_UNCONFIRMED] = "a text names it, but gives way until "
		    "somebody confirms it; its last day is",
		[FACT_UNKNOWN] = "a text names it, but gives way while nobody "
		    "knows it; its last day is",
	};
	enum standing standing = fact_standing(fact, checks->house->day_of);

	/* A line that can be left out is complete without it. */
	if (!firm && (standing == FACT_UNCONFIRMED || standing == FACT_UNKNOWN))
		return;
	if (said[standing] != NULL)
		faults_add(standing == FACT_HIDDEN ? checks->errors :
		    checks->warnings, checks->house->facts_file, fact->line,
		    "%s: %s %s", fact->id, said[standing], fact->expires_on);
}

/* What a file says and the store knows better: an operator who renewed it is
   no news, but whoever edited the file must hear of it. */
static void
check_taken(const struct checks *checks, const struct fact *file)
{
	const struct fact *held = facts_find(checks->house->known->facts,
	    file->id);

	if (held == NULL || fact_is_same(file, held) ||
	    (held->by != NULL &&
	    strcmp(file->checked_on, held->checked_on) <= 0))
		return;
	faults_add(checks->warnings, checks->house->facts_file, file->line, "%s: not "
	    "taken from the file: the store has \"%s\", checked on %s%s%s",
	    file->id, held->value, held->checked_on,
	    held->by != NULL ? " by " : "", held->by != NULL ? held->by : "");
}

static void
check_value(const struct checks *checks, const struct fact *fact)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	const char *what = value_mistake(tmp, fact->value);

	if (what != NULL)
		faults_add(checks->errors, checks->house->facts_file,
		    fact->line, "%s: %s", fact->id, what);
	talloc_free(tmp);
}

/* When somebody answers; only a number is answered. */
static void
check_hours(const struct checks *checks, const struct fact *fact)
{
	const char *hours = fact->hours;

	if (hours == NULL || hours[0] == '\0')
		return;
	if (centre_check_hours(hours) != 0)
		faults_add(checks->errors, checks->house->facts_file,
		    fact->line, "%s: hours must be weekdays and times such as"
		    " 1-5 8:00-17:00, or 1-7 0:00-24:00", fact->id);
	else if (!fact->contact)
		faults_add(checks->errors, checks->house->facts_file,
		    fact->line, "%s is no contact, so nobody answers it;"
		    " remove hours", fact->id);
}

void
checks_facts(const struct checks *checks)
{
	const struct facts *facts = checks->house->known->facts;
	TALLOC_CTX *ctx = talloc_new(NULL);
	const bool *named = checks_named(ctx, checks->house);
	const bool *firm = note_facts(ctx, checks->house, true);

	for (size_t i = 0; i < facts->n; i++) {
		check_value(checks, &facts->fact[i]);
		check_hours(checks, &facts->fact[i]);
		if (named[i])
			check_fact(checks, &facts->fact[i], firm[i]);
	}
	for (size_t i = 0; i < checks->house->file->n; i++)
		check_taken(checks, &checks->house->file->fact[i]);
	talloc_free(ctx);
}

void
checks_run(const struct checks *checks)
{
	checks_words(checks);
	checks_facts(checks);
	checks_walk(checks);
	checks_pages(checks);
	rules_missing(checks->house->rules, checks->now, checks->warnings);
}
