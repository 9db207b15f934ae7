#include "gateway/calls/step.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/command.h"
#include "gateway/calls/effects.h"
#include "gateway/calls/followup.h"
#include "gateway/calls/input.h"
#include "gateway/calls/limits.h"
#include "gateway/calls/look.h"
#include "gateway/calls/row.h"
#include "gateway/calls/scene.h"
#include "gateway/calls/session.h"
#include "locales/clean.h"
#include "locales/fold.h"
#include "store/inbox.h"

enum {
	SENDER_MAX = 64,	/* octets kept of what is no number */
};

/* Words before any page are kept; the first page answers them. */
static int
begin_session(struct scene *scene)
{
	const struct heard *heard = scene->heard;

	row_forget_borrowed(scene);
	scene->caller.over = false;
	if (!heard->words ||
	    (heard->channel == CHANNEL_USSD && heard->op == OP_BEGIN))
		return 0;
	return effect_keep_heard(scene);
}

/*
 * Who has not chosen a language and writes in Khmer or Thai letters has
 * chosen it.  Latin letters tell nothing, and what was chosen is not changed.
 */
static void
see_language(struct scene *scene)
{
	static const int languages[SCRIPTS] = {
		[SCRIPT_NONE] = -1, [SCRIPT_KHMER] = LOCALE_KM,
		[SCRIPT_THAI] = LOCALE_TH, [SCRIPT_OTHER] = -1,
	};

	if (scene->caller.language >= 0 ||
	    scene->heard->channel != CHANNEL_SMS || scene->heard->fragment)
		return;
	scene->caller.language = languages[text_script(scene->heard->text)];
	scene->dialog.language = scene->caller.language >= 0;
}

/* Where an effect leads that was not simply done. */
static void
follow(struct scene *scene, struct turn *turn, int rc)
{
	struct dialog *dialog = &scene->dialog;

	if (rc == EFFECT_REFUSED)
		dialog_refused(dialog, turn);
	else if (rc == EFFECT_SEVERAL)
		dialog_go(dialog, turn->several);
	else if (turn->effect == EFFECT_STATE && scene->branch != NULL)
		dialog_found(dialog, turn, scene->branch);
}

/* For the limits: was it an answer to a page of ours, and did it change
   anything?  Back at the start nobody is further than before. */
static void
judge_turn(struct scene *scene, const struct input *input,
    const struct turn *turn)
{
	bool begins = input->kind == INPUT_BEGIN && input->word == NULL;
	bool home = turn->effect == EFFECT_NONE &&
	    scene->dialog.node == scene->house->tree->start;

	scene->vain = begins || home || turn->hint != HINT_NONE ||
	    turn->effect == EFFECT_UNSORTED;
	scene->progress = !scene->vain && turn->effect != EFFECT_NONE;
}

static int
take_turn(struct scene *scene, enum hint *hint)
{
	struct input input = input_of(scene);
	struct turn turn;
	int rc = 0;

	if (input.kind == INPUT_BEGIN)
		rc = begin_session(scene);
	if (rc != 0)
		return rc;
	if (input.kind == INPUT_BEGIN)
		see_language(scene);
	turn = dialog_turn(scene->house->tree, &scene->dialog, &input);
	rc = effect_carry_out(scene, &turn);
	if (rc < 0)
		return rc;
	follow(scene, &turn, rc);
	judge_turn(scene, &input, &turn);
	*hint = turn.hint;
	return 0;
}

static const struct page *
draw_page(struct scene *scene, enum hint hint, bool *end)
{
	struct view view = scene_view(scene);
	unsigned number = scene->dialog.offered ? 0 : scene->dialog.page;
	const struct pages *pages = scene_pages(scene, &view);

	if (number >= pages->n)
		number = (unsigned)pages->n - 1;
	*end = view.node->kind == NODE_END && number + 1 == pages->n;
	return hint == HINT_NONE ? &pages->page[number] :
	    drawing_hint(scene->house->drawing, scene->ctx, &view, number,
	    hint);
}

/* Her page, if she is to be answered; an answer of staff on it was read. */
static int
draw_answer(struct scene *scene, enum hint hint, struct answer *out)
{
	const struct page *page;
	bool end = false, may;
	int rc;

	if (!limits_allow(scene))
		return 0;
	scene->answer = 0;
	page = draw_page(scene, hint, &end);
	scene->caller.over = end;
	rc = limits_spend(scene, page, &may);
	if (rc != 0 || !may)
		return rc;
	out->page = page;
	out->session = scene->heard->session;
	out->licence = scene->licence;
	out->end = end;
	return followup_shown(scene);
}

/* It stays as it is, and what she begins next is another.  Her unsorted
   messages of a day are one. */
