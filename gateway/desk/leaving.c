/*
 * A member leaves: what is still hers, to whom it goes, and the end, after
 * which nothing that she knows opens anything.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/people.h"
#include "gateway/desk/regrant.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/leaving.h"
#include "store/rekey.h"
#include "store/work.h"
#include "store/worklist.h"

enum { SHOWN = 100 };

static const char *
self_name(const struct visit *visit)
{
	return visit->session->member.name;
}

static json_t *
heirs_json(struct visit *visit, const struct member *leaver)
{
	struct members *members;
	json_t *list = json_array();

	if (staff_load(visit->desk->store, visit, &members) != 0)
		return list;
	for (size_t i = 0; i < members->n; i++)
		if (people_may_own(leaver, &members->member[i]))
			json_array_append_new(list,
			    json_string(members->member[i].name));
	return list;
}

/* Of who holds a key: her own cases, the most pressing first. */
static int
load_cases(struct visit *visit, const struct member *leaver,
    struct worklist_page **page)
{
	const struct worklist_ask ask = { .list = LIST_MINE,
	    .member = leaver, .now = visit->now, .max = SHOWN };

	return worklist_load(visit->desk->store, visit, &ask, page);
}

static json_t *
cases_json(struct visit *visit, const struct worklist_page *page)
{
	json_t *list = json_array();

	for (size_t i = 0; i < page->n; i++)
		json_array_append_new(list, casing_json(visit,
		    &page->matter[i]));
	return list;
}

static struct reply *
show(struct visit *visit, const struct member *leaver)
{
	struct worklist_page *page;
	int64_t n = 0;
	int rc = cases_owned(visit->desk->store, leaver->id, &n);

	if (rc == 0)
		rc = load_cases(visit, leaver, &page);
	if (rc != 0)
		return visit_failed(visit, rc);
	return reply_json(visit, 200, json_pack(
	    "{s:s, s:I, s:o, s:o, s:b, s:b, s:i}",
	    "name", leaver->name, "open", (json_int_t)n,
	    "cases", cases_json(visit, page),
	    "heirs", heirs_json(visit, leaver),
	    "holds_key", role_holds_key(leaver->role),
	    "may_finish", n == 0,
	    "sessions", (int)session_count(visit->desk->sessions,
	    leaver->id)));
}

struct reply *
leaving_get(struct visit *visit)
{
	struct member leaver;
	struct reply *reply = people_find(visit, &leaver);

	return reply != NULL ? reply : show(visit, &leaver);
}

/* All that she still has, with the days they are due, to one other. */
static int
give_on(struct visit *visit, const struct member *leaver)
{
	struct member to = { 0 };
	int rc = staff_find(visit->desk->store, visit, visit_text(visit,
	    "to"), &to);

	if (rc == -ENOENT || (rc == 0 && !people_may_own(leaver, &to)))
		return -EPERM;
	return rc != 0 ? rc : cases_hand_over(visit->desk->store, leaver->id,
	    to.id, self_name(visit), visit->now);
}

static struct reply *
explain(struct visit *visit, int rc)
{
	return rc == -EPERM ? reply_refuse_why(visit, NOT_NOW, "she has open "
	    "cases: name an active member of her centre whose they become") :
	    visit_failed(visit, rc);
}

struct reply *
leaving_post(struct visit *visit)
{
	struct member leaver;
	struct reply *reply = people_find(visit, &leaver);
	int rc;

	if (reply != NULL)
		return reply;
	rc = give_on(visit, &leaver);
	return rc == 0 ? show(visit, &leaver) : explain(visit, rc);
}

/* A change of key that is still under way is carried to its end first. */
static int
leave(struct visit *visit, const struct member *leaver,
    struct secret *fresh, bool *rekeyed)
{
	struct store *store = visit->desk->store;
	const struct secret *key = login_centre_key(visit->session->login);
	int rc = 0;

	if (key != NULL)
		rc = rekey_finish(store, leaver->centre, key);
	return rc != 0 ? rc : staff_leave(store, leaver->name, key,
	    self_name(visit), visit->now, fresh, rekeyed);
}

/* She is out; who is still there goes on with the new key. */
static struct reply *
finish(struct visit *visit, const struct member *leaver)
{
	struct secret *fresh = secret_new(visit);
	struct desk *desk = visit->desk;
	bool rekeyed = false;
	int rc = leave(visit, leaver, fresh, &rekeyed);

	if (rc == -EPERM)
		return reply_refuse_why(visit, NOT_NOW,
		    store_why(desk->store));
	if (rc != 0)
		return visit_failed(visit, rc);
	session_end_others(desk->sessions, leaver->id, NULL);
	if (rekeyed) {
		sessions_take_key(desk->sessions, leaver->centre, fresh);
		regrant_go(desk, leaver->centre, fresh);
	}
	return reply_done(visit);
}

struct reply *
depart_post(struct visit *visit)
{
	struct member leaver;
	struct reply *reply = people_find(visit, &leaver);
	int64_t n = 0;
	int rc;

	if (reply != NULL)
		return reply;
	if (people_is_self(visit, &leaver))
		return visit_refuse(visit, NOT_NOW);
	rc = cases_owned(visit->desk->store, leaver.id, &n);
	if (rc == 0 && n > 0)
		rc = give_on(visit, &leaver);
	return rc == 0 ? finish(visit, &leaver) : explain(visit, rc);
}
