#include "gateway/calls/calls.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "gateway/alive.h"
#include "gateway/calls/batch.h"
#include "gateway/calls/erasing.h"
#include "gateway/calls/furnish.h"
#include "gateway/calls/limits.h"
#include "gateway/calls/outbox.h"
#include "gateway/calls/step.h"
#include "gateway/calls/watching.h"
#include "gateway/kannel/box.h"
#include "gateway/licences/ledger.h"
#include "gateway/log.h"
#include "gateway/meters.h"
#include "gateway/shutting.h"
#include "store/store.h"

enum {
	RETRY_MS = 1000,	/* when the store cannot write */
	REST_MS = 1000,		/* idle for so long: housekeeping */
	LOG_PAGES_MANY = 16000,	/* 32 MiB: checkpoint even under load */
	LOG_PAGES_SOME = 500,	/* checkpoint when idle */
	BUSY_S = 10,		/* without a rest for so long: the same */
};

static const struct timeval rest = { REST_MS / 1000, 0 };

struct calls {
	const struct settings *settings;
	struct event_base *base;
	struct store *store;
	struct house *house;
	struct box *box;
	struct outbox *outbox;
	struct event *again, *rest, *tick, *stop[2], *reload;
	struct watching watching;
	struct watch *watch;	/* NULL: nobody watches */
	struct alive alive;
	bool announced;
	struct outflow outflow;
	int64_t batch_ms;	/* stamp of the last batch: always grows */
	struct erasing erasing;
	int64_t kept_at;
	int64_t day_shift_s;	/* of a demonstration's day from today */
	int result;
};

static int64_t
clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static struct sitting
sit(struct calls *c)
{
	int64_t now_ms = clock_ms(), linked_at = box_linked_at(c->box);

	c->batch_ms = now_ms > c->batch_ms ? now_ms : c->batch_ms + 1;
	return (struct sitting){
		.settings = c->settings,
		.house = c->house,
		.store = c->store,
		.now = now_ms / 1000,
		.now_ms = c->batch_ms,
		/* After a clock was set back all would look like repeats. */
		.linked_at = linked_at <= now_ms / 1000 ? linked_at : 0,
		.outbox = c->outbox,
		.outflow = &c->outflow,
	};
}

static void
end_if_broken(struct calls *c)
{
	if (!store_is_broken(c->store))
		return;
	c->result = -EIO;
	event_base_loopbreak(c->base);
}

/* The store cannot write: messages wait in bearerbox until it can. */
static void
give_back(struct calls *c)
{
	meter_add(METER_STORE_FAILURES, 1);
	log_line(LOG_ERR, "%s; messages wait in bearerbox, trying again in a "
	    "second", store_why(c->store));
	box_drop(c->box, RETRY_MS);
	end_if_broken(c);
}

/* What staff and operators changed: centres, facts, notices. */
static void
see_store(struct calls *c)
{
	int rc = house_facts(c->house, c->store);
	bool anew = c->house->mark == NULL;

	if (rc == 0)
		rc = house_centres(c->house, c->store);
	if (rc == 0)
		rc = ledger_see(c->house->ledger, c->store);
	if (rc != 0)
		log_line(LOG_ERR, "%s", store_why(c->store));
	else if (anew)
		house_cut(c->house);
}

/* A demonstration may have a day of its own.  A file that holds none was told
   of at start; now the day goes on as it was. */
static void
see_day(struct calls *c, int64_t now)
{
	struct faults *faults = faults_new(c->store);
	time_t day = now;

	if (c->settings->demo &&
	    known_time(c->settings, now, faults, &day) == 0)
		c->day_shift_s = day - now;
	talloc_free(faults);
}

/* Facts are judged by the day, however busy it is and whatever lies in DIR
   that nobody has asked us to read. */
static void
begin_day(struct calls *c, int64_t now)
{
	time_t day = (time_t)(now + c->day_shift_s);

	if (date_is_same(day, c->house->day_of))
		return;
	house_new_day(c->house, day);
	see_store(c);
}

/* What callers typed: one transaction, then replies and acknowledgements. */
static void
calls_answer(struct calls *c)
{
	struct sitting sitting = sit(c);

	if (batch_answer(&sitting, c->box) != 0)
		give_back(c);
}

/* What staff wrote and may leave now; not in the way of who waits. */
static void
texts_leave(struct calls *c)
{
	struct sitting sitting;

	if (!outbox_is_time(c->outbox, c->box, clock_ms()))
		return;
	sitting = sit(c);
	if (outbox_send(c->outbox, &sitting, c->box) != 0)
		give_back(c);
}

static void
checkpoint(struct calls *c, unsigned pages)
{
	if (store_log_pages(c->store) > pages &&
	    store_checkpoint(c->store) == -EIO)
		log_line(LOG_ERR, "%s", store_why(c->store));
}

static void
announce(struct calls *c)
{
	if (c->announced || !box_accepted(c->box))
		return;
	c->announced = true;
	alive_ready(&c->alive, "linked to bearerbox");
}

/* A loop that goes round, whoever waits. */
static void
ticked(evutil_socket_t, short, void *arg)
{
	struct calls *c = arg;

	alive_tick(&c->alive);
}

/* Waits for a rest, but not for ever: some days there is none. */
static void
keep_house(struct calls *c, int64_t now)
{
	c->kept_at = now;
	limits_tell(&c->outflow, c->settings);
	erasing_pass(&c->erasing, c->settings, c->store, now);
	see_day(c, now);
	begin_day(c, now);
	see_store(c);
}

