#include "gateway/calls/letter.h"

#include <errno.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/limits.h"
#include "store/sending.h"

/* `check` sees to it that none is; a tree of the operator's own may not have
   been checked. */
static bool
is_safe(const struct house *house, const struct pages *letter)
{
	for (size_t i = 0; i < letter->n; i++)
		if (danger_in(house->danger, letter->page[i].text) != NULL)
			return false;
	return true;
}

const struct pages *
letter_of(struct scene *scene)
{
	const struct door door = house_door(scene->heard->operator, true);
	struct view view = scene_view(scene);
	const struct pages *letter;

	view.sms = door.sms;
	view.sends = door.sends;
	view.limits = door.limits;
	letter = drawing_letter(scene->house->drawing, scene->ctx, &view);
	return letter != NULL && is_safe(scene->house, letter) ? letter : NULL;
}

int
letter_send(struct scene *scene, const struct turn *turn)
{
	const struct sending sending = { scene->heard->tag,
	    scene->heard->session, turn->value, scene->now };
	const struct pages *letter;
	int rc;

	if (scene->caller.borrowed || !limits_allow(scene))
		return EFFECT_REFUSED;
	letter = letter_of(scene);
	if (letter == NULL)
		return EFFECT_REFUSED;
	rc = sending_allow(scene->store, &sending,
	    (unsigned)scene->settings->sms_pages);
	if (rc == -EAGAIN)
		return EFFECT_REFUSED;
	if (rc == 0)
		scene->letter = letter;
	return rc == -EEXIST ? EFFECT_DONE : rc;
}
