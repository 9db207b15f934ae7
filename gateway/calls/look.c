#include "gateway/calls/look.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/looking.h"
#include "gateway/licences/asked.h"
#include "gateway/licences/country.h"
#include "locales/fold.h"

enum {
	/* Longer than any name: perhaps no name, so people read it too. */
	NAME_WORDS = 8, NAME_UNITS = 90,
	TIGHT_MAX = 6,
	/* On a phone that is not hers it is gone when her session is. */
	BORROWED_S = 15 * 60,
};

static const char *const said_names[SAIDS] = {
	[SAID_NO_LIST] = "no_list",
	[SAID_VAGUE] = "vague",
	[SAID_NONE] = "none",
	[SAID_WHICH] = "which",
	[SAID_GOVERNMENT] = "government",
	[SAID_ONE] = "one",
};

static const char *const saying_keys[SAYINGS] = {
	[SAY_VALID] = "check.say.valid",
	[SAY_VALID_FOR] = "check.say.valid_for",
	[SAY_NOT_FOR] = "check.say.not_for",
	[SAY_UNSAID] = "check.say.unsaid",
	[SAY_EXPIRED] = "check.say.expired",
	[SAY_SUSPENDED] = "check.say.suspended",
	[SAY_REVOKED] = "check.say.revoked",
	[SAY_DELISTED] = "check.say.delisted",
};

const char *
look_key(const struct look *look)
{
	static const char *const keys[SAIDS] = {
		[SAID_NO_LIST] = "check.no_list",
		[SAID_VAGUE] = "check.say.vague",
		[SAID_NONE] = "check.say.none",
		[SAID_WHICH] = "check.say.which",
		[SAID_GOVERNMENT] = "check.say.government",
	};

	return look->said == SAID_ONE ? saying_keys[look->saying] :
	    keys[look->said];
}

static int64_t
today_of(const struct scene *scene)
{
	return day_at(scene->house->day_of);
}

/* Who alone sends workers there, if a fact that may be shown says so. */
static const char *
sender_to(struct scene *scene, const char *country)
{
	const struct house *house = scene->house;
	const struct fact *fact;
	char id[16];

	if (country[0] == '\0')
		return NULL;
	snprintf(id, sizeof(id), "sender_%c%c", tolower(country[0]),
	    tolower(country[1]));
	fact = facts_find(house->known->facts, id);
	return fact != NULL ? fact_shown(scene->ctx, fact, house->day_of) :
	    NULL;
}

/* What may be said, now, of what was found. */
static void
judge(struct scene *scene, struct look *look)
{
	const char *country = look->row.country;

	look->sender = sender_to(scene, country);
	if (look->sender != NULL)
		look->said = SAID_GOVERNMENT;
	else if (!ledger_is_current(scene->house->ledger, look->today,
	    scene->settings->register_limit_days))
		look->said = SAID_NO_LIST;
	else if (look->said == SAID_ONE)
		look->saying = ledger_saying(look->agency[0], country,
		    look->today);
}

static struct look *
new_look(struct scene *scene)
{
	struct look *look = talloc_zero(scene->ctx, struct look);

	look->today = today_of(scene);
	look->row.at = scene->now;
	look->row.language = (int)scene_locale(scene);
	if (scene->caller.borrowed)
		look->row.at -= LOOKUP_S - BORROWED_S;
	return look;
}

static enum said
said_of(const char *name)
{
	for (enum said said = 0; said < SAIDS; said++)
		if (strcmp(said_names[said], name) == 0)
			return said;
	return SAID_NONE;
}

/* What the row says, of the register as it stands now. */
static struct look *
look_again(struct scene *scene, const struct lookup *row)
{
	struct look *look = new_look(scene);
	const struct agency *agency;

	look->row = *row;
	look->said = said_of(row->said);
	for (size_t i = 0; i < row->n; i++) {
		agency = ledger_licence(scene->house->ledger, row->licence[i]);
		if (agency != NULL)
			look->agency[look->n++] = agency;
	}
	/* The list was changed in between. */
	if (look->n == 0 && (look->said == SAID_ONE ||
	    look->said == SAID_WHICH))
		look->said = SAID_NONE;
	judge(scene, look);
	return look;
}

static void
load(struct scene *scene)
{
	struct lookup row;

	if (scene->look_loaded)
		return;
	scene->look_loaded = true;
	if (ledger_see(scene->house->ledger, scene->store) != 0 ||
	    lookup_load(scene->store, scene->heard->tag, scene->now,
	    &row) != 0)
		return;
	if (scene->hint < 0)
		scene->hint = row.language;
	scene->look = look_again(scene, &row);
}

const struct look *
look_of(struct scene *scene)
{
	load(scene);
	return scene->look;
}

bool
look_is_there(struct scene *scene)
{
	return look_of(scene) != NULL;
}

bool
look_tighten(struct scene *scene)
{
	if (!look_is_there(scene) || scene->look->tight == TIGHT_MAX)
		return false;
	scene->look->tight++;
	return true;
}

/* Remember it for "2" and for the page after this one, and count it. */
static int
keep(struct scene *scene, struct look *look)
{
	struct lookup *row = &look->row;
	int rc;

	row->n = look->n;
	for (size_t i = 0; i < look->n; i++)
		snprintf(row->licence[i], sizeof(row->licence[i]), "%s",
		    look->agency[i]->licence);
	snprintf(row->said, sizeof(row->said), "%s", said_names[look->said]);
	judge(scene, look);
	scene->look = look;
	scene->look_loaded = true;
	scene->licence = true;
	rc = lookup_save(scene->store, scene->heard->tag, row);
	return rc != 0 ? rc : lookup_count(scene->store, look->today,
	    strrchr(look_key(look), '.') + 1);
}