static void
woken(void *arg)
{
	struct calls *c = arg;
	int64_t now = clock_ms() / 1000;

	announce(c);
	begin_day(c, now);
	if (box_waiting(c->box, 0) != NULL)
		calls_answer(c);
	texts_leave(c);
	checkpoint(c, LOG_PAGES_MANY);
	if (now - c->kept_at >= BUSY_S || now < c->kept_at)
		keep_house(c, now);
	if (box_waiting(c->box, 0) != NULL)
		event_active(c->again, EV_TIMEOUT, 0);
	event_add(c->rest, &rest);
}

static void
woken_again(evutil_socket_t, short, void *arg)
{
	woken(arg);
}

/* A whole new house beside the old one; an error keeps the old. */
static void
reloaded(evutil_socket_t, short, void *arg)
{
	struct calls *c = arg;
	struct house *house = house_furnished(c->settings, c->store);

	if (house == NULL) {
		log_line(LOG_ERR, "kept the tree and words that were in use");
		return;
	}
	talloc_free(c->house);
	c->house = house;
	log_line(LOG_NOTICE, "tree, words, networks and centres read again");
}

/* Housekeeping, never in a caller's way. */
static void
rested(evutil_socket_t, short, void *arg)
{
	struct calls *c = arg;
	int64_t now = clock_ms() / 1000;

	announce(c);
	texts_leave(c);
	checkpoint(c, LOG_PAGES_SOME);
	keep_house(c, now);
	end_if_broken(c);
	event_add(c->rest, &rest);
}

static void
stopped(evutil_socket_t, short, void *arg)
{
	struct calls *c = arg;

	alive_stopping(&c->alive);
	if (box_waiting(c->box, 0) != NULL)
		calls_answer(c);
	event_base_loopbreak(c->base);
}

static void
listen_for_signals(struct calls *c)
{
	static const struct timeval often = { ALIVE_TICK_S, 0 };

	c->stop[0] = evsignal_new(c->base, SIGTERM, stopped, c);
	c->stop[1] = evsignal_new(c->base, SIGINT, stopped, c);
	c->reload = evsignal_new(c->base, SIGHUP, reloaded, c);
	evsignal_add(c->stop[0], NULL);
	evsignal_add(c->stop[1], NULL);
	evsignal_add(c->reload, NULL);
	c->tick = event_new(c->base, -1, EV_PERSIST, ticked, c);
	event_add(c->tick, &often);
	signal(SIGPIPE, SIG_IGN);
}

static void
open_box(struct calls *c)
{
	struct box_settings box = {
		.host = c->settings->box_host,
		.port = (unsigned)c->settings->box_port,
		.name = c->settings->box_name,
		.heartbeat_s = (unsigned)c->settings->heartbeat_s,
	};

	c->again = event_new(c->base, -1, 0, woken_again, c);
	c->rest = evtimer_new(c->base, rested, c);
	c->box = box_open(c->store, c->base, &box, woken, c);
	event_active(c->again, EV_TIMEOUT, 0);
}

static int
open_watch(struct calls *c)
{
	c->watching = (struct watching){ .settings = c->settings,
		.store = c->store, .house = &c->house, .box = &c->box,
		.networks = outbox_networks(c->outbox) };
	return watching_open(c->store, c->base, &c->watching, &c->watch);
}

static void
end(struct calls *c)
{
	TALLOC_FREE(c->watch);
	box_close(c->box);
	event_free(c->again);
	event_free(c->rest);
	event_free(c->tick);
	event_free(c->stop[0]);
	event_free(c->stop[1]);
	event_free(c->reload);
}

/*
 * Into a store that is damaged nothing is acknowledged.  And what the log holds
 * when we start may be in the kernel's memory alone: after a failed sync it goes
 * on showing pages that it will not write, and the next sync says that all is
 * well (fsync of 2018).  A message found in there would be acknowledged as done.
 * So the log is copied into the store, and that is synced, before anything else.
 */
static int
make_durable(struct calls *c)
{
	int rc = store_verify_start(c->store);

	if (rc == 0)
		rc = store_checkpoint(c->store);
	if (rc == 0 || rc == -EAGAIN)
		return 0;
	log_line(LOG_ERR, "%s", store_why(c->store));
	return rc;
}

static int
start_outbox(struct calls *c)
{
	int rc = outbox_start(c->store, c->store, clock_ms() / 1000,
	    &c->outbox);

	if (rc != 0)
		log_line(LOG_ERR, "%s", store_why(c->store));
	return rc;
}

static int
open_store(struct calls *c)
{
	char *why = NULL;
	int rc = store_open(NULL, c->settings->dir, ROLE_CALLS, &c->store,
	    &why);

	if (rc != 0)
		log_line(LOG_ERR, "%s", why != NULL ? why : strerror(-rc));
	talloc_free(why);
	return rc;
}

int
calls_run(const struct settings *settings, int ready_fd)
{
	struct calls c = { .settings = settings, .alive = { ready_fd } };
	int rc = open_store(&c);

	if (rc != 0)
		return rc;
	c.house = make_durable(&c) == 0 && start_outbox(&c) == 0 ?
	    house_furnished(settings, c.store) : NULL;
	if (c.house == NULL) {
		talloc_free(c.store);
		return -EINVAL;
	}
	see_day(&c, clock_ms() / 1000);
	c.base = event_base_new();
	listen_for_signals(&c);
	open_box(&c);
	rc = open_watch(&c);
	if (rc == 0)
		rc = shut_in(SHUT_CALLS);
	if (rc == 0)
		event_base_dispatch(c.base);
	end(&c);
	talloc_free(c.store);
	event_base_free(c.base);
	return rc == 0 ? c.result : rc;
}
