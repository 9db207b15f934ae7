/*
 * Signing in, unlocking and confirming are one thing with three ends: the try
 * is counted, Argon2id runs in the worker, the code is looked at, the login is
 * entered in the store.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/cookie.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/onetime.h"
#include "gateway/desk/regrant.h"
#include "gateway/desk/session.h"
#include "gateway/desk/sign.h"
#include "gateway/desk/visit.h"
#include "gateway/desk/worker.h"
#include "store/login.h"

/* Hangs under its visit. */
struct entry {
	struct visit *visit;
	struct attempt *attempt;
	const char *action;		/* as the audit calls it */
	bool wants_code;
	/* The session may end while the password is looked at. */
	unsigned char session[TOKEN_HASH];
	struct reply *(*end)(struct entry *, struct login *, int64_t count);
	sign_next *next;
	int64_t last;			/* count of the code before */
};

static struct session *
session_of(const struct entry *entry)
{
	return session_by_hash(entry->visit->desk->sessions, entry->session);
}

/* At a lock nobody guesses for long. */
static void
count_wrong(struct entry *entry)
{
	struct session *session = session_of(entry);

	if (session != NULL && ++session->wrong >= SESSION_WRONG_MAX)
		session_end(entry->visit->desk->sessions, session);
}

static struct reply *
fail(struct entry *entry, int rc)
{
	struct visit *visit = entry->visit;

	if (rc == -EACCES) {
		count_wrong(entry);
		return visit_refuse(visit, WRONG_LOGIN);
	}
	return visit_failed(visit, rc);
}

/* 0 and the count of her code; 0 of count where none is asked for. */
static int
check_code(struct entry *entry, int64_t *count)
{
	struct visit *visit = entry->visit;
	const struct secret *secret;
	enum factor factor;
	int rc = login_open(visit->desk->store, entry->attempt, &factor,
	    &secret, &entry->last);

	*count = 0;
	if (rc != 0 || !entry->wants_code || factor == FACTOR_NONE)
		return rc;
	return onetime_check(factor, secret, entry->last,
	    visit_text(visit, "code"), visit->now, count);
}

static struct reply *
conclude(struct entry *entry)
{
	struct visit *visit = entry->visit;
	struct login *login;
	int64_t count;
	int rc = check_code(entry, &count);

	if (rc == 0)
		rc = login_enter(visit->desk->store, visit, entry->attempt,
		    entry->action, count, visit->now, &login);
	if (rc != 0)
		return fail(entry, rc);
	regrant_go(visit->desk, login_member(login)->centre,
	    login_centre_key(login));
	return entry->end(entry, login, count);
}

static void
done(void *arg, bool ran)
{
	struct entry *entry = arg;
	struct visit *visit = entry->visit;
	struct reply *reply = ran ? conclude(entry) :
	    visit_refuse(visit, BUSY);

	if (reply != NULL)
		visit_finish(visit, reply);
}

static void
run(void *arg)
{
	struct entry *entry = arg;

	login_run(entry->attempt);
}

static struct reply *
begin(struct visit *visit, const char *name, struct entry wish)
{
	struct desk *desk = visit->desk;
	struct entry *entry = talloc(visit, struct entry);
	char *mark = cookie_find(visit, visit->request,
	    cookie_mark_name(desk->settings));
	int rc;

	/* No try of hers, at which nobody looked; and a flood writes no faster
	   than passwords are looked at. */
	if (worker_is_full(desk->worker))
		return visit_refuse(visit, BUSY);
	*entry = wish;
	entry->visit = visit;
	if (visit->session != NULL)
		memcpy(entry->session, visit->session->hash, TOKEN_HASH);
	rc = login_begin(desk->store, entry, name,
	    visit_text(visit, "password"), mark, visit->now,
	    &entry->attempt);
	if (rc == -EAGAIN)
		return visit_refuse(visit, TOO_MANY_TRIES);
	if (rc != 0)
		return visit_failed(visit, rc);
	rc = worker_add(desk->worker, (struct job){ run, done, entry });
	return rc == 0 ? NULL : visit_refuse(visit, BUSY);
}

static struct reply *
show(struct visit *visit, struct session *session, const char *word)
{
	struct reply *reply = reply_json(visit, 200, session_json(session,
	    visit->desk->settings));

	reply->cookie = cookie_session(reply, visit->desk->settings, word);
	return reply;
}

/* Who signs in leaves what was open in this browser. */
static struct reply *
end_sign_in(struct entry *entry, struct login *login, int64_t count)
{
	struct visit *visit = entry->visit;
	struct desk *desk = visit->desk;
	struct session *session = session_of(entry);
	char word[TOKEN_TEXT + 1], mark[MARK_TEXT + 1];
	struct reply *reply;

	if (session != NULL)
		session_end(desk->sessions, session);
	session = session_start(desk->sessions, login, count > 0, word);
	session->count = count;
	reply = show(visit, session, word);
	mark_make(desk->store, mark);
	reply->mark = cookie_mark(reply, desk->settings, mark);
	return reply;
}

struct reply *
session_post(struct visit *visit)
{
	return begin(visit, visit_text(visit, "name"), (struct entry){
	    .action = "login", .wants_code = true, .end = end_sign_in });
}

static struct reply *
end_unlock(struct entry *entry, struct login *login, int64_t count)
{
	struct visit *visit = entry->visit;
	struct session *session = session_of(entry);

	(void)count;
	if (session == NULL)
		return visit_refuse(visit, SIGNED_OUT);
	session_unlock(session, login);
	return reply_json(visit, 200, session_json(session,
	    visit->desk->settings));
}

struct reply *
unlock_post(struct visit *visit)
{
	return begin(visit, visit->session->member.name, (struct entry){
	    .action = "unlock", .end = end_unlock });
}

static struct reply *
end_confirm(struct entry *entry, struct login *login, int64_t count)
{
	struct visit *visit = entry->visit;
	struct session *session = session_of(entry);
	char word[TOKEN_TEXT + 1];

	if (session == NULL)
		return visit_refuse(visit, SIGNED_OUT);
	session_unlock(session, login);
	session_freshen(session);
	session->count = count;
	session_renew(session, word);
	return show(visit, session, word);
}

struct reply *
confirm_post(struct visit *visit)
{
	return begin(visit, visit->session->member.name, (struct entry){
	    .action = "confirm", .wants_code = true, .end = end_confirm });
}

/* The password and code were hers; what comes next has a slow step too. */
static struct reply *
end_next(struct entry *entry, struct login *login, int64_t count)
{
	struct session *session = session_of(entry);

	if (session == NULL)
		return visit_refuse(entry->visit, SIGNED_OUT);
	session->count = count;
	session_unlock(session, login);
	entry->visit->session = session;
	return entry->next(entry->visit, entry->attempt);
}

struct reply *
sign_then(struct visit *visit, const char *action, sign_next *next)
{
	return begin(visit, visit->session->member.name, (struct entry){
	    .action = action, .wants_code = true, .end = end_next,
	    .next = next });
}
