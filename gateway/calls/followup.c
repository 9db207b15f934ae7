#include "gateway/calls/followup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/calls/effects.h"
#include "locales/figure.h"
#include "store/callback.h"
#include "store/consent.h"
#include "store/day.h"
#include "store/joined.h"
#include "store/wish.h"

/* One sentence while its placeholders are filled. */
struct sentence {
	TALLOC_CTX *ctx;
	const struct house *house;
	const struct canned *canned;
	int64_t own_centre;
	enum locale locale;
};

static const struct centre *
find_centre(const struct sentence *s)
{
	const struct centres *centres = s->house->centres;
	int64_t id = s->canned->centre != 0 ? s->canned->centre :
	    s->own_centre;
	const struct centre *centre = centres != NULL ?
	    centre_by_id(centres, id) : NULL;

	return centre != NULL || centres == NULL ? centre :
	    centre_intake(centres);
}

static const char *
value_day(const struct sentence *s)
{
	char day[DAY_TEXT];

	return figure_words(s->ctx, s->house->catalogue, s->locale,
	    day_text(s->canned->day, day));
}

static const char *
value_phone(const struct sentence *s)
{
	const struct centre *centre = find_centre(s);

	return centre != NULL ? centre->phone : "";
}

static const char *
value_centre(const struct sentence *s)
{
	const struct centre *centre = find_centre(s);

	return centre != NULL ? centre->name[s->locale] : "";
}

static const struct {
	const char *name;
	const char *(*value)(const struct sentence *);
} sentence_values[] = {
	{ "day", value_day },
	{ "phone", value_phone },
	{ "centre", value_centre },
};

static const char *
value_of(void *arg, const char *name)
{
	for (size_t i = 0; i < sizeof(sentence_values) /
	    sizeof(*sentence_values); i++)
		if (strcmp(sentence_values[i].name, name) == 0)
			return sentence_values[i].value(arg);
	return NULL;
}

char *
followup_sentence(TALLOC_CTX *ctx, const struct house *house,
    const struct canned *canned, int64_t own_centre, enum locale locale,
    bool sms, int64_t now)
{
	struct sentence s = { ctx, house, canned, own_centre, locale };
	const struct view view = { .locale = locale, .sms = sms,
	    .value = value_of, .arg = &s };
	bool past = canned->day != DAY_NONE && canned->day < day_at(now);
	char key[CANNED_CODE_MAX + 8];

	snprintf(key, sizeof(key), "canned.%s", past ? "past" : canned->code);
	return drawing_text(house->drawing, ctx, key, &view);
}

static int
find_answer(struct scene *scene, const struct id *id, struct canned *canned,
    bool *is)
{
	int rc = canned_standing(scene->store, id, canned);

	*is = rc == 0;
	return rc == -ENOENT ? 0 : rc;
}

/* She allowed texts, and they stopped because she was quiet for so long. */
static int
find_lapsed(struct scene *scene, bool *lapsed)
{
	struct consent consent;
	int rc = consent_load(scene->store, &scene->matter.id, &consent);

	*lapsed = rc == 0 && consent_has_lapsed(&consent, scene->now);
	return rc == -ENOENT ? 0 : rc;
}

int
followup_find(struct scene *scene, const char **branch)
{
	struct canned canned = { 0 };
	bool answered = false, asks = false, given_up = false, lapsed = false;
	struct matter shown;
	int rc = case_shown(scene->store, &scene->matter, &shown);

	if (rc == 0)
		rc = find_answer(scene, &shown.id, &canned, &answered);
	if (rc == 0)
		rc = wish_may_ask(scene->store, &shown,
		    scene->settings->solved_days, scene->now, &asks);
	if (rc == 0)
		rc = callback_given_up(scene->store, &scene->matter.id,
		    scene->now, &given_up);
	if (rc == 0)
		rc = find_lapsed(scene, &lapsed);
	if (rc != 0)
		return rc;
	*branch = answered && canned.read_on == DAY_NONE ? "answer" :
	    asks ? "closing" : lapsed ? "lapsed" :
	    answered || given_up ? "answer" : NULL;
	return 0;
}

static const struct { const char *name; enum wish wish; } wishes[] = {
	{ "withdraw", WISH_WITHDRAW },
	{ "solved", WISH_SOLVED },
	{ "unsolved", WISH_UNSOLVED },
};

static int
carry(struct scene *scene, enum wish wish)
{
	struct matter shown;
	int rc;

	if (wish == WISH_WITHDRAW)
		return wish_keep(scene->store, &scene->matter.id, wish,
		    scene->now);
	rc = case_shown(scene->store, &scene->matter, &shown);
	return rc != 0 ? rc : wish_solved(scene->store, &shown.id,
	    wish == WISH_SOLVED, scene->now);
}

int
followup_wish(struct scene *scene, const char *name)
{
	int rc = -EALREADY;

	for (size_t i = 0; i < sizeof(wishes) / sizeof(*wishes); i++)
		if (strcmp(wishes[i].name, name) == 0 && scene_matter(scene))
			rc = carry(scene, wishes[i].wish);
	scene->has_matter = false;
	return rc == -EALREADY ? EFFECT_REFUSED : rc;
}

static const char *
say(struct scene *scene, const struct canned *canned, int64_t centre)
{
	const char *text = followup_sentence(scene->ctx, scene->house, canned,
	    centre, scene_locale(scene),
	    scene->heard->channel == CHANNEL_SMS, scene->now);

	return text != NULL ? text : "";
}

static const char *
value_answer(struct scene *scene)
{
	struct canned canned;
	struct matter shown;

	if (!scene_matter(scene) ||
	    !scene_found(scene, case_shown(scene->store, &scene->matter,
	    &shown)) ||
	    !scene_found(scene, canned_standing(scene->store, &shown.id,
	    &canned)))
		return "";
	scene->answer = canned.n;
	return say(scene, &canned, shown.centre);
}

/* She is told so once nobody will call any more. */
static const char *
value_reach(struct scene *scene)
{
	const struct canned canned = { .code = "not_reached" };
	bool given_up = false;

	if (!scene_matter(scene) ||
	    !scene_found(scene, callback_given_up(scene->store,
	    &scene->matter.id, scene->now, &given_up)) || !given_up)
		return "";
	return say(scene, &canned, scene->matter.centre);
}

static const struct {
	const char *name;
	const char *(*value)(struct scene *);
} values[] = {
	{ "answer", value_answer },
	{ "reach", value_reach },
};

const char *
followup_value(struct scene *scene, const char *name)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (strcmp(values[i].name, name) == 0)
			return values[i].value(scene);
	return NULL;
}

int
followup_shown(struct scene *scene)
{
	struct matter shown;
	int rc;

	if (scene->answer == 0 || !scene_matter(scene))
		return 0;
	rc = case_shown(scene->store, &scene->matter, &shown);
	scene->has_matter = false;
	return rc != 0 ? rc : canned_read(scene->store, &shown.id,
	    scene->answer, day_at(scene->now), scene->now);
}
