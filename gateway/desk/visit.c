#include "gateway/desk/visit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/desk/cookie.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/guard.h"
#include "gateway/desk/once.h"
#include "gateway/desk/page.h"
#include "gateway/desk/practice.h"
#include "gateway/desk/session.h"
#include "gateway/log.h"
#include "store/token.h"

static int
free_visit(struct visit *visit)
{
	json_decref(visit->body);
	return 0;
}

static struct visit *
begin(struct desk *desk, struct request *request)
{
	struct visit *visit = talloc_zero(request, struct visit);

	visit->desk = desk;
	visit->request = request;
	visit->now = time(NULL);
	talloc_set_destructor(visit, free_visit);
	return visit;
}

/* The same API stands under /practice, over invented cases. */
static const char practice_at[] = "/practice";

static bool
is_under(const char *path, const char *top)
{
	return strncmp(path, top, strlen(top)) == 0;
}

static const char *
path_of(const struct visit *visit)
{
	return visit->request->path + (visit->practising ?
	    strlen(practice_at) : 0);
}

static const struct route *
find_in(struct visit *visit, const struct route *table, char **methods)
{
	const struct request *request = visit->request;

	for (const struct route *r = table; r->method != NULL; r++) {
		if (!route_fits(r, path_of(visit), visit->param, PARAMS_MAX))
			continue;
		if (strcmp(r->method, request->method) == 0)
			return r;
		*methods = *methods == NULL ?
		    talloc_strdup(visit, r->method) :
		    talloc_asprintf_append(*methods, ", %s", r->method);
	}
	return NULL;
}

/* By method and path; the methods a path has, where it has not this one. */
static const struct route *
find_route(struct visit *visit, char **methods)
{
	const struct route *route = NULL;

	*methods = NULL;
	for (const struct route *const *t = routes_tables;
	    route == NULL && *t != NULL; t++)
		route = find_in(visit, *t, methods);
	return route;
}

static struct reply *
no_route(struct visit *visit, const char *methods)
{
	struct reply *reply = visit_refuse(visit, methods != NULL ?
	    NO_SUCH_METHOD : NOT_FOUND);

	reply->allow = methods;
	return reply;
}

static bool
is_change(const struct route *route)
{
	return strcmp(route->method, "GET") != 0;
}

/* Her centre's key may have been changed by another process: her password
   opens the new one. */
static enum refusal
check_key(struct visit *visit)
{
	struct session *session = visit->session;
	int rc = session->login == NULL ? 0 :
	    login_is_current(visit->desk->store, session->login);

	if (rc == -EKEYEXPIRED)
		session_lock(session);
	return rc == 0 || rc == -EKEYEXPIRED ? REFUSAL_NONE : STORE_FAILED;
}

/* Her role may have changed, or she may have left, since she signed in. */
static enum refusal
check_standing(struct visit *visit)
{
	struct session *session = visit->session;
	int rc = staff_standing(visit->desk->store, session->member.id,
	    &session->member.role);

	if (rc == 0)
		return check_key(visit);
	if (rc != -EACCES)
		return STORE_FAILED;
	session_end(visit->desk->sessions, session);
	visit->session = NULL;
	return SIGNED_OUT;
}

static enum refusal
check_state(const struct visit *visit)
{
	const struct session *session = visit->session;
	const struct route *route = visit->route;
	const struct access *access = &access_table[route->action];

	if (session->login == NULL && !(route->flags & ROUTE_LOCKED))
		return LOCKED;
	if (!session->enrolled && !(route->flags & ROUTE_UNENROLLED))
		return ENROL_FIRST;
	if (!access_permits(route->action, session->member.role))
		return NOT_ALLOWED;
	return access->fresh && !visit->practising &&
	    !session_is_fresh(session) ? NOT_FRESH : REFUSAL_NONE;
}

static bool
has_token(const struct visit *visit)
{
	const char *token = request_header(visit->request, "X-CSRF-Token");
	unsigned char own[TOKEN_HASH], given[TOKEN_HASH];

	if (token == NULL)
		return false;
	token_hash(visit->session->token, own);
	token_hash(token, given);
	return token_hash_same(own, given);
}

static enum refusal
check_session(struct visit *visit)
{
	enum refusal refusal;
	char *word = cookie_find(visit, visit->request, cookie_session_name(
	    visit->desk->settings));

	visit->session = session_find(visit->desk->sessions, word);
	if (access_table[visit->route->action].roles == 0)
		return REFUSAL_NONE;
	if (visit->session == NULL)
		return SIGNED_OUT;
	if (is_change(visit->route) && !has_token(visit))
		return BAD_TOKEN;
	refusal = check_standing(visit);
	if (refusal == REFUSAL_NONE)
		refusal = check_state(visit);
	if (refusal == REFUSAL_NONE && !(visit->route->flags & ROUTE_QUIET))
		session_touch(visit->session);
	return refusal;
}

