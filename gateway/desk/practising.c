/*
 * How far somebody is with the invented cases.  What she did is read from the
 * practice's own audit, as it would be from the real one.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/practice.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/audit.h"
#include "store/practice.h"
#include "store/worklist.h"

enum { LOOKED_AT = 2000 };

/* What the guide asks for, and as what the audit has it. */
static const struct { const char *name, *action; } steps[] = {
	{ "claim", "claim" }, { "read", "read" }, { "note", "note" },
	{ "refer", "offer" }, { "close", NULL },
};
enum { STEPS = sizeof(steps) / sizeof(*steps) };

struct progress {
	const char *name;		/* whose */
	bool did[STEPS];
	bool all;
};

static bool
note_row(void *arg, const struct audit_row *row)
{
	struct progress *progress = arg;

	for (int i = 0; i < STEPS; i++)
		if (steps[i].action != NULL &&
		    strcmp(row->action, steps[i].action) == 0 &&
		    strcmp(row->actor, progress->name) == 0)
			progress->did[i] = true;
	return true;
}

/* Something is finished, in her own centre. */
static int
find_closed(struct visit *visit, const struct session *session, bool *out)
{
	const struct worklist_ask ask = { .list = LIST_FINISHED,
	    .member = &session->member, .now = visit->now, .max = 1 };
	struct worklist_page *page;
	int rc = worklist_load(practice_store(visit->desk), visit, &ask,
	    &page);

	if (rc == 0)
		*out = page->n > 0;
	return rc;
}

static int
load(struct visit *visit, const struct session *session,
    struct progress *progress)
{
	int rc = audit_back(practice_store(visit->desk), INT64_MAX, LOOKED_AT,
	    note_row, progress);

	if (rc == 0)
		rc = find_closed(visit, session,
		    &progress->did[STEPS - 1]);
	progress->all = rc == 0;
	for (int i = 0; i < STEPS; i++)
		progress->all &= progress->did[i];
	return rc;
}

static struct reply *
show(struct visit *visit)
{
	const struct session *session = practice_session(visit->desk,
	    visit->session->member.id);
	struct progress progress = { .name = visit->session->member.name };
	int rc = session == NULL ? 0 : load(visit, session, &progress);
	json_t *json;

	if (rc != 0)
		return visit_failed(visit, rc);
	json = json_pack("{s:b, s:I}", "entered", session != NULL,
	    "practised_at",
	    (json_int_t)visit->session->member.practised_at);
	for (int i = 0; i < STEPS; i++)
		json_object_set_new(json, steps[i].name,
		    json_boolean(progress.did[i]));
	return reply_json(visit, 200, json);
}

struct reply *
practice_get(struct visit *visit)
{
	return show(visit);
}

struct reply *
practice_post(struct visit *visit)
{
	int rc = practice_enter_desk(visit->desk, &visit->session->member,
	    visit_text(visit, "language"), visit->now);

	return rc == 0 ? show(visit) : visit_refuse(visit, STORE_FAILED);
}

/* Kept with her row, once. */
struct reply *
practice_done_post(struct visit *visit)
{
	const struct session *session = practice_session(visit->desk,
	    visit->session->member.id);
	struct progress progress = { .name = visit->session->member.name };
	int rc = session == NULL ? 0 : load(visit, session, &progress);

	if (rc == 0 && !progress.all)
		return visit_refuse(visit, NOT_NOW);
	if (rc == 0)
		rc = practice_done(visit->desk->store,
		    visit->session->member.id, visit->now);
	if (rc == 0 && visit->session->member.practised_at == 0)
		visit->session->member.practised_at = visit->now;
	return rc == 0 ? show(visit) : visit_failed(visit, rc);
}
