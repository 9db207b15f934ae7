#include "gateway/calls/trial.h"

#include <string.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/looking.h"
#include "gateway/calls/step.h"
#include "gateway/licences/asked.h"

/* The first network that has such a door. */
static const struct operator *
operator_with(const struct operators *operators, bool sms)
{
	const struct operator *o;

	for (size_t i = 0; i < operators->n; i++) {
		o = &operators->operator[i];
		if ((sms ? o->sms_smsc : o->ussd_smsc) != NULL)
			return o;
	}
	return &operators->operator[0];
}

/* Where the answer stands in the tree. */
static void
go(struct scene *scene, int result)
{
	const struct node *check = tree_word(scene->house->tree, "check");

	if (result == EFFECT_ELSEWHERE || check == NULL ||
	    check->step.effect != EFFECT_LOOK_UP)
		dialog_go(&scene->dialog, scene->house->tree->start);
	else
		dialog_go(&scene->dialog, result == EFFECT_SEVERAL ?
		    check->step.several : check->step.to);
}

static void
answer(struct scene *scene, int result, struct trial *out)
{
	const struct look *look = scene->look;

	out->said = "people";
	if (result != EFFECT_ELSEWHERE && look != NULL) {
		out->said = strrchr(look_key(look), '.') + 1;
		out->n = look->n;
		memcpy(out->agency, look->agency, sizeof(out->agency));
	}
}

/* As if she had named it, too. */
static void
name_country(struct scene *scene, const char *country)
{
	look_set_country(scene->look, country);
	look_judge(scene, scene->look);
}

struct trial
trial_of(TALLOC_CTX *ctx, struct house *house, const struct settings *settings,
    const char *typed, const char *country, enum locale locale, bool sms)
{
	struct trial out = {0};
	struct heard heard = { .number = "+855", .text = typed,
		.channel = sms ? CHANNEL_SMS : CHANNEL_USSD, .words = true,
		.operator = operator_with(house->operators, sms),
		.session = "", .dialled = "" };
	struct sitting sitting = { .settings = settings, .house = house,
		.now = house->day_of };
	struct scene scene = scene_of(ctx, &sitting, &heard);
	const char *asked;
	struct view view;
	int result;

	scene.trial = true;
	scene.caller.language = (int)locale;
	scene.dialog.language = true;
	out.alone = asked_by_word(ctx, typed, NULL, NULL) == NULL &&
	    look_is_asked(&scene, &asked);
	result = look_up(&scene, typed);
	if (country[0] != '\0' && result != EFFECT_ELSEWHERE)
		name_country(&scene, country);
	answer(&scene, result, &out);
	go(&scene, result);
	view = scene_view(&scene);
	out.pages = scene_pages(&scene, &view);
	out.parts = sms ? page_sms_parts(&out.pages->page[0]) : 0;
	return out;
}
