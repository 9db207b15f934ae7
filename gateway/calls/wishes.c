#include "gateway/calls/wishes.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/item.h"
#include "gateway/saying.h"
#include "store/consent.h"

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
	if (!saying_add(&consent, turn->item, turn->value))
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

int
wishes_call(struct scene *scene, const char *when)
{
	struct consent consent;
	int rc = load(scene, &consent);

	if (rc != 0)
		return rc;
	return saying_add(&consent, "call", when) ? save(scene, &consent,
	    "call") : 0;
}
