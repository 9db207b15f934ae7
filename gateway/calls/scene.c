#include "gateway/calls/scene.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/calls/answering.h"
#include "gateway/calls/followup.h"
#include "gateway/calls/look.h"
#include "gateway/calls/step.h"
#include "store/alarm.h"
#include "store/joined.h"

/* Country codes of the places that have numbers of their own. */
static const struct { const char *prefix, *country; } countries[] = {
	{ "+855", "KH" },
	{ "+66", "TH" },
	{ "+60", "MY" },
	{ "+82", "KR" },
	{ "+81", "JP" },
	{ "+65", "SG" },
	{ "+84", "VN" },
	{ "+86", "CN" },
};

struct scene
scene_of(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard)
{
	return (struct scene){
		.ctx = ctx,
		.settings = sitting->settings,
		.house = sitting->house,
		.store = sitting->store,
		.heard = heard,
		.now = sitting->now,
		.caller = { .tag = heard->tag, .language = -1 },
		.hint = -1,
		.outflow = sitting->outflow,
	};
}

enum locale
scene_locale(const struct scene *scene)
{
	int language = scene->caller.language;

	if (language < 0 || language >= LOCALES)
		language = scene->hint;
	return language < 0 || language >= LOCALES ? LOCALE_EN :
	    (enum locale)language;
}

bool
scene_found(struct scene *scene, int rc)
{
	if (rc != 0 && rc != -ENOENT && scene->failed == 0)
		scene->failed = rc;
	return rc == 0;
}

bool
scene_matter(struct scene *scene)
{
	if (id_is_zero(&scene->caller.case_id))
		return false;
	if (!scene->has_matter)
		scene->has_matter = scene_found(scene, case_load(scene->store,
		    &scene->caller.case_id, &scene->matter));
	return scene->has_matter;
}

/* Her case, or what staff joined it to: its state is what became of hers, and
   its office the one that has it.  The rest is not hers to see. */
static bool
find_shown(struct scene *scene, struct matter *out)
{
	return scene_matter(scene) && scene_found(scene,
	    case_shown(scene->store, &scene->matter, out));
}

static const struct centre *
find_centre(struct scene *scene)
{
	const struct centres *centres = scene->house->centres;
	const struct centre *centre = NULL;
	struct matter shown;

	if (centres == NULL)
		return NULL;
	if (find_shown(scene, &shown))
		centre = centre_by_id(centres, shown.centre);
	return centre != NULL ? centre : centre_intake(centres);
}

static const char *
value_ref(struct scene *scene)
{
	return scene_matter(scene) ? scene->matter.ref : "";
}

static const char *
text_of(struct scene *scene, const char *key)
{
	struct view view = scene_view(scene);
	char *text;

	/* A text inside a text holds facts, no values of its own. */
	view.value = NULL;
	text = drawing_text(scene->house->drawing, scene->ctx, key, &view);
	return text != NULL ? text : "";
}

/* Opened and filed look the same to her: it was received. */
static const char *const state_keys[CASE_STATES] = {
	[CASE_INCOMPLETE] = "state.received",
	[CASE_NEW] = "state.received",
	[CASE_WORKING] = "state.working",
	[CASE_CALL_US] = "state.call_us",
	[CASE_FINISHED] = "state.finished",
};

static const char *
value_state(struct scene *scene)
{
	struct matter shown;

	return find_shown(scene, &shown) ?
	    text_of(scene, state_keys[shown.state]) : "";
}

static const char *
day_name(struct scene *scene, char day)
{
	char key[8];

	snprintf(key, sizeof(key), "day.%c", day);
	return text_of(scene, key);
}

/* "1-5 8:00-17:00" with the days' names in her language. */
static const char *
hours_of(struct scene *scene, const struct centre *centre)
{
	const char *hours = centre != NULL ? centre->hours : "";
	size_t days = strcspn(hours, " ");
	char *out = talloc_strdup(scene->ctx, "");

	for (size_t i = 0; i < days; i++)
		out = hours[i] >= '1' && hours[i] <= '7' ?
		    talloc_asprintf_append(out, "%s",
			day_name(scene, hours[i])) :
		    talloc_asprintf_append(out, "%c", hours[i]);
	return talloc_asprintf_append(out, "%s", hours + days);
}

static const char *
value_hours(struct scene *scene)
{
	return hours_of(scene, find_centre(scene));
}

/* Every centre, a line each: its telephone, or when somebody is there. */
static const char *
value_centres(struct scene *scene)
{
	const struct centres *centres = scene->house->centres;
	char *out = talloc_strdup(scene->ctx, "");
	const struct centre *c;

	for (size_t i = 0; centres != NULL && i < centres->n; i++) {
		c = &centres->centre[i];
		out = talloc_asprintf_append(out, "%s%s %s",
		    i > 0 ? "\n" : "", c->name[scene_locale(scene)],
		    c->phone[0] != '\0' ? c->phone : hours_of(scene, c));
	}
	return out;
}

static const char *
value_phone(struct scene *scene)
{
	const struct centre *centre = find_centre(scene);

	if (centre != NULL && centre->phone[0] == '\0')
		centre = centre_intake(scene->house->centres);
	return centre != NULL ? centre->phone : "";
}

