#include "gateway/calls/item.h"

#include "gateway/calls/limits.h"
#include "store/joined.h"

int
item_open_case(struct scene *scene, struct case_new *new)
{
	int rc;

	new->channel = (int)scene->heard->channel;
	new->language = (int)scene_locale(scene);
	new->now = scene->now;
	new->number = scene->heard->number;
	new->tag = &scene->heard->tag;
	if (scene->caller.borrowed) {
		new->tag = NULL;
		new->number = NULL;
	}
	rc = case_open(scene->store, new, &scene->matter);
	if (rc != 0)
		return rc;
	scene->caller.case_id = scene->matter.id;
	scene->has_matter = true;
	return 0;
}

int
item_changed(struct scene *scene, int rc)
{
	scene->has_matter = false;
	return rc;
}

/* What is finished is in nobody's queue: what she adds takes it up again, or
   the case that staff joined it to. */
static int
take_up(struct scene *scene)
{
	if (!scene_matter(scene) || scene->matter.state != CASE_FINISHED)
		return 0;
	return item_changed(scene, case_take_up(scene->store,
	    &scene->matter.id, scene->now));
}

/* One item of her case; of a flood only so much is kept one by one, and the
   first that is not leaves a note. */
int
item_add(struct scene *scene, const char *kind, const char *text,
    bool unasked)
{
	enum keeping keeping;
	int rc = limits_keep(scene, unasked, &keeping);

	if (rc != 0 || keeping == KEEP_COUNT)
		return rc;
	if (keeping == KEEP_NOTE) {
		kind = "flood";
		text = "";
	}
	rc = item_changed(scene, case_add(scene->store, &scene->caller.case_id,
	    kind, text, scene->now));
	return rc != 0 ? rc : take_up(scene);
}
