/*
 * People at the counter and on the phone: a contact is counted in a few keys,
 * and one more makes it a case.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/drafts.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/report.h"
#include "locales/catalogue.h"
#include "locales/clean.h"
#include "store/contact.h"
#include "store/footing.h"
#include "store/day.h"
#include "store/work.h"

static const struct member *
self(const struct visit *visit)
{
	return &visit->session->member;
}

/* A province is KH-1 to KH-25, or none; it is only counted. */
struct reply *
contact_post(struct visit *visit)
{
	struct contact contact = {
		.centre = self(visit)->centre, .staff = self(visit)->id,
		.day = day_at(visit->now),
		.kind = visit_text(visit, "kind"),
		.channel = visit_text(visit, "channel"),
		.sex = visit_text(visit, "sex"),
		.age = visit_text(visit, "age"),
		.province = visit_text(visit, "province"),
		.destination = visit_text(visit, "destination"),
		.stage = visit_text(visit, "stage"),
		.sector = visit_text(visit, "sector"),
		.regular = visit_text(visit, "regular"),
		.heads = visit_number(visit, "heads"),
	};
	int rc;

	if (contact.heads == 0)
		contact.heads = 1;
	rc = contact_add(visit->desk->store, &contact);
	if (rc == 0)
		draft_sent(visit, NULL, "contact");
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:I}", "id", (json_int_t)contact.id));
}

static void
add_contact(void *arg, const struct contact *c)
{
	json_array_append_new(arg, json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, "
	    "s:s, s:s, s:s, s:s, s:I}", "id", (json_int_t)c->id,
	    "kind", c->kind, "channel", c->channel, "sex", c->sex,
	    "age", c->age, "province", c->province,
	    "destination", c->destination, "stage", c->stage,
	    "sector", c->sector, "regular", c->regular,
	    "heads", (json_int_t)c->heads));
}

/* Those of today. */
struct reply *
contacts_get(struct visit *visit)
{
	int64_t today = day_at(visit->now);
	json_t *list = json_array();
	int rc = contacts_each(visit->desk->store, self(visit)->centre, today,
	    today + 1, add_contact, list);

	if (rc == 0)
		return reply_json(visit, 200, json_pack("{s:o}", "contacts",
		    list));
	json_decref(list);
	return visit_failed(visit, rc);
}

struct reply *
contact_delete(struct visit *visit)
{
	const char *text = visit->param[0];
	int64_t id = strlen(text) < 16 &&
	    text[strspn(text, "0123456789")] == '\0' ?
	    strtoll(text, NULL, 10) : 0;
	int rc = contact_take_back(visit->desk->store, id, self(visit)->id,
	    day_at(visit->now));

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

/* ---- a case that somebody brings to the counter ---- */

/* E.164, or none. */
static bool
is_number(const char *text)
{
	size_t n = strspn(text + (text[0] == '+'), "0123456789");

	return text[0] == '\0' || (text[0] == '+' && n >= 7 && n <= 15 &&
	    text[n + 1] == '\0');
}

static int
open_case(struct visit *visit, const char *words, struct matter *out)
{
	struct store *store = visit->desk->store;
	const char *number = visit_text(visit, "number");
	const struct facets facets = casing_facets(visit);
	enum locale locale = LOCALE_KM;
	struct case_new new = {
		.centre = self(visit)->centre,
		.urgent = json_is_true(json_object_get(visit->body,
		    "urgent")),
		.state = CASE_NEW, .channel = CHANNEL_DESK,
		.category = visit_text(visit, "category"),
		.number = number[0] != '\0' ? number : NULL,
		.now = visit->now,
	};
	int rc = locale_find(visit_text(visit, "language"), &locale);

	new.language = (int)locale;
	rc = store_begin(store);
	if (rc != 0)
		return rc;
	rc = case_open(store, &new, out);
	if (rc == 0 && visit_text(visit, "destination")[0] != '\0')
		rc = case_set_destination(store, &out->id, visit_text(visit,
		    "destination"), visit->now);
	if (rc == 0)
		rc = facets_add(store, &out->id, &facets);
	if (rc == 0)
		rc = case_add(store, &out->id, "words", words, visit->now);
	if (rc == 0)
		return store_commit(store);
	store_rollback(store);
	return rc;
}

/* A centre that does not yet stand on two of three takes no case; a
   demonstration's and those invented for practice do. */
static bool
takes_cases(struct visit *visit)
{
	struct footing footing;

	return visit->desk->settings->demo || visit->practising ||
	    footing_load(visit->desk->store, self(visit)->centre,
	    &footing) != 0 || footing.started_at != 0;
}

/* It is hers who opens it. */
struct reply *
case_post(struct visit *visit)
{
	const char *words = visit_text(visit, "words");
	struct matter matter;
	int rc;

	if (!takes_cases(visit))
		return reply_refuse_why(visit, NOT_NOW, "this centre takes no "
		    "cases yet: see GET /api/centre for what it lacks");
	words = text_clean(visit, words, strlen(words), CODING_GSM7, NULL);
	if (words[0] == '\0' || !is_number(visit_text(visit, "number")))
		return reply_refuse_why(visit, BAD_BODY, words[0] == '\0' ?
		    "words: what happened?" :
		    "number: +855… with country code, or nothing");
	rc = open_case(visit, words, &matter);
	if (rc == 0)
		rc = case_claim(visit->desk->store, matter.ref,
		    visit->session->login, visit->now, &matter);
	if (rc == 0)
		draft_sent(visit, NULL, "intake");
	return rc == 0 ? reply_json(visit, 200, casing_json(visit, &matter)) :
	    visit_failed(visit, rc);
}