/* By SMS there is no asking back: the answer names the countries. */
static bool
needs_country(const struct scene *scene, const struct look *look)
{
	return look->said == SAID_ONE && look->saying == SAY_VALID &&
	    scene->heard->channel == CHANNEL_USSD;
}

static void
set_country(struct look *look, const char *country)
{
	if (country != NULL && strlen(country) == 2)
		memcpy(look->row.country, country, 3);
	else
		look->row.country[0] = '\0';
}

/* All of it may be a name; else what stands before a country at its end. */
static void
seek(struct scene *scene, const char *typed, struct look *look, bool *whole)
{
	const struct house *house = scene->house;
	struct sought sought, before;
	const char *country;
	char *rest;

	ledger_seek(house->ledger, typed, look->today, &sought);
	country = sought.as == FOUND_ONE ? NULL :
	    country_at_end(scene->ctx, house->countries, typed, &rest);
	if (country != NULL) {
		ledger_seek(house->ledger, rest, look->today, &before);
		sought = before;
		set_country(look, country);
	}
	look->said = sought.as == FOUND_ONE ? SAID_ONE :
	    sought.as == FOUND_SEVERAL ? SAID_WHICH :
	    sought.as == FOUND_VAGUE ? SAID_VAGUE : SAID_NONE;
	look->n = sought.n;
	memcpy(look->agency, sought.agency, sizeof(look->agency));
	*whole = sought.whole;
}

/* Words of danger beside those that companies' names have: "agency". */
static bool
has_danger(struct scene *scene, const char *typed)
{
	const struct house *house = scene->house;

	return danger_in(house->danger, ledger_own_words(house->ledger,
	    scene->ctx, typed)) != NULL;
}

/* Perhaps it is no name but a cry for help. */
static bool
is_doubtful(struct scene *scene, const struct look *look, const char *typed)
{
	if (look->said == SAID_ONE)
		return false;
	return has_danger(scene, typed) || asked_words(typed) > NAME_WORDS ||
	    text_units(typed) > NAME_UNITS;
}

static int
leave_to_people(struct scene *scene, const char *typed)
{
	int rc = effect_keep_words(scene, "words", typed);

	dialog_go(&scene->dialog, scene->house->tree->start);
	return rc != 0 ? rc : EFFECT_ELSEWHERE;
}

static int
result_of(const struct scene *scene, const struct look *look)
{
	if (look->said == SAID_WHICH)
		return EFFECT_SEVERAL;
	return needs_country(scene, look) ? EFFECT_REFUSED : EFFECT_DONE;
}

int
look_up(struct scene *scene, const char *typed)
{
	struct look *look = new_look(scene);
	const char *name = asked_by_word(scene->ctx, typed, NULL);
	bool whole;
	int rc = ledger_see(scene->house->ledger, scene->store);

	if (rc != 0)
		return rc;
	if (name == NULL)
		name = typed;
	seek(scene, name, look, &whole);
	if (is_doubtful(scene, look, name))
		return leave_to_people(scene, typed);
	rc = keep(scene, look);
	return rc != 0 ? rc : result_of(scene, look);
}

int
look_pick(struct scene *scene, const char *value)
{
	const struct look *old = look_of(scene);
	struct look *look = new_look(scene);
	size_t i = (size_t)(value[0] - '1');
	int rc;

	if (old == NULL || i >= old->n) {
		look->said = SAID_VAGUE;
	} else {
		look->said = SAID_ONE;
		look->agency[look->n++] = old->agency[i];
		set_country(look, old->row.country);
	}
	look->row.language = old != NULL ? old->row.language :
	    look->row.language;
	rc = keep(scene, look);
	return rc != 0 ? rc : result_of(scene, look);
}

int
look_country(struct scene *scene, const char *value)
{
	const struct look *old = look_of(scene);
	struct look *look = new_look(scene);
	int rc;

	look->said = SAID_VAGUE;
	if (old != NULL) {
		*look = *old;
		look->row.at = new_look(scene)->row.at;
		look->said = old->n > 0 ? SAID_ONE : SAID_NONE;
		look->n = old->n > 0;
	}
	set_country(look, value);
	rc = keep(scene, look);
	return rc != 0 ? rc : EFFECT_DONE;
}

/* A name that stands alone is hers to ask about only if nothing else fits. */
static bool
is_name(struct scene *scene, const char *text)
{
	struct look *look;
	bool whole;

	if (!asked_may_be_name(text) ||
	    danger_cried(scene->house->danger, text))
		return false;
	look = new_look(scene);
	seek(scene, text, look, &whole);
	return look->n > 0 && whole;
}

bool
look_is_asked(struct scene *scene, const char **out)
{
	const char *text = scene->heard->text;
	struct look *look;
	int locale = LOCALES;
	bool whole;

	if (ledger_see(scene->house->ledger, scene->store) != 0)
		return false;
	*out = asked_by_word(scene->ctx, text, &locale);
	if (*out == NULL) {
		*out = text;
		return is_name(scene, text);
	}
	/* Only of this answer: who writes Latin letters chose no language. */
	if (locale != LOCALES)
		scene->hint = locale;
	look = new_look(scene);
	seek(scene, *out, look, &whole);
	return !is_doubtful(scene, look, *out);
}
