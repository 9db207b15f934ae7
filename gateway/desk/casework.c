/*
 * What is done with a case: taken, changed, noted, closed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/drafts.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/peopling.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "locales/clean.h"
#include "store/work.h"

static struct reply *
show(struct visit *visit, const struct matter *matter)
{
	return reply_json(visit, 200, casing_json(visit, matter));
}

struct reply *
claim_post(struct visit *visit)
{
	struct matter matter;
	struct reply *reply;
	int rc = case_claim(visit->desk->store, visit->param[0],
	    visit->session->login, visit->now, &matter);

	if (rc == 0)
		return show(visit, &matter);
	if (rc != -EEXIST)
		return visit_failed(visit, rc);
	reply = visit_refuse(visit, TAKEN);
	json_object_set_new(reply->json, "case", casing_json(visit, &matter));
	return reply;
}

static bool
has(const struct visit *visit, const char *field)
{
	return json_object_get(visit->body, field) != NULL;
}

static struct reply *
change(struct visit *visit, const struct case_edit *edit)
{
	int64_t version = visit_number(visit, "version");
	struct matter matter;
	int rc = case_change(visit->desk->store, visit->param[0],
	    visit->session->login, edit, version, visit->now, &matter);

	if (rc == 0)
		return show(visit, &matter);
	return rc == -EEXIST ? casing_stale(visit, &matter, version) :
	    visit_failed(visit, rc);
}

/* Who leads gives cases to anyone; others take what is free, and give back
   what is theirs. */
static bool
may_assign(const struct visit *visit)
{
	const struct member *me = &visit->session->member;
	const char *owner = visit_text(visit, "owner");

	return access_permits(MAY_ASSIGN, me->role) || owner[0] == '\0' ||
	    strcmp(owner, me->name) == 0;
}

/* As a caller's words are cleaned: no control, no mark that turns a line. */
static const char *
clean(struct visit *visit, const char *field)
{
	const char *text = visit_text(visit, field);

	return text_clean(visit, text, strlen(text), CODING_GSM7, NULL);
}

struct reply *
case_patch(struct visit *visit)
{
	struct case_edit edit = {
		.has_state = has(visit, "state"),
		.has_urgent = has(visit, "urgent"),
		.urgent = json_is_true(json_object_get(visit->body,
		    "urgent")),
		.has_owner = has(visit, "owner"),
		.owner = visit_text(visit, "owner"),
		.has_due = has(visit, "due_at"),
		.due_at = visit_number(visit, "due_at"),
		.has_waits = has(visit, "waits_for"),
		.waits_for = visit_text(visit, "waits_for"),
	};

	if (edit.has_state && case_state_find(visit_text(visit, "state"),
	    &edit.state) != 0)
		return visit_refuse(visit, BAD_BODY);
	if (edit.has_owner && !may_assign(visit))
		return visit_refuse(visit, NOT_ALLOWED);
	if (edit.has_due) {
		edit.kind = "due";
		edit.text = clean(visit, "reason");
		if (edit.text[0] == '\0')
			return reply_refuse_why(visit, BAD_BODY,
			    "reason: why this day and not the table's?");
	}
	return change(visit, &edit);
}

struct reply *
facets_put(struct visit *visit)
{
	const struct facets facets = casing_facets(visit);
	int rc = facets_set(visit->desk->store, visit->param[0],
	    visit->session->login, &facets, visit->now);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

static struct reply *
append(struct visit *visit, const char *kind, const char *text)
{
	int rc = case_append(visit->desk->store, visit->param[0],
	    visit->session->login, kind, text, visit->now);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

/* What is kept is no draft any more. */
struct reply *
notes_post(struct visit *visit)
{
	const char *text = clean(visit, "text");
	struct reply *reply;

	if (text[0] == '\0')
		return reply_refuse_why(visit, BAD_BODY,
		    "text: an empty note is not kept");
	reply = append(visit, "note", text);
	if (reply->status == 204)
		draft_sent(visit, visit->param[0], "note");
	return reply;
}

struct reply *
contacts_post(struct visit *visit)
{
	const char *text = clean(visit, "text");

	return append(visit, "contacted", talloc_asprintf(visit, "%s%s%s",
	    visit_text(visit, "result"), text[0] != '\0' ? "\n" : "", text));
}

/* How it ended is sealed with the rest: money and a place say who it was. */
static json_t *
outcome_json(struct visit *visit)
{
	json_t *outcome = json_copy(visit->body);

	json_object_del(outcome, "version");
	json_object_set_new(outcome, "note",
	    json_string(clean(visit, "note")));
	return outcome;
}

static struct reply *
close_with(struct visit *visit, const json_t *outcome)
{
	char *made = json_dumps(outcome, JSON_COMPACT | JSON_SORT_KEYS);
	const char *text = talloc_strdup(visit, made);
	struct case_edit edit = {
		.has_state = true, .state = CASE_FINISHED,
		.has_waits = true, .waits_for = "",
		.kind = "outcome", .text = text,
	};

	free(made);
	return change(visit, &edit);
}

struct reply *
close_post(struct visit *visit)
{
	const char *why = NULL;
	struct reply *reply;
	json_t *outcome;
	int rc;

	if ((has(visit, "claimed") || has(visit, "received")) &&
	    !has(visit, "currency"))
		return reply_refuse_why(visit, BAD_BODY,
		    "currency: is missing where there is an amount");
	outcome = outcome_json(visit);
	rc = people_reconcile(visit, outcome, &why);
	if (rc == 0)
		reply = close_with(visit, outcome);
	else
		reply = why != NULL ? reply_refuse_why(visit, BAD_BODY, why) :
		    visit_failed(visit, rc);
	json_decref(outcome);
	if (reply->status == 200)
		draft_sent(visit, visit->param[0], "outcome");
	return reply;
}

struct reply *
reopen_post(struct visit *visit)
{
	struct case_edit edit = {
		.has_state = true, .state = CASE_WORKING,
		.kind = "reopened", .text = clean(visit, "reason"),
	};
	struct reply *reply;

	if (edit.text[0] == '\0')
		return reply_refuse_why(visit, BAD_BODY,
		    "reason: why is it taken up again?");
	reply = change(visit, &edit);
	if (reply->status == 200)
		draft_sent(visit, visit->param[0], "reopen");
	return reply;
}
