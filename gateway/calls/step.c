#include "gateway/calls/step.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/limits.h"
#include "gateway/calls/scene.h"
#include "gateway/calls/session.h"
#include "locales/clean.h"
#include "store/inbox.h"

enum {
	SENDER_MAX = 64,	/* octets kept of what is no number */
};

static void
load_dialog(struct scene *scene)
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
copy(char *out, size_t size, const char *text)
{
	size_t n = strnlen(text, size - 1);

	memcpy(out, text, n);
	out[n] = '\0';
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

/* A new session on a phone that was not hers knows nothing of the last. */
static void
forget_borrowed(struct scene *scene)
{
	struct caller *caller = &scene->caller;

	if (!caller->borrowed)
		return;
	*caller = (struct caller){ .tag = caller->tag, .language = -1 };
	load_dialog(scene);
}

/* Words before any page are kept; the first page answers them. */
static int
begin_session(struct scene *scene)
{
	const struct heard *heard = scene->heard;

	forget_borrowed(scene);
	scene->caller.over = false;
	if (!heard->words ||
	    (heard->channel == CHANNEL_USSD && heard->op == OP_BEGIN))
		return 0;
	return effect_keep_heard(scene);
}

/* Say what lay before her, so that her key can be read against it. */
static void
lay_before(struct scene *scene, struct input *input)
{
	struct view view;
	const struct pages *pages;
	const struct page *page;

	if (scene->dialog.node == NULL)
		return;
	view = scene_view(scene);
	pages = drawing_pages(scene->house->drawing, scene->ctx, &view);
	if (!scene->dialog.offered && scene->dialog.page >= pages->n)
		scene->dialog.page = (unsigned)pages->n - 1;
	page = &pages->page[scene->dialog.offered ? 0 : scene->dialog.page];
	input->pages = (unsigned)pages->n;
	input->first = page->first;
	input->shown = page->shown;
	input->seen = page->first + page->shown;
	if (view.node->kind == NODE_CHOOSE)
		input->values = drawing_values(scene->house->drawing,
		    view.node, &input->values_n);
}

static struct input
make_input(struct scene *scene)
{
	const struct heard *heard = scene->heard;
	bool begin = session_begins(scene);
	struct input input = {
		.kind = begin ? INPUT_BEGIN : INPUT_TEXT,
		.text = begin ? heard->dialled : heard->text,
		.digits = begin ? NULL : heard->digits,
		.words = !begin && heard->words,
		.fresh = scene->fresh,
		.pages = 1,
	};

	lay_before(scene, &input);
	return input;
}

static int
take_turn(struct scene *scene, enum hint *hint)
{
	struct input input = make_input(scene);
	struct turn turn;
	int rc = 0;

	if (input.kind == INPUT_BEGIN)
		rc = begin_session(scene);
	if (rc != 0)
		return rc;
	turn = dialog_turn(scene->house->tree, &scene->dialog, &input);
	rc = effect_carry_out(scene, &turn);
	if (rc < 0)
		return rc;
	if (rc == EFFECT_REFUSED)
		dialog_go(&scene->dialog, turn.otherwise);
	*hint = turn.hint;
	return 0;
}

static void
draw_answer(struct scene *scene, enum hint hint, struct answer *out)
{
	struct view view = scene_view(scene);
	unsigned number = scene->dialog.offered ? 0 : scene->dialog.page;
	const struct pages *pages;

	if (!limits_allow(scene))
		return;
	pages = drawing_pages(scene->house->drawing, scene->ctx, &view);
	if (number >= pages->n)
		number = (unsigned)pages->n - 1;
	out->page = &pages->page[number];
	if (hint != HINT_NONE)
		out->page = drawing_hint(scene->house->drawing, scene->ctx,
		    &view, number, hint);
	out->session = scene->heard->session;
	out->end = view.node->kind == NODE_END && number + 1 == pages->n;
	scene->caller.over = out->end;
}

static void
remember(struct scene *scene, const struct sitting *sitting)
{
	const struct heard *heard = scene->heard;
	struct caller *caller = &scene->caller;

	keep_dialog(scene);
	caller->channel = (int)heard->channel;
	copy(caller->profile, sizeof(caller->profile), heard->operator->name);
	copy(caller->session, sizeof(caller->session), heard->session);
	copy(caller->last_id, sizeof(caller->last_id), heard->id);
	caller->last_time = heard->time;
	caller->echo = heard->echo;
	/* To offer it again and again makes what is offered no younger. */
	if (!caller->offered)
		caller->seen_at = heard->time < scene->now ? heard->time :
		    scene->now;
	/* Silence is an answer too: what comes again is still a repeat. */
	caller->answered_at = sitting->now_ms;
}

/*
 * Back at the start she has left the case she was at: it stays as it is, and
 * what she begins next is another.  Her unsorted messages of a day are one.
 */
static void
leave_case(struct scene *scene)
{
	if (scene->dialog.node != scene->house->tree->start ||
	    scene->dialog.offered)
		return;
	if (scene_matter(scene) &&
	    strcmp(scene->matter.category, "unsorted") == 0)
		return;
	scene->caller.case_id = (struct id){0};
}

static int
act_turn(struct scene *scene, const struct sitting *sitting,
    struct answer *out)
{
	enum hint hint = HINT_NONE;
	int rc = take_turn(scene, &hint);

	if (rc != 0)
		return rc;
	draw_answer(scene, hint, out);
	leave_case(scene);
	remember(scene, sitting);
	return caller_save(scene->store, &scene->caller);
}

static int
act_again(struct scene *scene, const struct sitting *sitting,
    struct answer *out)
{
	struct dialog *dialog = &scene->dialog;

	/* Her page is gone: she is where she is shown to be. */
	if (dialog->node == NULL)
		dialog_go(dialog, dialog_shown(scene->house->tree, dialog));
	draw_answer(scene, HINT_NONE, out);
	remember(scene, sitting);
	return caller_save(scene->store, &scene->caller);
}

static int
act_changed(struct scene *scene, const struct sitting *sitting,
    struct answer *out)
{
	int rc = scene->heard->words ? effect_keep_heard(scene) : 0;

	return rc != 0 ? rc : act_again(scene, sitting, out);
}

/* Keep words without a turn; her place stays as it is. */
static int
keep(struct scene *scene, const char *kind, const char *text)
{
	int rc = effect_keep_words(scene, kind, text);

	return rc != 0 ? rc : caller_save(scene->store, &scene->caller);
}

/* An alphanumeric sender, a short code, ourselves: kept, never answered. */
static int
take_unanswerable(struct scene *scene)
{
	const struct octets *sender = &scene->heard->arrival->sms.sender;
	int n = sender->n < SENDER_MAX ? (int)sender->n : SENDER_MAX;
	const char *said = talloc_asprintf(scene->ctx, "%.*s: %s", n,
	    n > 0 ? (const char *)sender->data : "", scene->heard->text);

	/* A sender is any octets; together they are no longer than one item. */
	return keep(scene, "unanswered", text_clean(scene->ctx, said,
	    strlen(said), CODING_GSM7, NULL));
}

static int
act(struct scene *scene, const struct sitting *sitting, enum act act,
    struct answer *out)
{
	switch (act) {
	case ACT_TURN:
		return act_turn(scene, sitting, out);
	case ACT_AGAIN:
		return act_again(scene, sitting, out);
	case ACT_CHANGED:
		return act_changed(scene, sitting, out);
	case ACT_KEEP:
		return scene->heard->words ? keep(scene, "words",
		    scene->heard->text) : 0;
	case ACT_END:
		scene->caller.over = true;
		return caller_save(scene->store, &scene->caller);
	case ACT_NOTHING:
		return 0;
	}
	return 0;
}

/* A message that was carried out before: its page again if it is her last. */
static int
take_again(struct scene *scene, struct answer *out)
{
	if (strcmp(scene->caller.last_id, scene->heard->id) == 0 &&
	    scene->dialog.node != NULL)
		draw_answer(scene, HINT_NONE, out);
	return 0;
}

static int
open_scene(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard, struct scene *scene)
{
	int rc;

	*scene = scene_of(ctx, sitting, heard);
	rc = caller_load(sitting->store, heard->tag, &scene->caller);
	if (rc != 0)
		return rc;
	/* After a clock was set back nobody knows how long ago it was. */
	scene->fresh = scene->caller.seen_at > 0 &&
	    scene->caller.seen_at <= scene->now && heard->time -
	    scene->caller.seen_at <= sitting->settings->continue_s;
	load_dialog(scene);
	return 0;
}

int
step_take(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard, struct answer *out)
{
	struct scene scene;
	int known, rc;

	*out = (struct answer){0};
	known = inbox_add(sitting->store, heard->time, heard->id);
	if (known != 0 && known != -EEXIST)
		return known;
	rc = open_scene(ctx, sitting, heard, &scene);
	if (rc != 0)
		return rc;
	if (known == -EEXIST)
		return take_again(&scene, out);
	if (heard->number == NULL)
		return take_unanswerable(&scene);
	return act(&scene, sitting, session_judge(&scene, sitting), out);
}
