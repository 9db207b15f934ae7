#include "gateway/calls/wishes.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/item.h"
#include "store/consent.h"

enum { HOUR = 60, NO_DAY = 0 };

static void
set_contact(struct consent *c, bool text, bool call)
{
	c->text = text;
	c->call = call;
	/* Until she has said when. */
	c->days = NO_DAY;
}

static void
set_hours(struct consent *c, unsigned from, unsigned until)
{
	c->from = from * HOUR;
	c->until = until * HOUR;
	if (c->days == NO_DAY)
		c->days = CONSENT_EVERY_DAY;
}

static void no_contact(struct consent *c) { set_contact(c, false, false); }
static void call_me(struct consent *c) { set_contact(c, false, true); }
static void text_me(struct consent *c) { set_contact(c, true, false); }
static void call_or_text(struct consent *c) { set_contact(c, true, true); }
static void any_time(struct consent *c) { set_hours(c, 7, 20); }
static void mornings(struct consent *c) { set_hours(c, 7, 12); }
static void afternoons(struct consent *c) { set_hours(c, 12, 17); }
static void evenings(struct consent *c) { set_hours(c, 17, 21); }
/* Bit 0 is Monday. */
static void every_day(struct consent *c) { c->days = 0x7f; }
static void weekdays(struct consent *c) { c->days = 0x1f; }
static void weekends(struct consent *c) { c->days = 0x60; }
static void sundays(struct consent *c) { c->days = 0x40; }
static void no_relative(struct consent *c) { c->relative = false; }
static void a_relative(struct consent *c) { c->relative = true; }

static const struct {
	const char *item, *value;
	void (*say)(struct consent *);
} sayings[] = {
	{ "contact", "no", no_contact },
	{ "contact", "call", call_me },
	{ "contact", "text", text_me },
	{ "contact", "both", call_or_text },
	{ "when", "any", any_time },
	{ "when", "morning", mornings },
	{ "when", "afternoon", afternoons },
	{ "when", "evening", evenings },
	{ "days", "every", every_day },
	{ "days", "week", weekdays },
	{ "days", "weekend", weekends },
	{ "days", "sunday", sundays },
	{ "relative", "no", no_relative },
	{ "relative", "yes", a_relative },
};

static bool
say(struct consent *consent, const struct turn *turn)
{
	for (size_t i = 0; i < sizeof(sayings) / sizeof(*sayings); i++)
		if (strcmp(sayings[i].item, turn->item) == 0 &&
		    strcmp(sayings[i].value, turn->value) == 0) {
			sayings[i].say(consent);
			return true;
		}
	return false;
}

/* Only "may we contact you" says on which phone; never on a borrowed one. */
static int
save(struct scene *scene, struct consent *consent, const char *item)
{
	bool phone = strcmp(item, "contact") == 0;

	if (phone && scene->caller.borrowed)
		consent->text = false;
	return consent_save(scene->store, &scene->caller.case_id, consent,
	    phone ? scene->heard->number : NULL,
	    scene->heard->operator->name, scene->now);
}

/* What she allows as yet, nothing at first, by the clock of where she is. */
static int
load(struct scene *scene, struct consent *consent)
{
	const char *country = scene_country(scene);
	int rc = consent_load(scene->store, &scene->caller.case_id, consent);

	if (rc == -ENOENT && strlen(country) == 2)
		memcpy(consent->country, country, 3);
	return rc == -ENOENT ? 0 : rc;
}

int
wishes_keep(struct scene *scene, const struct turn *turn)
{
	struct consent consent;
	int rc;

	if (!scene_matter(scene))
		return EFFECT_REFUSED;
	rc = load(scene, &consent);
	if (rc != 0)
		return rc;
	if (!say(&consent, turn))
		return EFFECT_REFUSED;
	rc = item_add(scene, turn->item, turn->value, false);
	return rc != 0 ? rc : save(scene, &consent, turn->item);
}

int
wishes_another(struct scene *scene, const struct turn *turn)
{
	const char *typed = scene->heard->digits != NULL ?
	    scene->heard->digits : turn->value;
	char *number;
	int rc = 0;

	if (!scene_matter(scene))
		return EFFECT_REFUSED;
	if (operator_e164(scene->ctx, scene->heard->operator,
	    (struct octets){ typed, strlen(typed) }, &number) == 0)
		return item_add(scene, "number", number, false);
	/* What she typed instead is for people. */
	if (scene->heard->words)
		rc = item_add(scene, "words", turn->value, false);
	return rc != 0 ? rc : EFFECT_REFUSED;
}

int
wishes_renew(struct scene *scene)
{
	struct consent consent;
	int rc = consent_load(scene->store, &scene->caller.case_id, &consent);

	/* A wish that has run out is not renewed: she is asked again. */
	if (rc != 0 || !consent_may_text(&consent, scene->now))
		return rc == -ENOENT || rc == 0 ? EFFECT_DONE : rc;
	return consent_heard(scene->store, &scene->caller.case_id, scene->now);
}
