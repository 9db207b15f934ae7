#include "gateway/calls/effects.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/item.h"

/* Unsorted messages of one number within a day are one matter. */
enum { UNSORTED_S = 24 * 60 * 60 };

/* What she is at now, or her unsorted messages of today. */
static bool
may_append(struct scene *scene)
{
	if (!scene_matter(scene))
		return false;
	if (strcmp(scene->matter.category, "unsorted") == 0)
		return scene->matter.state == CASE_NEW &&
		    scene->now - scene->matter.opened_at < UNSORTED_S;
	return scene->fresh;
}

/*
 * Nobody knows who holds the phone.  With a matter of this number that is open
 * her words go to the office that has it, by themselves: staff say which it
 * belongs to (store/matching.h).
 */
static int
open_unsorted(struct scene *scene)
{
	struct case_new new = { .state = CASE_NEW, .category = "unsorted" };
	int rc = scene->caller.borrowed ? -ENOENT : case_office_of(
	    scene->store, &scene->heard->tag, &new.centre);

	if (rc != 0 && rc != -ENOENT)
		return rc;
	return item_open_case(scene, &new);
}

/* Text that no page asked for, from a number with a matter: who wrote it is
   for people to find out. */
static int
judge(struct scene *scene, const char **kind)
{
	int64_t office;
	int rc;

	if (scene->heard->channel != CHANNEL_SMS ||
	    strcmp(*kind, "words") != 0)
		return 0;
	rc = scene_matter(scene) && scene->matter.filed ? 0 :
	    case_office_of(scene->store, &scene->heard->tag, &office);
	if (rc == 0)
		*kind = "unverified";
	return rc == -ENOENT ? 0 : rc;
}

int
effect_keep_words(struct scene *scene, const char *kind, const char *text)
{
	int rc = may_append(scene) ? 0 : open_unsorted(scene);

	if (rc == 0)
		rc = judge(scene, &kind);
	if (rc == 0)
		rc = item_add(scene, kind, text, true);
	return item_changed(scene, rc);
}

int
effect_keep_heard(struct scene *scene)
{
	return effect_keep_words(scene, scene->heard->fragment ? "fragment" :
	    "words", scene->heard->text);
}