static void
leave_case(struct scene *scene)
{
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
	bool begun = session_begins(scene);
	int rc = take_turn(scene, &hint);

	if (rc == 0)
		rc = draw_answer(scene, hint, out);
	if (rc != 0)
		return rc;
	out->begun = begun;
	out->letter = scene->letter;
	/* Back at the start she has left the case she was at. */
	if (scene->dialog.node == scene->house->tree->start &&
	    !scene->dialog.offered)
		leave_case(scene);
	row_keep(scene, sitting);
	return caller_save(scene->store, &scene->caller);
}

static int
act_again(struct scene *scene, const struct sitting *sitting,
    struct answer *out)
{
	struct dialog *dialog = &scene->dialog;
	int rc;

	/* Her page is gone: she is where she is shown to be. */
	if (dialog->node == NULL)
		dialog_go(dialog, dialog_shown(scene->house->tree, dialog));
	scene->vain = true;
	rc = draw_answer(scene, HINT_NONE, out);
	row_keep(scene, sitting);
	return rc != 0 ? rc : caller_save(scene->store, &scene->caller);
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

/* A message that asks for a company, wherever she is in the tree, unless a
   page waits for her words. */
static bool
asks_for_company(struct scene *scene, enum act act, const char **typed)
{
	const struct heard *heard = scene->heard;
	const struct dialog *d = &scene->dialog;
	const struct node *check = tree_word(scene->house->tree, "check");

	if (heard->channel != CHANNEL_SMS || !heard->words ||
	    heard->fragment || check == NULL ||
	    check->step.effect != EFFECT_LOOK_UP)
		return false;
	if (act != ACT_KEEP && !session_begins(scene) && d->node != NULL &&
	    !d->offered && d->node->kind == NODE_ASK && !d->node->digits)
		return false;
	return look_is_asked(scene, typed);
}

/* She is to choose: that is where she is now, and not at a page of old. */
static void
choose_company(struct scene *scene, const struct sitting *sitting)
{
	if (session_begins(scene))
		leave_case(scene);
	scene->caller.over = false;
	row_keep(scene, sitting);
}

/* One answer.  Unless she is to choose, neither her place nor her session
   knows of it: it makes no old page young again. */
static int
act_company(struct scene *scene, const struct sitting *sitting, enum act act,
    const char *typed, struct answer *out)
{
	const struct step *step = &tree_word(scene->house->tree,
	    "check")->step;
	struct caller *caller = &scene->caller;
	bool over = caller->over, several;
	int rc;

	if (session_begins(scene))
		row_forget_borrowed(scene);
	see_language(scene);
	rc = look_up(scene, typed);
	if (rc < 0)
		return rc;
	several = rc == EFFECT_SEVERAL;
	dialog_go(&scene->dialog, several ? step->several : step->to);
	rc = draw_answer(scene, HINT_NONE, out);
	if (rc != 0)
		return rc;
	caller->over = over;
	if (several && act != ACT_KEEP)
		choose_company(scene, sitting);
	row_keep_id(scene);
	return caller_save(scene->store, caller);
}

/* STOP and DELETE are done at once, wherever she is, late or not; what is
   answered is the same for every number. */
static int
act_command(struct scene *scene, const struct sitting *sitting,
    enum command command, struct answer *out)
{
	int rc = command_carry_out(scene, command);

	if (rc == 0)
		rc = draw_answer(scene, HINT_NONE, out);
	row_keep(scene, sitting);
	return rc != 0 ? rc : caller_save(scene->store, &scene->caller);
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
take_again(struct scene *scene, const struct sitting *sitting,
    struct answer *out)
{
	const char *typed;

	if (strcmp(scene->caller.last_id, scene->heard->id) != 0)
		return 0;
	scene->vain = true;
	if (asks_for_company(scene, ACT_AGAIN, &typed))
		return act_company(scene, sitting, ACT_AGAIN, typed, out);
	return scene->dialog.node != NULL ?
	    draw_answer(scene, HINT_NONE, out) : 0;
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
	row_read(scene);
	/* Who chose no language reads the page that she was answered in. */
	if (scene->caller.language < 0 && scene->dialog.node != NULL &&
	    scene->dialog.node->long_sms)
		look_is_there(scene);
	return 0;
}

/* A message that was not carried out before. */
static int
take_new(struct scene *scene, const struct sitting *sitting,
    struct answer *out)
{
	enum command command = command_of(scene->heard);
	const char *typed;
	enum act act_of;

	if (scene->heard->number == NULL)
		return take_unanswerable(scene);
	if (command != COMMAND_NONE)
		return act_command(scene, sitting, command, out);
	act_of = session_judge(scene, sitting);
	if (asks_for_company(scene, act_of, &typed))
		return act_company(scene, sitting, act_of, typed, out);
	return act(scene, sitting, act_of, out);
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
	rc = known == -EEXIST ? take_again(&scene, sitting, out) :
	    take_new(&scene, sitting, out);
	if (rc == 0)
		rc = scene.failed;
	return rc == 0 ? limits_save(&scene) : rc;
}
