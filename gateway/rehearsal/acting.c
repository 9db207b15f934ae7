#include "gateway/rehearsal/acting.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/letter.h"
#include "gateway/calls/look.h"
#include "locales/fold.h"

/* What her reference could be; it is nobody's. */
static const char sample_ref[] = "12345678";

static void
add(struct acting *a, const char *effect, const char *item, const char *value)
{
	struct rehearsed *out = a->out;

	out->act = talloc_realloc(a->ctx, out->act, struct rehearsed_act,
	    (unsigned)(out->acts_n + 1));
	out->act[out->acts_n++] = (struct rehearsed_act){ .key = a->key,
	    .effect = effect, .item = talloc_strdup(a->ctx, item),
	    .value = talloc_strdup(a->ctx, value) };
}

static void
add_item(struct acting *a, const struct turn *turn, const char *item)
{
	add(a, effect_name(turn->effect), item, turn->value);
}

/* ---- her case, a sample ---- */

static bool
has_case(const struct acting *a)
{
	return a->scene.has_matter;
}

static void
open_case(struct acting *a, int64_t centre, const char *category,
    enum case_state state)
{
	struct matter *m = &a->scene.matter;

	*m = (struct matter){ .centre = centre, .state = state,
	    .opened_at = a->scene.now };
	memcpy(m->ref, sample_ref, sizeof(sample_ref));
	snprintf(m->category, sizeof(m->category), "%s", category);
	a->scene.has_matter = true;
	/* No id of the store's: it is never asked for. */
	memset(&a->scene.caller.case_id, 0xff,
	    sizeof(a->scene.caller.case_id));
}

static int64_t
intake(const struct acting *a)
{
	const struct centres *centres = a->scene.house->centres;
	const struct centre *centre = centres != NULL ?
	    centre_intake(centres) : NULL;

	return centre != NULL ? centre->id : 0;
}

void
acting_leave_case(struct acting *a)
{
	if (has_case(a) && strcmp(a->scene.matter.category, "unsorted") == 0)
		return;
	a->scene.has_matter = false;
	a->scene.caller.case_id = (struct id){ 0 };
}

void
acting_keep_words(struct acting *a, const char *text)
{
	if (!has_case(a))
		open_case(a, intake(a), "unsorted", CASE_NEW);
	add(a, effect_name(EFFECT_UNSORTED), "words", text);
}

/* ---- effects, as effects.c has them ---- */

static int
act_language(struct acting *a, const struct turn *turn)
{
	enum locale locale;

	if (locale_find(turn->value, &locale) != 0)
		return EFFECT_REFUSED;
	a->scene.caller.language = (int)locale;
	return EFFECT_DONE;
}

static int
act_open(struct acting *a, const struct turn *turn)
{
	struct dialog *dialog = &a->scene.dialog;
	int64_t centre = strtoll(turn->value, NULL, 10);
	const char *category = dialog->kept[0] != '\0' ? dialog->kept :
	    "other";

	if (has_case(a) && a->scene.matter.urgent &&
	    strcmp(category, "service") != 0) {
		add(a, effect_name(turn->effect), "centre", turn->value);
	} else {
		add(a, effect_name(turn->effect), "", category);
		open_case(a, centre > 0 ? centre : intake(a), category,
		    CASE_INCOMPLETE);
	}
	dialog->kept[0] = '\0';
	return EFFECT_DONE;
}

static int
act_open_urgent(struct acting *a, const struct turn *turn)
{
	a->scene.dialog.kept[0] = '\0';
	open_case(a, intake(a), "urgent", CASE_INCOMPLETE);
	a->scene.matter.urgent = true;
	add_item(a, turn, "what");
	return EFFECT_DONE;
}

static int
act_answer(struct acting *a, const struct turn *turn)
{
	struct matter *m = &a->scene.matter;

	if (!has_case(a))
		return EFFECT_REFUSED;
	add_item(a, turn, turn->item);
	if (strlen(turn->value) == 2 &&
	    isupper((unsigned char)turn->value[0]))
		snprintf(m->destination, sizeof(m->destination), "%s",
		    turn->value);
	return EFFECT_DONE;
}

static int
act_words(struct acting *a, const struct turn *turn)
{
	if (has_case(a))
		add_item(a, turn, turn->item);
	else
		acting_keep_words(a, turn->value);
	return EFFECT_DONE;
}

/* Her digits are kept as a keyed hash: they are not shown. */
static int
act_file(struct acting *a, const struct turn *turn)
{
	if (!has_case(a) || !pin_is_permitted(turn->value))
		return EFFECT_REFUSED;
	a->scene.matter.state = CASE_NEW;
	add(a, effect_name(turn->effect), "", "");
	return EFFECT_DONE;
}

