#include "gateway/calls/effects.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/calls/followup.h"
#include "gateway/calls/item.h"
#include "gateway/calls/letter.h"
#include "gateway/calls/look.h"
#include "gateway/calls/wishes.h"
#include "store/callback.h"
#include "store/consent.h"

static int
carry_language(struct scene *scene, const struct turn *turn)
{
	enum locale locale;

	if (locale_find(turn->value, &locale) != 0)
		return EFFECT_REFUSED;
	scene->caller.language = (int)locale;
	return EFFECT_DONE;
}

/* A draft of hers that is open and not filed. */
static bool
has_draft(struct scene *scene)
{
	return scene_matter(scene) &&
	    scene->matter.state == CASE_INCOMPLETE && !scene->matter.filed;
}

static int
add(struct scene *scene, const char *kind, const char *text)
{
	return item_add(scene, kind, text, false);
}

/*
 * An urgent case is the intake centre's to refer: it learns which centre she
 * wishes, and what she chose when she went back and chose again.
 */
static int
wish_centre(struct scene *scene, int64_t centre)
{
	const struct centre *c = centre_by_id(scene->house->centres, centre);
	int rc = 0;

	if (scene->dialog.kept[0] != '\0')
		rc = add(scene, "what", scene->dialog.kept);
	scene->dialog.kept[0] = '\0';
	return rc != 0 ? rc : add(scene, "centre",
	    c != NULL ? c->name[LOCALE_EN] : "?");
}

static int64_t
centre_chosen(struct scene *scene, const char *value)
{
	int64_t id = strtoll(value, NULL, 10);
	const struct centre *centre = id > 0 ?
	    centre_by_id(scene->house->centres, id) : NULL;

	if (centre == NULL)
		centre = centre_intake(scene->house->centres);
	return centre != NULL ? centre->id : 0;
}

/* What she chose last: with the dialogue until a case is open, then in it. */
static const char *
category_of(struct scene *scene)
{
	if (scene->dialog.kept[0] != '\0')
		return scene->dialog.kept;
	return has_draft(scene) ? scene->matter.category : "other";
}

static bool
is_same_draft(struct scene *scene, const struct case_new *new)
{
	return scene->matter.centre == new->centre &&
	    strcmp(scene->matter.category, new->category) == 0;
}

/*
 * She went back and chose again: what held nothing but keys goes, what holds
 * her words stays with staff (-EEXIST).
 */
static int
discard_draft(struct scene *scene)
{
	return item_changed(scene, case_discard(scene->store,
	    &scene->caller.case_id, scene->now));
}

static int
carry_open(struct scene *scene, const struct turn *turn)
{
	char category[CATEGORY_MAX + 1];
	struct case_new new = {
		.centre = centre_chosen(scene, turn->value),
		.state = CASE_INCOMPLETE,
		.category = category,
	};
	int rc = 0;

	snprintf(category, sizeof(category), "%s", category_of(scene));
	new.stand_in_only = strcmp(category, "service") == 0;
	/* What is about the service goes to no case that it reads. */
	if (has_draft(scene) && scene->matter.urgent && !new.stand_in_only)
		return wish_centre(scene, new.centre);
	if (has_draft(scene) && is_same_draft(scene, &new))
		return EFFECT_DONE;
	if (has_draft(scene))
		rc = discard_draft(scene);
	if (rc != 0 && rc != -EEXIST)
		return rc;
	/* Her row keeps no choice that a case has. */
	scene->dialog.kept[0] = '\0';
	return item_open_case(scene, &new);
}

/*
 * Violence and trafficking read "urgent" in the queue, which needs no login;
 * what she chose is sealed.
 */
static int
carry_open_urgent(struct scene *scene, const struct turn *turn)
{
	struct case_new new = {
		.urgent = true,
		.state = CASE_INCOMPLETE,
		.category = "urgent",
	};
	int rc = 0;

	scene->dialog.kept[0] = '\0';
	if (has_draft(scene))
		rc = scene->matter.urgent ? -EEXIST : discard_draft(scene);
	if (rc != 0 && rc != -EEXIST)
		return rc;
	if (rc == -EEXIST)
		rc = case_set_urgent(scene->store, &scene->caller.case_id,
		    scene->now);
	else
		rc = item_open_case(scene, &new);
	return rc != 0 ? rc : add(scene, "what", turn->value);
}

static bool
is_country(const char *value)
{
	return strlen(value) == 2 && isupper((unsigned char)value[0]);
}

static bool
is_place(const char *item)
{
	return strcmp(item, "where") == 0 || strcmp(item, "country") == 0;
}

