#include "gateway/rounds/rounds.h"

#include <curl/curl.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gateway/alive.h"
#include "gateway/log.h"
#include "gateway/shutting.h"
#include "gateway/rounds/duty.h"

enum { LOOK_S = 15 };		/* clocks are set, records are added */

struct rounds {
	const struct settings *settings;
	struct store *store;
	struct alive alive;
};

static sigset_t
ends(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	return set;
}

/* They are blocked, so they wait until somebody looks. */
static bool
must_stop(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 && (sigismember(&pending, SIGTERM) ||
	    sigismember(&pending, SIGINT));
}

static int
open_store(struct rounds *r)
{
	char *why = NULL;
	int rc = store_open(NULL, r->settings->dir, ROLE_ROUNDS, &r->store,
	    &why);

	if (rc != 0)
		log_line(LOG_ERR, "%s", why != NULL ? why : strerror(-rc));
	talloc_free(why);
	return rc;
}

/* Run it if it is due.  -EIO. */
static int
look_at(struct rounds *r, const struct duty *duty, int64_t now)
{
	struct rounds_done *before;
	enum round_result result;
	int64_t due;
	int rc = rounds_load(r->store, NULL, duty->name, ROUNDS_REMEMBERED,
	    &before);

	if (rc != 0)
		return rc;
	due = duty_due(duty, r->settings, before, now);
	talloc_free(before);
	if (due > now || !duty_pending(duty, r->settings, r->store, now))
		return 0;
	return duty_run(duty, r->settings, r->store, now,
	    must_stop, &result);
}

static int
look_around(struct rounds *r)
{
	for (const struct duty *duty = duties; duty->name != NULL; duty++) {
		alive_tick(&r->alive);
		if (!duty->wanted(r->settings) || must_stop())
			continue;
		if (look_at(r, duty, time(NULL)) != 0)
			log_line(LOG_ERR, "%s: %s", duty->name,
			    store_why(r->store));
	}
	return store_is_broken(r->store) ? -EIO : 0;
}

static int
begin(struct rounds *r)
{
	sigset_t set = ends();

	sigprocmask(SIG_BLOCK, &set, NULL);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	return open_store(r);
}

int
rounds_run(const struct settings *settings, int ready_fd)
{
	const struct timespec wait = { ALIVE_TICK_S, 0 };
	struct rounds r = { .settings = settings, .alive = { ready_fd } };
	sigset_t set = ends();
	int rc = begin(&r);

	if (rc != 0)
		return rc;
	rc = shut_in(SHUT_ROUNDS);
	if (rc == 0)
		alive_ready(&r.alive, "making the rounds");
	for (unsigned n = 0; rc == 0; n++) {
		if (n % (LOOK_S / ALIVE_TICK_S) == 0)
			rc = look_around(&r);
		alive_tick(&r.alive);
		if (sigtimedwait(&set, NULL, &wait) >= 0)
			break;
	}
	alive_stopping(&r.alive);
	talloc_free(r.store);
	curl_global_cleanup();
	return rc;
}

int
rounds_once(const struct settings *settings)
{
	struct rounds r = { .settings = settings, .alive = { -1 } };
	enum round_result result;
	bool wanted = false, failed = false;
	int rc = begin(&r);

	if (rc != 0)
		return rc;
	for (const struct duty *duty = duties; duty->name != NULL; duty++) {
		if (!duty->wanted(settings) || !duty_pending(duty, settings,
		    r.store, time(NULL)))
			continue;
		wanted = true;
		rc = duty_run(duty, settings, r.store, time(NULL), must_stop,
		    &result);
		if (rc != 0)
			log_line(LOG_ERR, "%s: %s", duty->name,
			    store_why(r.store));
		failed |= rc != 0 || result == ROUND_FAILED;
	}
	talloc_free(r.store);
	curl_global_cleanup();
	return !wanted ? -ENOENT : failed ? -ECANCELED : 0;
}