static const char *
body_fault(struct visit *visit)
{
	const struct request *request = visit->request;

	if (visit->route->takes == NULL)
		return request->body_n == 0 ||
		    strcmp(request->body, "{}") == 0 ? NULL :
		    "no body is wanted";
	if (request->body_n == 0)
		return "a JSON object is needed";
	visit->body = json_loadb(request->body, request->body_n,
	    JSON_REJECT_DUPLICATES, NULL);
	return visit->body == NULL ?
	    "this is no JSON, or a field stands in it twice" :
	    shape_fault(visit, visit->route->takes, visit->body);
}

static struct reply *
check(struct visit *visit)
{
	static const char *const none[] = { NULL };
	const struct route *route = visit->route;
	enum refusal refusal = guard_check(visit->desk->settings,
	    visit->request, is_change(route));
	const char *fault;

	if (refusal == REFUSAL_NONE)
		refusal = check_session(visit);
	if (refusal == REFUSAL_NONE && request_query_strange(visit->request,
	    route->query != NULL ? route->query : none))
		refusal = BAD_REQUEST;
	if (refusal != REFUSAL_NONE)
		return visit_refuse(visit, refusal);
	fault = body_fault(visit);
	return fault == NULL ? NULL :
	    reply_refuse_why(visit, BAD_BODY, fault);
}

static struct reply *
answer_api(struct visit *visit)
{
	struct reply *reply;
	char *methods;

	visit->route = find_route(visit, &methods);
	if (visit->route == NULL)
		return no_route(visit, methods);
	if (visit->practising && !access_table[visit->route->action].practice)
		return visit_refuse(visit, NOT_FOUND);
	reply = check(visit);
	if (reply == NULL && visit->practising && !practice_switch(visit))
		reply = visit_refuse(visit, NOT_NOW);
	if (reply == NULL)
		reply = once_answered(visit);
	if (reply != NULL)
		return reply;
	reply = visit->route->run(visit);
	if (reply != NULL)
		once_keep(visit, reply);
	return reply;
}

static bool
is_api(struct visit *visit)
{
	visit->practising = is_under(visit->request->path, practice_at) &&
	    is_under(visit->request->path + strlen(practice_at), "/api/");
	return visit->practising || is_under(visit->request->path, "/api/");
}

bool
visit_answer(void *arg, struct request *request, struct answer *answer)
{
	struct visit *visit = begin(arg, request);
	struct reply *reply = is_api(visit) ? answer_api(visit) :
	    page_reply(visit, visit->desk->settings, request);

	if (reply == NULL)
		return false;
	reply_answer(reply, answer);
	return true;
}

void
visit_finish(struct visit *visit, struct reply *reply)
{
	struct answer answer;

	reply_answer(reply, &answer);
	http_answer(visit->request, &answer);
}

const char *
visit_text(const struct visit *visit, const char *field)
{
	const char *text = json_string_value(json_object_get(visit->body,
	    field));

	return text != NULL ? text : "";
}

int64_t
visit_number(const struct visit *visit, const char *field)
{
	return json_integer_value(json_object_get(visit->body, field));
}

struct reply *
visit_refuse(struct visit *visit, enum refusal refusal)
{
	struct reply *reply = reply_refuse(visit, refusal);

	if (refusal == BUSY || refusal == SEARCHING ||
	    refusal == STORE_FAILED)
		reply->wait = "2";
	if (refusal == TOO_MANY_TRIES)
		reply->wait = "30";
	return reply;
}

/* errno -> HTTP, for what the store says of anything but a login. */
static const struct { int rc; enum refusal refusal; } failures[] = {
	{ -ENOENT, NOT_FOUND },
	{ -EACCES, SIGNED_OUT },	/* she has departed since */
	{ -EKEYEXPIRED, LOCKED },	/* her centre has another key */
	{ -EEXIST, STALE },
	{ -EPERM, NOT_NOW },
	{ -EAGAIN, TOO_MANY_TRIES },
	{ -EBADMSG, DAMAGED },
};

struct reply *
visit_failed(struct visit *visit, int rc)
{
	if (rc == -EINVAL)
		return reply_refuse_why(visit, BAD_BODY,
		    store_why(visit->desk->store));
	for (size_t i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		if (failures[i].rc == rc)
			return visit_refuse(visit, failures[i].refusal);
	log_line(LOG_ERR, "%s", store_why(visit->desk->store));
	return visit_refuse(visit, STORE_FAILED);
}
