/*
 * What someone does with her own session: look, lock, leave, and set up what
 * she shows beside her password.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/cookie.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/onetime.h"
#include "gateway/desk/session.h"
#include "gateway/desk/sign.h"
#include "gateway/desk/visit.h"

json_t *
session_json(const struct session *session, const struct settings *settings)
{
	const struct member *member = &session->member;
	json_t *json = json_pack("{s:s, s:s, s:I, s:s, s:b, s:b, s:b, s:s, "
	    "s:i, s:b, s:b}",
	    "name", member->name,
	    "role", role_name(member->role),
	    "centre", (json_int_t)member->centre,
	    "token", session->token,
	    "locked", session->login == NULL,
	    "enrolled", session->enrolled,
	    "fresh", session_is_fresh(session),
	    "factor", factor_name(member->factor),
	    "idle_s", SESSION_IDLE_S,
	    "practised", member->practised_at != 0,
	    "demo", settings->demo);

	if (member->factor != FACTOR_SHEET)
		return json;
	json_object_set_new(json, "next_line",
	    json_integer(session->count + 1));
	json_object_set_new(json, "lines_left",
	    json_integer(SHEET_LINES - session->count));
	return json;
}

struct reply *
session_get(struct visit *visit)
{
	return reply_json(visit, 200, session_json(visit->session,
	    visit->desk->settings));
}

struct reply *
session_delete(struct visit *visit)
{
	struct reply *reply = reply_done(visit);

	session_end(visit->desk->sessions, visit->session);
	reply->cookie = cookie_session(reply, visit->desk->settings, "");
	reply->forget = true;
	return reply;
}

struct reply *
lock_post(struct visit *visit)
{
	session_lock(visit->session);
	return reply_done(visit);
}

static json_t *
show_app(struct visit *visit, const struct secret *secret)
{
	char *uri = onetime_uri(visit, secret, visit->session->member.name);
	int size;
	char *path = onetime_qr(visit, uri, &size);

	return json_pack("{s:s, s:s, s:s, s:i, s:s}",
	    "kind", factor_name(FACTOR_TOTP),
	    "secret", onetime_base32(visit, secret),
	    "uri", uri, "qr_size", size, "qr_path", path);
}

static json_t *
show_sheet(struct visit *visit, const struct secret *secret)
{
	json_t *lines = json_array();

	for (int i = 1; i <= SHEET_LINES; i++)
		json_array_append_new(lines, json_string(onetime_line(visit,
		    secret, i)));
	return json_pack("{s:s, s:o}", "kind", factor_name(FACTOR_SHEET),
	    "lines", lines);
}

/* Kept in memory until a code of it was shown. */
struct reply *
factor_post(struct visit *visit)
{
	struct session *session = visit->session;

	if (session->enrolled && !session_is_fresh(session))
		return visit_refuse(visit, NOT_FRESH);
	if (factor_find(visit_text(visit, "kind"), &session->pending) != 0)
		return visit_refuse(visit, BAD_BODY);
	talloc_free(session->pending_secret);
	session->pending_secret = onetime_new(session);
	return reply_json(visit, 200, session->pending == FACTOR_TOTP ?
	    show_app(visit, session->pending_secret) :
	    show_sheet(visit, session->pending_secret));
}

static int
keep_factor(struct visit *visit, int64_t *count)
{
	struct session *session = visit->session;
	int rc = onetime_check(session->pending, session->pending_secret, 0,
	    visit_text(visit, "code"), visit->now, count);

	return rc != 0 ? rc : factor_set(visit->desk->store,
	    session->member.name, session->pending, session->pending_secret,
	    *count, session->member.name, visit->now);
}

struct reply *
factor_confirm_post(struct visit *visit)
{
	struct session *session = visit->session;
	char word[TOKEN_TEXT + 1];
	struct reply *reply;
	int64_t count = 0;
	int rc;

	if (session->pending_secret == NULL)
		return visit_refuse(visit, NOT_NOW);
	rc = keep_factor(visit, &count);
	if (rc == -EACCES)
		return visit_refuse(visit, WRONG_CODE);
	if (rc != 0)
		return visit_failed(visit, rc);
	session->member.factor = session->pending;
	session->pending = FACTOR_NONE;
	TALLOC_FREE(session->pending_secret);
	session->enrolled = true;
	session->count = count;
	session_end_others(visit->desk->sessions, session->member.id,
	    session);
	session_renew(session, word);
	reply = session_get(visit);
	reply->cookie = cookie_session(reply, visit->desk->settings, word);
	return reply;
}
