#include "gateway/desk/desk.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "gateway/desk/http.h"
#include "gateway/desk/phrases.h"
#include "gateway/desk/listen.h"
#include "gateway/desk/once.h"
#include "gateway/desk/seeking.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/desk/worker.h"
#include "gateway/licences/ledger.h"
#include "gateway/log.h"
#include "gateway/procedures.h"
#include "gateway/shutting.h"
#include "gateway/watch.h"
#include "store/store.h"

static int
open_store(struct desk *desk)
{
	char *why = NULL;
	int rc = store_open(NULL, desk->settings->dir, ROLE_DESK,
	    &desk->store, &why);

	/* Nobody shall work on what is damaged: it would be less each day. */
	if (rc == 0 && (rc = store_verify_start(desk->store)) != 0) {
		why = talloc_strdup(NULL, store_why(desk->store));
		TALLOC_FREE(desk->store);
	}
	if (rc != 0)
		log_line(LOG_ERR, "%s", why != NULL ? why : strerror(-rc));
	talloc_free(why);
	return rc;
}

static void
say_listening_failed(const struct settings *settings, int rc)
{
	if (settings->desk_socket[0] != '\0')
		log_line(LOG_ERR, "%s: %s; see desk_socket in helpline.yaml",
		    settings->desk_socket, strerror(-rc));
	else
		log_line(LOG_ERR, "127.0.0.1:%ld: %s; see desk_port in "
		    "helpline.yaml", settings->desk_port, strerror(-rc));
}

static int
open_door(struct desk *desk)
{
	int fd = desk_listen(desk->settings), rc;

	if (fd < 0) {
		say_listening_failed(desk->settings, fd);
		return fd;
	}
	rc = http_open(desk->store, desk->base, fd, visit_answer, desk,
	    &desk->http);
	if (rc != 0) {
		close(fd);
		log_line(LOG_ERR, "the desk's door does not open");
	}
	return rc;
}

static bool
is_ready(void *arg, const char **why)
{
	const struct desk *desk = arg;

	*why = "the disk failed";
	return !store_is_broken(desk->store);
}

static void
tell_gauges(void *arg, struct evbuffer *out)
{
	const struct desk *desk = arg;

	gauge_write(out, "helpline_desk_sessions", "Members signed in.",
	    sessions_count(desk->sessions));
}

static int
open_watch(struct desk *desk)
{
	const struct watched watched = { .of = METERS_OF_DESK,
		.dir = desk->settings->dir, .is_ready = is_ready,
		.gauges = tell_gauges, .arg = desk };

	return watch_open(desk->store, desk->base,
	    desk->settings->desk_watch_port, &watched, &desk->watch);
}

/* Keys of who walked away are wiped even when nobody asks for anything. */
static void
swept(evutil_socket_t, short, void *arg)
{
	struct desk *desk = arg;

	alive_tick(&desk->alive);
	/* What two members erased stands in the log until then; a reader may
	   be in the way until the next time. */
	if (store_erased(desk->store))
		(void)!store_truncate(desk->store);
	sessions_sweep(desk->sessions);
	if (!store_is_broken(desk->store))
		return;
	log_line(LOG_ERR, "%s", store_why(desk->store));
	desk->result = -EIO;
	event_base_loopbreak(desk->base);
}

static void
stopped(evutil_socket_t, short, void *arg)
{
	struct desk *desk = arg;

	alive_stopping(&desk->alive);
	event_base_loopbreak(desk->base);
}

static void
run_loop(struct desk *desk)
{
	static const struct timeval often = { ALIVE_TICK_S, 0 };
	struct event *stop[2] = {
		evsignal_new(desk->base, SIGTERM, stopped, desk),
		evsignal_new(desk->base, SIGINT, stopped, desk),
	};
	struct event *sweep = event_new(desk->base, -1, EV_PERSIST, swept,
	    desk);

	evsignal_add(stop[0], NULL);
	evsignal_add(stop[1], NULL);
	event_add(sweep, &often);
	alive_ready(&desk->alive, "staff may sign in");
	event_base_dispatch(desk->base);
	event_free(stop[0]);
	event_free(stop[1]);
	event_free(sweep);
}

/* First whoever waits for the slow step is answered, then the door closes. */
static void
end(struct desk *desk)
{
	if (desk->worker != NULL)
		worker_stop(desk->worker);
	seekings_stop(desk);
	TALLOC_FREE(desk->watch);
	if (desk->http != NULL)
		http_close(desk->http);
	/* Where we never listened it may be another's, who does. */
	if (desk->http != NULL && desk->settings->desk_socket[0] != '\0')
		unlink(desk->settings->desk_socket);
	talloc_free(desk->store);
	event_base_free(desk->base);
}

int
desk_run(const struct settings *settings, int ready_fd)
{
	struct desk desk = { .settings = settings, .alive = { ready_fd } };
	int rc = open_store(&desk);

	if (rc != 0)
		return rc;
	desk.base = event_base_new();
	desk.sessions = sessions_new(desk.store);
	desk.once = once_new(desk.store);
	desk.ledger = ledger_open(desk.store);
	rc = phrases_open(&desk);
	if (rc == 0)
		rc = rules_follow(settings, desk.store, &desk.rules);
	if (rc == 0)
		rc = worker_start(desk.store, desk.base, &desk.worker);
	if (rc == 0)
		rc = open_door(&desk);
	if (rc == 0)
		rc = open_watch(&desk);
	if (rc == 0)
		rc = shut_in(SHUT_DESK);
	if (rc == 0)
		run_loop(&desk);
	end(&desk);
	return rc == 0 ? desk.result : rc;
}
