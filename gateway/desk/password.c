/*
 * A password is set: by activation code, or by who has shown the old one.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/sign.h"
#include "gateway/desk/visit.h"
#include "gateway/desk/worker.h"
#include "store/login.h"
#include "store/store.h"

/* Hangs under its visit; the session may end before it does. */
struct setting_one {
	struct visit *visit;
	struct activation *activation;
	int64_t member;			/* 0: nobody signed in */
	unsigned char session[TOKEN_HASH];
};

static void
run(void *arg)
{
	struct setting_one *one = arg;

	activation_run(one->activation);
}

static struct reply *
explain(struct visit *visit, int rc)
{
	return rc == -EACCES ? visit_refuse(visit, WRONG_LOGIN) :
	    visit_failed(visit, rc);
}

static struct reply *
conclude(struct setting_one *one)
{
	struct visit *visit = one->visit;
	struct sessions *sessions = visit->desk->sessions;
	int rc = activation_finish(visit->desk->store, one->activation,
	    visit->now);

	if (rc != 0)
		return explain(visit, rc);
	if (one->member != 0)
		session_end_others(sessions, one->member,
		    session_by_hash(sessions, one->session));
	return reply_done(visit);
}

static void
done(void *arg, bool ran)
{
	struct setting_one *one = arg;

	visit_finish(one->visit, ran ? conclude(one) :
	    visit_refuse(one->visit, BUSY));
}

static struct reply *
add(struct visit *visit, struct activation *activation)
{
	struct setting_one *one = talloc(visit, struct setting_one);

	*one = (struct setting_one){ .visit = visit,
	    .activation = activation };
	if (visit->session != NULL) {
		one->member = visit->session->member.id;
		memcpy(one->session, visit->session->hash, TOKEN_HASH);
	}
	return worker_add(visit->desk->worker, (struct job){ run, done,
	    one }) == 0 ? NULL : visit_refuse(visit, BUSY);
}

struct reply *
activation_post(struct visit *visit)
{
	struct activation *activation;
	int rc = activation_begin(visit->desk->store, visit,
	    visit_text(visit, "name"), visit_text(visit, "code"),
	    visit_text(visit, "password"), visit->now, &activation);

	/* Somebody's session in this browser has nothing to do with it. */
	visit->session = NULL;
	return rc == 0 ? add(visit, activation) : explain(visit, rc);
}

static struct reply *
renew(struct visit *visit, struct attempt *attempt)
{
	struct activation *activation;
	int rc = activation_renew(visit->desk->store, visit, attempt,
	    visit_text(visit, "new"), &activation);

	return rc == 0 ? add(visit, activation) : explain(visit, rc);
}

struct reply *
password_post(struct visit *visit)
{
	return sign_then(visit, "confirm", renew);
}
