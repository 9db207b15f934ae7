#include "gateway/calls/watching.h"

#include <event2/buffer.h>
#include <string.h>
#include <time.h>

#include "gateway/calls/networks.h"
#include "gateway/facts_report.h"
#include "gateway/kannel/box.h"
#include "gateway/watch.h"
#include "store/agencies.h"
#include "store/cases.h"
#include "store/outbox.h"
#include "store/rounds.h"

static bool
is_ready(void *arg, const char **why)
{
	const struct watching *w = arg;

	if (store_is_broken(w->store))
		*why = "the disk failed";
	else if (!box_accepted(*w->box))
		*why = "not linked to bearerbox";
	else
		return true;
	return false;
}

static void
tell_outbox(const struct watching *w, struct evbuffer *out, int64_t now)
{
	int64_t n, next = 0;

	gauge_head(out, "helpline_outbox_texts",
	    "Texts of staff and to duty phones of the last days, by state.");
	for (int s = 0; s < OUTBOX_STATES; s++)
		if (outbox_count(w->store, (enum outbox_state)s, &n) == 0)
			gauge_line(out, "helpline_outbox_texts", "state",
			    outbox_state_name((enum outbox_state)s),
			    (double)n);
	if (outbox_next(w->store, &next) != 0)
		return;
	gauge_write(out, "helpline_outbox_late_seconds",
	    "How long the text that is due first has been due.",
	    next > 0 && next < now ? (double)(now - next) : 0);
}

static void
tell_overdue(const struct watching *w, struct evbuffer *out, int64_t now)
{
	static const char name[] = "helpline_case_overdue_seconds";
	int64_t due;

	gauge_head(out, name, "How far the case that is due first is past its "
	    "time.");
	for (int urgent = 0; urgent < 2; urgent++)
		if (cases_oldest_due(w->store, urgent, &due) == 0)
			gauge_line(out, name, "urgent", urgent ? "yes" : "no",
			    due > 0 && due < now ? (double)(now - due) : 0);
}

/* A name of operators.yaml, letters and digits (checked there). */
static void
tell_networks(const struct watching *w, struct evbuffer *out, int64_t now)
{
	static const char name[] = "helpline_network_up";
	const struct operators *operators = (*w->house)->operators;

	gauge_write(out, "helpline_bearerbox_up",
	    "1: we are linked to bearerbox.", box_accepted(*w->box));
	gauge_head(out, name, "0: it did not take the last text we sent, and "
	    "rests.");
	for (size_t i = 0; i < operators->n; i++)
		gauge_line(out, name, "network", operators->operator[i].name,
		    !networks_rests(w->networks, &operators->operator[i],
		    now));
}

/* What was done, and what of it went well. */
static void
tell_duty(const struct rounds_done *done, struct evbuffer *out, int64_t now)
{
	static const char name[] = "helpline_round_age_seconds";
	static const char *const wanted[] = { "backup", "drill", "register",
		"forget" };

	for (size_t d = 0; d < sizeof(wanted) / sizeof(*wanted); d++)
		for (size_t i = 0; i < done->n; i++) {
			const struct round *r = &done->round[i];

			if (strcmp(r->duty, wanted[d]) != 0 ||
			    (r->result != ROUND_DONE &&
			    r->result != ROUND_SAME))
				continue;
			gauge_line(out, name, "duty", wanted[d],
			    (double)(now - r->begun_at));
			break;
		}
}

static void
tell_rounds(const struct watching *w, struct evbuffer *out, int64_t now)
{
	enum { LOOKED_AT = 200 };
	struct rounds_done *done;

	if (rounds_load(w->store, NULL, NULL, LOOKED_AT, &done) != 0)
		return;
	gauge_head(out, "helpline_round_age_seconds",
	    "Since when a duty of rounds last went well.");
	tell_duty(done, out, now);
	talloc_free(done);
}

static void
tell_knowledge(const struct watching *w, struct evbuffer *out, int64_t now)
{
	struct register_head head;
	TALLOC_CTX *ctx = talloc_new(NULL);
	size_t past, due;

	if ((*w->house)->known != NULL) {
		due = facts_due(*w->house, &past);
		gauge_write(out, "helpline_facts_due",
		    "Facts to check again within 60 days.", (double)due);
		gauge_write(out, "helpline_facts_past",
		    "Facts past their last day.", (double)past);
	}
	if (agencies_head(w->store, ctx, &head) == 0 && head.generation != 0)
		gauge_write(out, "helpline_register_age_seconds",
		    "Age of the list of agencies, in whole days.",
		    (double)register_age_days(&head, now) * 86400);
	talloc_free(ctx);
}

/* A store that fails leaves its own out. */
static void
tell_gauges(void *arg, struct evbuffer *out)
{
	const struct watching *w = arg;
	int64_t now = time(NULL);

	tell_outbox(w, out, now);
	tell_overdue(w, out, now);
	tell_networks(w, out, now);
	tell_rounds(w, out, now);
	tell_knowledge(w, out, now);
}

int
watching_open(TALLOC_CTX *ctx, struct event_base *base,
    struct watching *watching, struct watch **out)
{
	const struct watched watched = { .of = METERS_OF_CALLS,
		.dir = watching->settings->dir, .is_ready = is_ready,
		.gauges = tell_gauges, .arg = watching };

	return watch_open(ctx, base, watching->settings->calls_watch_port,
	    &watched, out);
}