static int
act_call_me(struct acting *a, const struct turn *turn)
{
	if (!has_case(a))
		open_case(a, intake(a), "call", CASE_NEW);
	add_item(a, turn, "call");
	return EFFECT_DONE;
}

/* Digits that nobody could have chosen find nothing, as wrong ones do. */
static int
act_state(struct acting *a, const struct turn *turn)
{
	size_t n = strlen(turn->value);

	if (n < PIN_DIGITS || !pin_is_permitted(turn->value + n - PIN_DIGITS))
		return EFFECT_REFUSED;
	open_case(a, intake(a), "other", CASE_WORKING);
	add(a, effect_name(turn->effect), "", "");
	return EFFECT_DONE;
}

static int
act_forget(struct acting *a, const struct turn *turn)
{
	acting_leave_case(a);
	a->scene.caller.borrowed = true;
	add(a, effect_name(turn->effect), "", "");
	return EFFECT_DONE;
}

/* Nothing of what was asked for is said again, not even here. */
static int
act_look(struct acting *a, const struct turn *turn)
{
	int rc;

	switch (turn->effect) {
	case EFFECT_PICK:
		rc = look_pick(&a->scene, turn->value);
		break;
	case EFFECT_COUNTRY:
		rc = look_country(&a->scene, turn->value);
		break;
	default:
		rc = look_up(&a->scene, turn->value);
		break;
	}
	if (rc == EFFECT_ELSEWHERE)
		acting_keep_words(a, turn->value);
	else
		add(a, effect_name(turn->effect), "", "");
	return rc < 0 ? EFFECT_REFUSED : rc;
}

static int
act_unsorted(struct acting *a, const struct turn *turn)
{
	acting_keep_words(a, turn->value);
	return EFFECT_DONE;
}

static int
act_send(struct acting *a, const struct turn *turn)
{
	a->scene.letter = a->scene.caller.borrowed ? NULL :
	    letter_of(&a->scene);
	if (a->scene.letter == NULL)
		return EFFECT_REFUSED;
	add(a, effect_name(turn->effect), "", "");
	return EFFECT_DONE;
}

/* Nothing of a sample is solved or withdrawn: where she would be led. */
static int
act_wish(struct acting *a, const struct turn *turn)
{
	if (!has_case(a))
		return EFFECT_REFUSED;
	add_item(a, turn, "wish");
	return EFFECT_DONE;
}

static int
act_none(struct acting *, const struct turn *)
{
	return EFFECT_DONE;
}

static int (*const acts[EFFECTS])(struct acting *, const struct turn *) = {
	[EFFECT_NONE] = act_none,
	[EFFECT_LANGUAGE] = act_language,
	[EFFECT_OPEN] = act_open,
	[EFFECT_OPEN_URGENT] = act_open_urgent,
	[EFFECT_ANSWER] = act_answer,
	[EFFECT_WORDS] = act_words,
	[EFFECT_FILE] = act_file,
	[EFFECT_CALL_ME] = act_call_me,
	[EFFECT_STATE] = act_state,
	[EFFECT_WISH] = act_wish,
	[EFFECT_FORGET] = act_forget,
	[EFFECT_LOOK_UP] = act_look,
	[EFFECT_PICK] = act_look,
	[EFFECT_COUNTRY] = act_look,
	[EFFECT_UNSORTED] = act_unsorted,
	[EFFECT_SEND] = act_send,
};

int
acting_carry_out(struct acting *a, const struct turn *turn)
{
	/* A new effect does nothing here until it has its row. */
	return acts[turn->effect] != NULL ? acts[turn->effect](a, turn) :
	    act_none(a, turn);
}

void
acting_command(struct acting *a, enum command command)
{
	static const int languages[SCRIPTS] = {
		[SCRIPT_NONE] = LOCALE_EN, [SCRIPT_KHMER] = LOCALE_KM,
		[SCRIPT_THAI] = LOCALE_TH, [SCRIPT_OTHER] = LOCALE_EN,
	};
	const struct tree *tree = a->scene.house->tree;
	const struct node *stop = tree_word(tree, "stop");

	a->scene.has_matter = false;
	a->scene.caller.case_id = (struct id){ 0 };
	if (a->scene.caller.language < 0)
		a->scene.hint = languages[text_script(a->scene.heard->text)];
	a->scene.dialog.kept[0] = '\0';
	dialog_go(&a->scene.dialog, stop != NULL ? stop : tree->start);
	add(a, command == COMMAND_STOP ? "stop" : "delete", "", "");
}
