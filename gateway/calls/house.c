#include "gateway/calls/house.h"

#include <errno.h>
#include <string.h>

#include "gateway/licences/country.h"
#include "gateway/licences/ledger.h"
#include "gateway/words/own.h"
#include "menus/names.h"

/* DIR/name, or nothing where there is no such file. */
static int
load_own(TALLOC_CTX *ctx, const struct settings *settings, const char *name,
    struct faults *faults, struct document **out)
{
	*out = NULL;
	if (settings == NULL)
		return 0;
	switch (document_load(ctx, settings_path(ctx, settings, name), faults,
	    out)) {
	case 0:
	case -ENOENT:
		return 0;
	default:
		if (faults_count(faults) == 0)
			faults_add(faults, name, 0, "cannot be read");
		return -EINVAL;
	}
}

static int
load_tree(struct house *house, const struct settings *settings,
    struct faults *faults)
{
	struct document *own;
	int rc = load_own(house, settings, "tree.yaml", faults, &own);

	if (rc != 0)
		return rc;
	house->tree_file = own != NULL ? document_name(own) :
	    "menus/tree.yaml";
	return own != NULL ? tree_build(house, own, faults, &house->tree) :
	    tree_embedded(house, faults, &house->tree);
}

static int
load_facts(struct house *house, const struct settings *settings,
    struct faults *faults)
{
	struct document *own;
	int rc = load_own(house, settings, "facts.yaml", faults, &own);

	if (rc != 0)
		return rc;
	house->facts_from = own != NULL ? "facts.yaml" : known_shipped;
	house->facts_file = own != NULL ? document_name(own) :
	    "menus/facts.yaml";
	return own != NULL ? facts_build(house, own, faults, &house->file) :
	    facts_embedded(house, faults, &house->file);
}

static int
load_operators(struct house *house, const struct settings *settings,
    struct faults *faults)
{
	struct document *own;
	size_t n;
	const char *text;
	int rc = load_own(house, settings, "operators.yaml", faults, &own);

	if (rc != 0)
		return rc;
	if (own == NULL) {
		text = operators_embedded(&n);
		rc = document_parse(house, "operators.yaml", text, n, faults,
		    &own);
	}
	return rc != 0 ? rc :
	    operators_build(house, own, faults, &house->operators);
}

static int
load_words(struct house *house, const struct settings *settings,
    struct faults *faults)
{
	if (catalogue_open(house, &house->catalogue) != 0) {
		faults_add(faults, "locales", 0, "cannot be opened");
		return -EINVAL;
	}
	return settings == NULL ? 0 : own_load(house, settings,
	    house->catalogue, faults, &house->own);
}

int
house_open(TALLOC_CTX *ctx, const struct settings *settings,
    struct faults *faults, time_t now, struct house **out)
{
	struct house *house = talloc_zero(ctx, struct house);
	int rc = 0;

	/* All of them, so that every fault is told at once. */
	rc |= load_tree(house, settings, faults);
	rc |= load_facts(house, settings, faults);
	rc |= load_operators(house, settings, faults);
	rc |= danger_open(house, faults, &house->danger);
	if (settings != NULL)
		rc |= known_time(settings, now, faults, &now);
	rc |= names_embedded(house, faults, &house->names);
	rc |= load_words(house, settings, faults);
	rc |= rules_open(house, settings, faults, &house->rules);
	if (rc != 0) {
		talloc_free(house);
		return -EINVAL;
	}
	house->needs = needs_open(house, house->tree, house->catalogue);
	house->dir = settings != NULL ? settings->dir : NULL;
	house->demo = settings != NULL && settings->demo;
	house->known = known_file(house, house->file);
	house->countries = countries_open(house, house->names);
	house->ledger = ledger_open(house);
	house_new_day(house, now);
	*out = house;
	return 0;
}

void
house_new_day(struct house *house, time_t now)
{
	talloc_free(house->drawing);
	house->drawing = drawing_open(house, house->tree, house->catalogue,
	    house->known, house->demo, now);
	house->mark = NULL;
	house->day_of = now;
}

struct door
house_door(const struct operator *o, bool sms)
{
	return (struct door){
		.limits = sms ? o->sms_limits : o->ussd_limits,
		.sms = sms,
		.sends = !sms && o->sms_smsc != NULL,
	};
}

void
house_cut(struct house *house)
{
	const struct operator *o;

	for (size_t i = 0; i < house->operators->n; i++) {
		o = &house->operators->operator[i];
		if (o->ussd_smsc != NULL)
			drawing_cut(house->drawing, house_door(o, false));
		if (o->sms_smsc != NULL)
			drawing_cut(house->drawing, house_door(o, true));
	}
}

int
house_facts(struct house *house, struct store *store)
{
	struct known *known;
	int64_t mark;
	int rc = facts_mark(store, &mark);

	if (rc != 0 || mark == house->known->mark)
		return rc;
	rc = known_load(house, house->file, store, &known);
	if (rc != 0)
		return rc;
	talloc_free(house->known);
	house->known = known;
	house_new_day(house, house->day_of);
	return 0;
}

int
house_keep_facts(const struct house *house, struct store *store, time_t now)
{
	return known_keep(house->file, house->facts_from, store, now);
}

/* All that callers can see of the centres, to tell whether it changed. */
static char *
mark_of(TALLOC_CTX *ctx, const struct centres *centres)
{
	char *mark = talloc_strdup(ctx, "");
	const struct centre *c;

	for (size_t i = 0; i < centres->n; i++) {
		c = &centres->centre[i];
		mark = talloc_asprintf_append(mark,
		    "%lld %s %s %s %s %s %s %lld %d%s\n", (long long)c->id,
		    c->name[0], c->name[1], c->name[2], c->name[3], c->hours,
		    c->phone, (long long)c->stand_in, c->intake,
		    c->started_at == 0 ? " not yet" : "");
	}
	return mark;
}

static void
add_choice(struct choices *choices, const struct centre *centre)
{
	choices->values[choices->n] = talloc_asprintf(choices, "%lld",
	    (long long)centre->id);
	memcpy(choices->names[choices->n++], centre->name,
	    sizeof(choices->names[0]));
}

/* The last line of the list is "I do not know": the intake centre takes it.  A
   centre that takes no cases yet (store/footing.h) is not chosen from. */
static struct choices *
choices_of(const struct house *house, struct centres *centres)
{
	struct choices *choices = talloc_zero(centres, struct choices);

	choices->values = talloc_zero_array(choices, const char *,
	    (unsigned)centres->n + 1);
	choices->names = talloc_zero_size(choices,
	    sizeof(*choices->names) * (centres->n + 1));
	for (size_t i = 0; i < centres->n; i++)
		if (house->demo || centres->centre[i].started_at != 0)
			add_choice(choices, &centres->centre[i]);
	choices->values[choices->n++] = "0";
	return choices;
}

int
house_centres(struct house *house, struct store *store)
{
	struct centres *centres;
	char *mark;
	int rc = centres_load(store, house, &centres);

	if (rc != 0)
		return rc;
	mark = mark_of(centres, centres);
	if (house->mark != NULL && strcmp(house->mark, mark) == 0) {
		talloc_free(centres);
		return 0;
	}
	drawing_choices(house->drawing, "centres", choices_of(house,
	    centres));
	talloc_free(house->centres);
	house->centres = centres;
	house->mark = mark;
	house->digest = digest_mix(house->tree->digest, mark, strlen(mark));
	return 0;
}
