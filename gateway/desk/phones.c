/*
 * The phone on the desk: what a caller would be shown, key by key.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/visit.h"
#include "gateway/rehearsal/rehearsal.h"
#include "locales/catalogue.h"

/* Limits of a page as networks have them: GSM-7 septets, UCS-2 units. */
static const struct { const char *name; unsigned septets, units; } limits[] = {
	{ "network", 0, 0 },
	{ "160/70", 160, 70 },
	{ "182/80", 182, 80 },
};

static int
language_of(const struct visit *visit)
{
	enum locale locale;

	return locale_find(visit_text(visit, "language"), &locale) == 0 ?
	    (int)locale : -1;
}

static void
read_limits(const struct visit *visit, struct rehearsal_ask *ask)
{
	const char *name = visit_text(visit, "limits");

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		if (strcmp(limits[i].name, name) == 0) {
			ask->septets = limits[i].septets;
			ask->units = limits[i].units;
		}
}

/* Texts with a NUL or one too long were refused by the shape. */
static void
read_keys(struct visit *visit, struct rehearsal_ask *ask)
{
	json_t *keys = json_object_get(visit->body, "keys");
	const char **key = talloc_array(visit, const char *,
	    (unsigned)json_array_size(keys) + 1);

	ask->n = json_array_size(keys);
	for (size_t i = 0; i < ask->n; i++)
		key[i] = json_string_value(json_array_get(keys, i));
	ask->key = key;
}

static json_t *
acts_json(const struct rehearsed *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->acts_n; i++)
		json_array_append_new(list, json_pack(
		    "{s:I, s:s, s:s, s:s}",
		    "key", (json_int_t)r->act[i].key,
		    "effect", r->act[i].effect,
		    "item", r->act[i].item,
		    "value", r->act[i].value));
	return list;
}

static json_t *
letters_json(const struct rehearsed *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->letters_n; i++)
		json_array_append_new(list, json_string(r->letter[i]));
	return list;
}

static json_t *
rehearsed_json(const struct rehearsed *r)
{
	return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:s, s:I, s:b, s:o, "
	    "s:o, s:s, s:s}",
	    "node", r->node, "text", r->text,
	    "page", (json_int_t)r->page, "pages", (json_int_t)r->pages,
	    "units", (json_int_t)r->units, "limit", (json_int_t)r->limit,
	    "coding", r->gsm7 ? "gsm7" : "ucs2",
	    "parts", (json_int_t)r->parts,
	    "over", r->over,
	    "acts", acts_json(r), "letter", letters_json(r),
	    "network", r->network,
	    "code", r->code != NULL ? r->code : "");
}

struct reply *
phone_post(struct visit *visit)
{
	struct desk *desk = visit->desk;
	struct rehearsal_ask ask = { .now = visit->now,
	    .language = language_of(visit),
	    .sms = strcmp(visit_text(visit, "channel"), "sms") == 0 };
	struct rehearsed rehearsed;
	int rc;

	read_limits(visit, &ask);
	read_keys(visit, &ask);
	if (ask.n == 0 || ask.n > REHEARSAL_KEYS)
		return reply_refuse_why(visit, BAD_BODY,
		    "keys: 1 to 60, the first is what she dials, \"\"");
	if (desk->rehearsal == NULL)
		desk->rehearsal = rehearsal_new(desk->store, desk->settings,
		    desk->store);
	rc = rehearse(desk->rehearsal, visit, &ask, &rehearsed);
	return rc == 0 ? reply_json(visit, 200, rehearsed_json(&rehearsed)) :
	    visit_refuse(visit, rc == -EINVAL ? NOT_NOW : STORE_FAILED);
}
