/*
 * The register of agencies at the desk: how old the list is, what a new one
 * would change and who must say yes to it, and what it says of a name.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/licences/ledger.h"
#include "gateway/licences/showing.h"
#include "locales/clean.h"
#include "store/agencies_import.h"

enum { CHANGES_SHOWN = 500, IMPORTS_SHOWN = 20 };

/* The first ones of many; counts say how many there are. */
static json_t *
pending_changes(struct visit *visit, int64_t number, int *rc)
{
	struct changes *changes;

	*rc = import_changes(visit->desk->store, visit, number, &changes);
	if (*rc != 0)
		return NULL;
	return changes_json(changes->change, changes->n < CHANGES_SHOWN ?
	    changes->n : CHANGES_SHOWN);
}

/* The list that waits, with what it changes; null where none does. */
static json_t *
pending_json(struct visit *visit, int *rc)
{
	struct import import;
	int64_t number = 0;
	json_t *json, *changes;

	*rc = import_pending(visit->desk->store, &number);
	if (*rc != 0 || number == 0)
		return json_null();
	*rc = import_find(visit->desk->store, visit, number, &import);
	if (*rc != 0)
		return json_null();
	changes = pending_changes(visit, number, rc);
	if (*rc != 0)
		return json_null();
	json = import_json(&import);
	json_object_set_new(json, "changes", changes);
	json_object_set_new(json, "may_confirm", json_boolean(
	    strcmp(import.importer, visit->session->member.name) != 0 &&
	    strcmp(import.confirmed_by, visit->session->member.name) != 0));
	return json;
}

struct reply *
register_get(struct visit *visit)
{
	struct desk *desk = visit->desk;
	struct register_head head;
	json_t *pending;
	int rc = agencies_head(desk->store, visit, &head);

	if (rc == 0)
		rc = ledger_see(desk->ledger, desk->store);
	if (rc != 0)
		return visit_failed(visit, rc);
	pending = pending_json(visit, &rc);
	if (rc != 0) {
		json_decref(pending);
		return visit_failed(visit, rc);
	}
	return reply_json(visit, 200, json_pack("{s:o, s:b, s:o}",
	    "register", register_json(&head, visit->now),
	    "current", ledger_is_current(desk->ledger, day_at(visit->now),
	    desk->settings->register_limit_days),
	    "pending", pending));
}

struct reply *
imports_get(struct visit *visit)
{
	struct imports *imports;
	json_t *list;
	int rc = imports_load(visit->desk->store, visit, 0, IMPORTS_SHOWN,
	    &imports);

	if (rc != 0)
		return visit_failed(visit, rc);
	list = json_array();
	for (size_t i = 0; i < imports->n; i++)
		json_array_append_new(list, import_json(&imports->import[i]));
	return reply_json(visit, 200, json_pack("{s:o}", "imports", list));
}

/* The number in the path; 0 no number, which no import has. */
static int64_t
number_of(const struct visit *visit)
{
	const char *text = visit->param[0];

	return strspn(text, "0123456789") == strlen(text) &&
	    strlen(text) < 16 ? strtoll(text, NULL, 10) : 0;
}

static struct reply *
judge(struct visit *visit, int rc, bool stands)
{
	/* She imported or confirmed it herself: another must. */
	if (rc == -EACCES)
		return visit_refuse(visit, NOT_ALLOWED);
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:b}", "stands", stands));
}

struct reply *
import_confirm_post(struct visit *visit)
{
	bool stands = false;
	int rc = import_confirm(visit->desk->store, number_of(visit),
	    visit->session->member.name, visit->now, &stands);

	return judge(visit, rc, stands);
}

struct reply *
import_reject_post(struct visit *visit)
{
	return judge(visit, import_reject(visit->desk->store,
	    number_of(visit), visit->session->member.name, visit->now),
	    false);
}

static const char *const sayings[SAYINGS] = {
	[SAY_VALID] = "valid", [SAY_VALID_FOR] = "valid",
	[SAY_NOT_FOR] = "not_for", [SAY_UNSAID] = "valid_unsaid",
	[SAY_EXPIRED] = "expired", [SAY_SUSPENDED] = "suspended",
	[SAY_REVOKED] = "revoked", [SAY_DELISTED] = "delisted",
};
static const char *const found_as[] = {
	[FOUND_NONE] = "none", [FOUND_VAGUE] = "vague", [FOUND_ONE] = "one",
	[FOUND_SEVERAL] = "several",
};

static json_t *
candidates(const struct visit *visit, const struct sought *sought)
{
	int64_t today = day_at(visit->now);
	json_t *list = json_array(), *one;

	for (size_t i = 0; i < sought->n; i++) {
		one = agency_json(sought->agency[i], today);
		json_object_set_new(one, "says", json_string(sayings[
		    ledger_saying(sought->agency[i], visit_text(visit,
		    "country"), today)]));
		json_array_append_new(list, one);
	}
	return list;
}

/* What a caller would be told; nothing of what is asked is kept. */
struct reply *
register_find_post(struct visit *visit)
{
	struct ledger *ledger = visit->desk->ledger;
	const char *name = visit_text(visit, "name");
	int64_t today = day_at(visit->now);
	struct sought sought = { 0 };
	int rc = ledger_see(ledger, visit->desk->store);

	if (rc != 0)
		return visit_failed(visit, rc);
	ledger_seek(ledger, text_clean(visit, name, strlen(name), CODING_GSM7,
	    NULL), today, &sought);
	return reply_json(visit, 200, json_pack("{s:s, s:b, s:b, s:o}",
	    "found", found_as[sought.as], "whole", sought.whole,
	    "current", ledger_is_current(ledger, today,
	    visit->desk->settings->register_limit_days),
	    "agencies", candidates(visit, &sought)));
}

struct reply *
register_history_post(struct visit *visit)
{
	struct licence_history *history;
	json_t *list;
	int rc = licence_history(visit->desk->store, visit,
	    visit_text(visit, "licence"), &history);

	if (rc != 0)
		return visit_failed(visit, rc);
	list = json_array();
	for (size_t i = 0; i < history->n; i++)
		json_array_append_new(list, event_json(&history->event[i]));
	return reply_json(visit, 200, json_pack("{s:o}", "events", list));
}
