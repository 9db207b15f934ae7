#include "gateway/calls/look.h"

#include <stdio.h>
#include <string.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/looking.h"
#include "gateway/licences/asked.h"

enum { TIGHT_MAX = 6 };

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
	struct look *look = look_new(scene);
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
	look_judge(scene, look);
	return look;
}

static void
load(struct scene *scene)
{
	struct lookup row;

	if (scene->look_loaded || scene->trial)
		return;
	scene->look_loaded = true;
	if (!scene_found(scene, ledger_see(scene->house->ledger,
	    scene->store)) ||
	    !scene_found(scene, lookup_load(scene->store, scene->heard->tag,
	    scene->now, &row)))
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
	look_judge(scene, look);
	scene->look = look;
	scene->look_loaded = true;
	scene->licence = true;
	if (scene->trial)
		return 0;
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

static int
leave_to_people(struct scene *scene, const char *typed)
{
	int rc = scene->trial ? 0 : effect_keep_words(scene, "words", typed);

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
	struct look *look = look_new(scene);
	struct asked asked = {0};
	int rc = scene->trial ? 0 : ledger_see(scene->house->ledger,
	    scene->store);

	if (rc != 0)
		return rc;
	asked.name = asked_by_word(scene->ctx, typed, NULL, &asked.doubtful);
	if (asked.name == NULL)
		asked.name = typed;
	look_seek(scene, &asked, look);
	if (look_is_doubtful(scene, look, &asked))
		return leave_to_people(scene, typed);
	rc = keep(scene, look);
	return rc != 0 ? rc : result_of(scene, look);
}

int
look_pick(struct scene *scene, const char *value)
{
	const struct look *old = look_of(scene);
	struct look *look = look_new(scene);
	size_t i = (size_t)(value[0] - '1');
	int rc;

	if (old == NULL || i >= old->n) {
		look->said = SAID_VAGUE;
	} else {
		look->said = SAID_ONE;
		look->agency[look->n++] = old->agency[i];
		look_set_country(look, old->row.country);
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
	struct look *look = look_new(scene);
	int rc;

	look->said = SAID_VAGUE;
	if (old != NULL) {
		*look = *old;
		look->row.at = look_new(scene)->row.at;
		look->said = old->n > 0 ? SAID_ONE : SAID_NONE;
		look->n = old->n > 0;
	}
	look_set_country(look, value);
	rc = keep(scene, look);
	return rc != 0 ? rc : EFFECT_DONE;
}