static int
carry_answer(struct scene *scene, const struct turn *turn)
{
	const struct id *id = &scene->caller.case_id;
	int rc;

	if (!scene_matter(scene))
		return EFFECT_REFUSED;
	rc = add(scene, turn->item, turn->value);
	if (rc == 0 && is_country(turn->value))
		rc = case_set_destination(scene->store, id, turn->value,
		    scene->now);
	/* By whose clock she may be reached; "other": by nobody's we know. */
	if (rc == 0 && is_place(turn->item))
		rc = consent_move(scene->store, id, turn->value);
	return item_changed(scene, rc);
}

static int
carry_words(struct scene *scene, const struct turn *turn)
{
	if (!scene_matter(scene))
		return effect_keep_words(scene, turn->item, turn->value);
	return add(scene, turn->item, turn->value);
}

static int
carry_file(struct scene *scene, const struct turn *turn)
{
	int rc;

	if (!scene_matter(scene))
		return EFFECT_REFUSED;
	rc = case_file(scene->store, &scene->caller.case_id, turn->value,
	    scene->now);
	if (rc == -EINVAL)
		return EFFECT_REFUSED;
	/* Filed before: the same page with the same reference. */
	return item_changed(scene, rc == -EEXIST ? 0 : rc);
}

static int
carry_call_me(struct scene *scene, const struct turn *turn)
{
	struct case_new new = { .state = CASE_NEW, .category = "call" };
	bool opens = !scene->fresh || !scene_matter(scene);
	int rc = opens ? item_open_case(scene, &new) : EFFECT_DONE;

	if (rc == EFFECT_DONE)
		rc = add(scene, "call", turn->value);
	/* She asks to be called at this number: a borrowed phone's is not in
	   the case, and a case from before may hold another phone's. */
	if (rc == 0 && (!opens || scene->caller.borrowed))
		rc = add(scene, "number", scene->heard->number);
	if (rc == 0)
		rc = wishes_call(scene, turn->value);
	return rc != 0 ? rc : callback_ask(scene->store,
	    &scene->caller.case_id, scene->now);
}

static int
carry_state(struct scene *scene, const struct turn *turn)
{
	int rc = case_by_secret(scene->store, &scene->heard->tag, turn->value,
	    (unsigned)scene->settings->pin_tries, scene->now, &scene->matter);

	if (rc == -ENOENT)
		return EFFECT_REFUSED;
	if (rc != 0)
		return rc;
	scene->caller.case_id = scene->matter.id;
	scene->has_matter = true;
	/* From the phone that she filed on: it is still hers. */
	rc = strlen(turn->value) == PIN_DIGITS ? wishes_renew(scene) : 0;
	return rc != 0 ? rc : followup_find(scene, &scene->branch);
}

static int
carry_wish(struct scene *scene, const struct turn *turn)
{
	return followup_wish(scene, turn->value);
}

static int
carry_forget(struct scene *scene, const struct turn *turn)
{
	int rc = caller_forget(scene->store, scene->heard->tag,
	    scene->now);

	(void)turn;
	if (rc != 0)
		return rc;
	scene->caller.case_id = (struct id){0};
	scene->caller.borrowed = true;
	return item_changed(scene, EFFECT_DONE);
}

static int
carry_unsorted(struct scene *scene, const struct turn *turn)
{
	(void)turn;
	return effect_keep_heard(scene);
}

static int
carry_look_up(struct scene *scene, const struct turn *turn)
{
	return look_up(scene, turn->value);
}

static int
carry_pick(struct scene *scene, const struct turn *turn)
{
	return look_pick(scene, turn->value);
}

static int
carry_country(struct scene *scene, const struct turn *turn)
{
	return look_country(scene, turn->value);
}

static int
carry_none(struct scene *scene, const struct turn *turn)
{
	(void)scene;
	(void)turn;
	return EFFECT_DONE;
}

static int (*const carry[EFFECTS])(struct scene *, const struct turn *) = {
	[EFFECT_NONE] = carry_none,
	[EFFECT_LANGUAGE] = carry_language,
	[EFFECT_OPEN] = carry_open,
	[EFFECT_OPEN_URGENT] = carry_open_urgent,
	[EFFECT_ANSWER] = carry_answer,
	[EFFECT_WORDS] = carry_words,
	[EFFECT_FILE] = carry_file,
	[EFFECT_CALL_ME] = carry_call_me,
	[EFFECT_STATE] = carry_state,
	[EFFECT_WISH] = carry_wish,
	[EFFECT_FORGET] = carry_forget,
	[EFFECT_LOOK_UP] = carry_look_up,
	[EFFECT_PICK] = carry_pick,
	[EFFECT_COUNTRY] = carry_country,
	[EFFECT_CONSENT] = wishes_keep,
	[EFFECT_ANOTHER] = wishes_another,
	[EFFECT_UNSORTED] = carry_unsorted,
	[EFFECT_SEND] = letter_send,
};

int
effect_carry_out(struct scene *scene, const struct turn *turn)
{
	return carry[turn->effect](scene, turn);
}
