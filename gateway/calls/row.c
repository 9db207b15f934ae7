#include "gateway/calls/row.h"

#include <string.h>

#include "gateway/calls/step.h"

static void
copy(char *out, size_t size, const char *text)
{
	size_t n = strnlen(text, size - 1);

	memcpy(out, text, n);
	out[n] = '\0';
}

void
row_read(struct scene *scene)
{
	const struct tree *tree = scene->house->tree;
	struct caller *caller = &scene->caller;
	struct dialog *dialog = &scene->dialog;

	dialog->node = caller->node[0] != '\0' ?
	    tree_node(tree, caller->node) : NULL;
	dialog->page = caller->page;
	memcpy(dialog->kept, caller->kept, sizeof(dialog->kept));
	dialog->misses = caller->misses;
	dialog->offered = caller->offered && dialog->node != NULL;
	dialog->language = caller->language >= 0;
}

static void
keep_dialog(struct scene *scene)
{
	const struct dialog *dialog = &scene->dialog;
	struct caller *caller = &scene->caller;

	copy(caller->node, sizeof(caller->node),
	    dialog->node != NULL ? dialog->node->id : "");
	caller->page = dialog->page;
	memcpy(caller->kept, dialog->kept, sizeof(caller->kept));
	caller->misses = dialog->misses;
	caller->offered = dialog->offered;
	caller->tree = scene->house->digest;
}

void
row_keep_id(struct scene *scene)
{
	struct caller *caller = &scene->caller;

	copy(caller->last_id, sizeof(caller->last_id), scene->heard->id);
}

void
row_keep(struct scene *scene, const struct sitting *sitting)
{
	const struct heard *heard = scene->heard;
	struct caller *caller = &scene->caller;

	keep_dialog(scene);
	caller->channel = (int)heard->channel;
	copy(caller->profile, sizeof(caller->profile), heard->operator->name);
	copy(caller->session, sizeof(caller->session), heard->session);
	row_keep_id(scene);
	caller->last_time = heard->time;
	caller->echo = heard->echo;
	/* To offer it again and again makes what is offered no younger. */
	if (!caller->offered)
		caller->seen_at = heard->time < scene->now ? heard->time :
		    scene->now;
	/* Silence is an answer too: what comes again is still a repeat. */
	caller->answered_at = sitting->now_ms;
}

void
row_forget_borrowed(struct scene *scene)
{
	struct caller *caller = &scene->caller;

	if (!caller->borrowed)
		return;
	*caller = (struct caller){ .tag = caller->tag, .language = -1 };
	row_read(scene);
}
