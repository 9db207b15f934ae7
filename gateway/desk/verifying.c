/*
 * The whole audit is looked at by the worker, over a connection of its own: with
 * a million rows the others would wait for seconds.
 */
#include <errno.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/visit.h"
#include "gateway/desk/worker.h"
#include "store/audit.h"
#include "store/store.h"

struct verifying {
	struct visit *visit;
	const char *dir, *head;		/* head NULL: none was noted */
	struct audit_state state;
	int rc;
};

/* In the thread: nothing under the visit's memory is allocated here. */
static void
run(void *arg)
{
	struct verifying *v = arg;
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct store *store = NULL;
	char *why = NULL;

	v->rc = store_open(ctx, v->dir, ROLE_DESK, &store, &why);
	if (v->rc == 0)
		v->rc = audit_verify(store, v->head, &v->state);
	else
		v->rc = -EIO;
	talloc_free(ctx);
}

static struct reply *
show(const struct verifying *v)
{
	return reply_json(v->visit, 200, json_pack(
	    "{s:b, s:b, s:I, s:I, s:s}",
	    "whole", v->rc != -EBADMSG, "known", v->rc == 0,
	    "rows", (json_int_t)v->state.rows,
	    "wrong", (json_int_t)v->state.wrong,
	    "head", v->state.head));
}

static void
done(void *arg, bool ran)
{
	struct verifying *v = arg;
	struct visit *visit = v->visit;
	struct reply *reply;

	if (!ran)
		reply = visit_refuse(visit, BUSY);
	else if (v->rc == -EINVAL)
		reply = reply_refuse_why(visit, BAD_BODY,
		    "head: as verify showed it, 1234-0123456789");
	else
		reply = v->rc == -EIO ? visit_refuse(visit, STORE_FAILED) :
		    show(v);
	visit_finish(visit, reply);
}

struct reply *
audit_verify_post(struct visit *visit)
{
	struct verifying *v = talloc_zero(visit, struct verifying);

	v->visit = visit;
	v->dir = visit->desk->settings->dir;
	if (visit_text(visit, "head")[0] != '\0')
		v->head = visit_text(visit, "head");
	return worker_add(visit->desk->worker, (struct job){ run, done, v })
	    == 0 ? NULL : visit_refuse(visit, BUSY);
}