static const char *
value_centre(struct scene *scene)
{
	const struct centre *centre = find_centre(scene);

	return centre != NULL ? centre->name[scene_locale(scene)] : "";
}

const char *
scene_country(struct scene *scene)
{
	if (scene_matter(scene) && scene->matter.destination[0] != '\0')
		return scene->matter.destination;
	if (scene->heard->channel == CHANNEL_USSD ||
	    scene->heard->number == NULL)
		return scene->heard->operator->country;
	for (size_t i = 0; i < sizeof(countries) / sizeof(*countries); i++)
		if (strncmp(scene->heard->number, countries[i].prefix,
		    strlen(countries[i].prefix)) == 0)
			return countries[i].country;
	return scene->heard->operator->country;
}

static const char *
order_numbers(void *arg, TALLOC_CTX *ctx, const char *text)
{
	struct scene *scene = arg;

	return answering_order(ctx, scene->house->known, text,
	    scene->house->day_of, scene->now);
}

/* A text of her country, else that of the others; numbers in the order of who
   answers now. */
static const char *
text_of_country(struct scene *scene, const char *prefix)
{
	struct view view = scene_view(scene);
	char key[32], *text;

	view.value = NULL;
	view.order = order_numbers;
	snprintf(key, sizeof(key), "%s.%s", prefix, scene_country(scene));
	text = drawing_text(scene->house->drawing, scene->ctx, key, &view);
	if (text != NULL)
		return text;
	snprintf(key, sizeof(key), "%s.other", prefix);
	text = drawing_text(scene->house->drawing, scene->ctx, key, &view);
	return text != NULL ? text : "";
}

static const char *
value_numbers(struct scene *scene)
{
	return text_of_country(scene, "numbers.short");
}

/* Nobody at her centre has opened a case for three working days. */
static const char *
value_slow(struct scene *scene)
{
	const struct centre *centre = find_centre(scene);
	bool slow = false;

	if (centre == NULL || !scene_found(scene,
	    centre_slow(scene->store, centre->id, &slow)) || !slow)
		return "";
	return text_of_country(scene, "slow");
}

static const char *
value_code(struct scene *scene)
{
	const char *code = scene->heard->operator->code;

	return code != NULL ? code : "";
}

/* How we are reached where the code is not known: abroad. */
static const char *
value_abroad(struct scene *scene)
{
	const char *number = scene->heard->operator->long_number;

	return number != NULL ? number : "";
}

static const struct {
	const char *name;
	const char *(*value)(struct scene *);
} values[] = {
	{ "ref", value_ref },
	{ "state", value_state },
	{ "hours", value_hours },
	{ "phone", value_phone },
	{ "centre", value_centre },
	{ "centres", value_centres },
	{ "numbers", value_numbers },
	{ "slow", value_slow },
	{ "code", value_code },
	{ "abroad", value_abroad },
};

static const char *
value_of(void *arg, const char *name)
{
	const char *value;

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (strcmp(values[i].name, name) == 0)
			return values[i].value(arg);
	value = followup_value(arg, name);
	return value != NULL ? value : look_value(arg, name);
}

bool
scene_is_choosing(const struct scene *scene)
{
	const struct node *node = scene->dialog.node;

	return node != NULL && !scene->dialog.offered &&
	    node->kind == NODE_CHOOSE &&
	    tree_list(scene->house->tree, node->list)->own;
}

/* Two parts, each with a header that says so. */
static struct page_limits
two_parts(struct page_limits one)
{
	enum { HEADER_SEPTETS = 7, HEADER_UNITS = 3 };

	return (struct page_limits){ (one.septets - HEADER_SEPTETS) * 2,
	    (one.units - HEADER_UNITS) * 2 };
}

static struct page_limits
limits_of(struct page_limits one, const struct node *node, bool sms)
{
	return sms && node->long_sms ? two_parts(one) : one;
}

struct view
scene_view(struct scene *scene)
{
	const struct tree *tree = scene->house->tree;
	const struct node *node = dialog_shown(tree, &scene->dialog);
	const struct heard *heard = scene->heard;
	struct door door = house_door(heard->operator,
	    heard->channel == CHANNEL_SMS);

	return (struct view){
		.node = node,
		/* Languages are chosen in letters that any phone shows. */
		.locale = node == tree->language ? LOCALE_EN :
		    scene_locale(scene),
		.sms = door.sms,
		.sends = door.sends,
		.limits = limits_of(door.limits, node, door.sms),
		.choices = scene_is_choosing(scene) ? look_choices(scene) :
		    NULL,
		.value = value_of,
		.arg = scene,
	};
}

/* One reply says all of it: names give way first. */
const struct pages *
scene_pages(struct scene *scene, struct view *view)
{
	struct drawing *drawing = scene->house->drawing;
	const struct pages *pages = drawing_pages(drawing, scene->ctx, view);

	while (view->sms && view->node->long_sms && pages->n > 1 &&
	    look_tighten(scene)) {
		*view = scene_view(scene);
		pages = drawing_pages(drawing, scene->ctx, view);
	}
	return pages;
}
