#include "gateway/calls/step.h"

#include <errno.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/limits.h"
#include "store/inbox.h"

/* A page that says nothing and asks nothing; any phone, any moment. */
static void
draw_neutral(struct scene *scene, struct answer *out)
{
	const struct node *bye = tree_node(scene->house->tree, "bye");
	struct view view;

	if (bye == NULL || !limits_allow(scene))
		return;
	view = scene_view(scene);
	view.node = bye;
	out->page = &drawing_pages(scene->house->drawing, scene->ctx,
	    &view)->page[0];
	out->session = scene->heard->session;
	out->end = true;
}

int
step_quarantine(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard, struct answer *out)
{
	struct scene scene = scene_of(ctx, sitting, heard);
	int rc = inbox_add(sitting->store, heard->time, heard->id);

	*out = (struct answer){0};
	if (rc != 0)
		return rc == -EEXIST ? 0 : rc;
	rc = effect_keep_words(&scene, "quarantine", heard->text);
	if (rc == 0)
		rc = limits_save(&scene);
	if (rc == 0)
		draw_neutral(&scene, out);
	return rc;
}
