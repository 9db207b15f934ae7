#include "gateway/calls/looking.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "gateway/licences/asked.h"
#include "gateway/licences/country.h"
#include "locales/fold.h"

enum {
	/* Longer than any name: perhaps no name, so people read it too. */
	NAME_WORDS = 8, NAME_UNITS = 90,
	/* On a phone that is not hers it is gone when her session is. */
	BORROWED_S = 15 * 60,
};

static int64_t
today_of(const struct scene *scene)
{
	return day_at(scene->house->day_of);
}

/* That one office alone sends workers there; NULL: nothing says so. */
static const struct fact *
sender_fact(struct scene *scene, const char *country)
{
	char id[16];

	if (country[0] == '\0')
		return NULL;
	snprintf(id, sizeof(id), "sender_%c%c", tolower(country[0]),
	    tolower(country[1]));
	return facts_find(scene->house->known->facts, id);
}

/* Who that is, if the fact may be shown. */
static const char *
sender_to(struct scene *scene, const char *country)
{
	const struct fact *fact = sender_fact(scene, country);

	return fact != NULL ? fact_shown(scene->ctx, fact,
	    scene->house->day_of) : NULL;
}

/* Past its day the fact is not shown, but no company takes its place: that
   was not checked either. */
bool
look_is_reserved(struct scene *scene, const char *country)
{
	const struct fact *fact = sender_fact(scene, country);

	return fact != NULL && fact->confidence < FACT_NF;
}

/* What the list says is valid, where only the government may send. */
static void
judge_valid(struct scene *scene, struct look *look)
{
	const struct agency *agency = look->agency[0];
	const char *country, *reserved = "";

	for (size_t i = 0; i < agency->destinations_n; i++) {
		country = agency->destinations[i].country;
		if (agency_serves(agency, country, look->today) != SCOPE_YES)
			continue;
		if (!look_is_reserved(scene, country))
			return;
		reserved = country;
	}
	look->saying = SAY_UNSAID;
	look->sender = sender_to(scene, reserved);
	if (look->sender == NULL)
		return;
	look->said = SAID_GOVERNMENT;
	look_set_country(look, reserved);
}

/* What may be said, now, of what was found. */
void
look_judge(struct scene *scene, struct look *look)
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
	if (look->said == SAID_ONE && look->saying == SAY_VALID)
		judge_valid(scene, look);
	else if (look->said == SAID_ONE && look->saying == SAY_VALID_FOR &&
	    look_is_reserved(scene, country))
		look->saying = SAY_UNSAID;
}

struct look *
look_new(struct scene *scene)
{
	struct look *look = talloc_zero(scene->ctx, struct look);

	look->today = today_of(scene);
	look->row.at = scene->now;
	look->row.language = (int)scene_locale(scene);
	if (scene->caller.borrowed)
		look->row.at -= LOOKUP_S - BORROWED_S;
	return look;
}

void
look_set_country(struct look *look, const char *country)
{
	if (country != NULL && strlen(country) == 2)
		memcpy(look->row.country, country, 3);
	else
		look->row.country[0] = '\0';
}

/* All of it may be a name; else what stands before a country at its end. */
void
look_seek(struct scene *scene, struct asked *asked, struct look *look)
{
	const struct house *house = scene->house;
	struct sought sought, before;
	const char *country;
	char *rest;

	ledger_seek(house->ledger, asked->name, look->today, &sought);
	country = sought.as == FOUND_ONE ? NULL :
	    country_at_end(scene->ctx, house->countries, asked->name, &rest);
	if (country != NULL) {
		ledger_seek(house->ledger, rest, look->today, &before);
		sought = before;
		look_set_country(look, country);
	}
	look->said = sought.as == FOUND_ONE ? SAID_ONE :
	    sought.as == FOUND_SEVERAL ? SAID_WHICH :
	    sought.as == FOUND_VAGUE ? SAID_VAGUE : SAID_NONE;
	look->exact = sought.exact;
	look->n = sought.n;
	memcpy(look->agency, sought.agency, sizeof(look->agency));
	asked->whole = sought.whole;
}

/* Words of danger beside those that companies' names have: "agency". */
static bool
has_danger(struct scene *scene, const char *typed)
{
	const struct house *house = scene->house;

	return danger_in(house->danger, ledger_own_words(house->ledger,
	    scene->ctx, typed)) != NULL;
}

/* Perhaps it is no name but a cry for help.  Words that all are of one
   company's name are none. */
bool
look_is_doubtful(struct scene *scene, const struct look *look,
    const struct asked *asked)
{
	const char *name = asked->name;

	if (look->exact)
		return false;
	if (has_danger(scene, name) || asked_words(name) > NAME_WORDS ||
	    text_units(name) > NAME_UNITS)
		return true;
	return !asked->whole && (asked->doubtful || asked_of_people(name));
}

/* A name that stands alone is hers to ask about only if nothing else fits. */
static bool
is_name(struct scene *scene, const char *text)
{
	struct asked asked = { .name = text };
	struct look *look;

	if (!asked_may_be_name(text) ||
	    danger_cried(scene->house->danger, text))
		return false;
	look = look_new(scene);
	look_seek(scene, &asked, look);
	return look->n > 0 && asked.whole;
}

bool
look_is_asked(struct scene *scene, const char **out)
{
	const char *text = scene->heard->text;
	struct asked asked = {0};
	struct look *look;
	int locale = LOCALES;

	if (!scene->trial && !scene_found(scene,
	    ledger_see(scene->house->ledger, scene->store)))
		return false;
	*out = asked.name = asked_by_word(scene->ctx, text, &locale,
	    &asked.doubtful);
	if (*out == NULL) {
		*out = text;
		return is_name(scene, text);
	}
	/* Only of this answer: who writes Latin letters chose no language. */
	if (locale != LOCALES)
		scene->hint = locale;
	look = look_new(scene);
	look_seek(scene, &asked, look);
	return !look_is_doubtful(scene, look, &asked);
}
