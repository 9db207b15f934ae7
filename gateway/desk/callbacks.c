/*
 * Who waits to be called, by when it is her time: by the clock of the country
 * she is in.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/consenting.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/hours.h"
#include "locales/catalogue.h"
#include "store/calling.h"
#include "store/cases.h"

enum { CALLINGS_MAX = 200 };

struct waiting {
	const struct calling *calling;
	struct matter matter;
	struct consent consent;
	bool reachable;			/* ever */
	struct opening opening;
};

/* Who can be called now comes first, then whose time comes next, then who
   waits longest. */
static int
compare(const void *left, const void *right)
{
	const struct waiting *a = left, *b = right;

	if (a->reachable != b->reachable)
		return a->reachable ? -1 : 1;
	if (a->reachable && a->opening.from != b->opening.from)
		return a->opening.from < b->opening.from ? -1 : 1;
	if (a->matter.urgent != b->matter.urgent)
		return a->matter.urgent ? -1 : 1;
	return (a->calling->asked_at > b->calling->asked_at) -
	    (a->calling->asked_at < b->calling->asked_at);
}

static int
look_up(struct visit *visit, struct waiting *waiting)
{
	struct store *store = visit->desk->store;
	int rc = case_load(store, &waiting->calling->id, &waiting->matter);

	if (rc == 0)
		rc = consenting_load(store, &waiting->matter,
		    &waiting->consent);
	if (rc == 0)
		waiting->reachable = hours_of_consent(&waiting->consent,
		    visit->now, &waiting->opening) == 0;
	return rc;
}

/* In her language, and of nothing: whoever answers may be another. */
static const char *
opening_words(const struct visit *visit, const struct matter *matter)
{
	return catalogue_text(visit->desk->catalogue,
	    (enum locale)matter->language, "call.first", NULL);
}

static json_t *
waiting_json(struct visit *visit, const struct waiting *waiting)
{
	json_t *json = json_pack("{s:o, s:I, s:I, s:i, s:b, s:s, s:o}",
	    "case", casing_json(visit, &waiting->matter),
	    "asked_at", (json_int_t)waiting->calling->asked_at,
	    "until", (json_int_t)calling_until(waiting->calling->asked_at),
	    "tries", (int)waiting->calling->tries,
	    "now", waiting->reachable && waiting->opening.from <= visit->now,
	    "first_words", opening_words(visit, &waiting->matter),
	    "hours", consenting_json(&waiting->consent));

	if (waiting->reachable) {
		json_object_set_new(json, "from",
		    json_integer(waiting->opening.from));
		json_object_set_new(json, "to",
		    json_integer(waiting->opening.until));
	}
	return json;
}

struct reply *
callbacks_get(struct visit *visit)
{
	struct callings *callings;
	struct waiting *waiting;
	json_t *list;
	int rc = callings_load(visit->desk->store, visit,
	    visit->session->member.centre, visit->now, CALLINGS_MAX,
	    &callings);

	if (rc != 0)
		return visit_failed(visit, rc);
	waiting = talloc_zero_array(visit, struct waiting,
	    (unsigned)callings->n + 1);
	for (size_t i = 0; rc == 0 && i < callings->n; i++) {
		waiting[i].calling = &callings->of[i];
		rc = look_up(visit, &waiting[i]);
	}
	if (rc != 0)
		return visit_failed(visit, rc);
	qsort(waiting, callings->n, sizeof(*waiting), compare);
	list = json_array();
	for (size_t i = 0; i < callings->n; i++)
		json_array_append_new(list, waiting_json(visit, &waiting[i]));
	return reply_json(visit, 200, json_pack("{s:o}", "callbacks", list));
}

/* Staff wish to call her (again). */
struct reply *
callback_post(struct visit *visit)
{
	int rc = calling_again(visit->desk->store, visit->param[0],
	    visit->session->login, visit->now);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}
