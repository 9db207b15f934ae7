#include "gateway/calls/outbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/calls/leaving.h"
#include "gateway/calls/reply.h"
#include "gateway/jump.h"
#include "gateway/kannel/box.h"
#include "gateway/log.h"
#include "store/outbox.h"
#include "store/store.h"

enum {
	MS = 1000,
	PASS_MS = 1000,		/* between two looks */
	AGE_MS = 10000,		/* between two looks at what is too old */
	AT_ONCE = 16,		/* in one transaction */
	EARLY_S = 60,		/* before her time is over */
};

/* One that left, until bearerbox says what became of it. */
struct flight {
	bool used;
	char attempt[UUID_TEXT + 1];
	struct id id;
	unsigned tries;
	const char *network;
};

struct outbox {
	struct networks *networks;
	uint64_t link;			/* on which they left */
	int64_t looked_ms, aged_ms;
	struct jump jump;
	int64_t held_until_ms;		/* of the steady clock */
	struct flight flights[AWAITED_MAX];
};

/* One pass. */
struct pass {
	TALLOC_CTX *ctx;
	struct outbox *outbox;
	const struct sitting *sitting;
	struct box *box;
	size_t n;
	struct leaving leaving[AT_ONCE];
};

int
outbox_start(TALLOC_CTX *ctx, struct store *store, int64_t now,
    struct outbox **out)
{
	int64_t n = 0;
	int rc = store_begin(store);

	if (rc == 0)
		rc = outbox_recover(store, now, &n);
	if (rc == 0)
		rc = store_commit(store);
	if (rc != 0) {
		store_rollback(store);
		return rc;
	}
	if (n > 0)
		log_line(LOG_WARNING, "%lld texts were being sent when calls "
		    "ended: nobody knows whether they left; see: helpline "
		    "outbox", (long long)n);
	*out = talloc_zero(ctx, struct outbox);
	(*out)->networks = networks_open(*out);
	return 0;
}

struct networks *
outbox_networks(struct outbox *outbox)
{
	return outbox->networks;
}

/* ---- it leaves ---- */

static size_t
room(const struct outbox *outbox)
{
	size_t n = 0;

	for (size_t i = 0; i < AWAITED_MAX && n < AT_ONCE; i++)
		n += !outbox->flights[i].used;
	return n;
}

static void
fly(const struct pass *pass, const struct leaving *leaving)
{
	const struct outbox_row *row = &leaving->due->row;
	struct sms sms = reply_outgoing(pass->ctx, pass->sitting,
	    leaving->operator, leaving->due->number, leaving->page);
	char report[OUTBOX_REPORT_ID + 1];
	struct flight *flight = pass->outbox->flights;

	while (flight->used)
		flight++;
	outbox_report_id(pass->sitting->store, &row->id, report);
	sms.dlr_mask = REPORTS_ALL;
	sms.dlr_url = (struct octets){ report, OUTBOX_REPORT_ID };
	sms.validity = (int32_t)(leaving->until - EARLY_S);
	*flight = (struct flight){ .used = true, .id = row->id,
		.tries = row->tries, .network = talloc_strdup(pass->outbox,
		leaving->operator->name) };
	memcpy(flight->attempt, sms.id.data, UUID_TEXT);
	/* Room was made sure of; a link that goes just now is a fall. */
	if (box_send_awaited(pass->box, pass->outbox->link, &sms) != 0)
		log_line(LOG_WARNING, "the link went while a text was being "
		    "sent");
}

static int
choose(struct pass *pass)
{
	const struct sitting *sitting = pass->sitting;
	struct outbox_dues *dues;
	int rc = outbox_due(sitting->store, pass->ctx, sitting->now,
	    room(pass->outbox), &dues);

	for (size_t i = 0; rc == 0 && i < dues->n; i++) {
		struct leaving *leaving = &pass->leaving[pass->n];

		*leaving = (struct leaving){ .due = &dues->due[i] };
		rc = leaving_look(pass->ctx, sitting,
		    pass->outbox->networks, leaving);
		pass->n += rc == 1;
		rc = rc < 0 ? rc : 0;
	}
	/* Without the key nothing can be sent: doctor says so. */
	return rc == -ENOKEY ? 0 : rc;
}

/* ---- what bearerbox says ---- */

static struct flight *
find_flight(struct outbox *outbox, const char *attempt)
{
	for (size_t i = 0; i < AWAITED_MAX; i++)
		if (outbox->flights[i].used &&
		    strcmp(outbox->flights[i].attempt, attempt) == 0)
			return &outbox->flights[i];
	return NULL;
}

static int
note_word(const struct pass *pass, const struct flight *flight,
    enum ack_kind kind)
{
	struct store *store = pass->sitting->store;
	int64_t now = pass->sitting->now;

	switch (kind) {
	case ACK_STORED:
		return outbox_move(store, &flight->id, OUTBOX_ACCEPTED, "",
		    now);
	case ACK_BUFFERED:
		return outbox_move(store, &flight->id, OUTBOX_ACCEPTED,
		    "network", now);
	case ACK_TRY_AGAIN:
		return outbox_put_off(store, &flight->id,
		    now + networks_rest_s(flight->tries), "busy");
	default:
		return outbox_move(store, &flight->id, OUTBOX_FAILED,
		    "refused", now);
	}
}

/* A network of which bearerbox keeps or refuses what it is sent is not there. */
static void
heed(const struct pass *pass, const struct flight *flight, enum ack_kind kind)
{
	const struct operator *o = leaving_operator(
	    pass->sitting->house->operators, flight->network);

	if (o != NULL && (kind == ACK_BUFFERED || kind == ACK_TRY_AGAIN))
		networks_fall(pass->outbox->networks, o,
		    pass->sitting->now * MS);
}

static void
land(struct flight *flight)
{
	talloc_free((void *)flight->network);
	*flight = (struct flight){ 0 };
}

static int
hear_words(const struct pass *pass)
{
	struct flight *flight;
	struct word word;
	int rc = 0;

	while (rc == 0 && box_word(pass->box, &word)) {
		flight = find_flight(pass->outbox, word.id);
		if (flight == NULL)
			continue;
		rc = note_word(pass, flight, word.kind);
		heed(pass, flight, word.kind);
		land(flight);
		/* A report was faster. */
		if (rc == -EALREADY || rc == -ENOENT)
			rc = 0;
	}
	return rc;
}

/* The link they left on is gone, and with it what bearerbox would say. */
static int
see_link(const struct pass *pass)
{
	struct outbox *outbox = pass->outbox;
	uint64_t link = box_link(pass->box);
	int64_t n = 0;
	int rc;

	if (link == outbox->link)
		return 0;
	rc = outbox_recover(pass->sitting->store, pass->sitting->now, &n);
	if (rc != 0)
		return rc;
	if (n > 0)
		log_line(LOG_WARNING, "the link fell while %lld texts were "
		    "being sent: nobody knows whether they left",
		    (long long)n);
	for (size_t i = 0; i < AWAITED_MAX; i++)
		land(&outbox->flights[i]);
	outbox->link = link;
	return 0;
}

/* bearerbox sees that nobody has answered it for so long, drops its links and
   sends again what was under way.  Until it is through nothing new is. */
static void
see_clock(struct outbox *outbox, const struct settings *settings)
{
	int64_t by_ms = jump_look(&outbox->jump);

	if (by_ms == 0 || settings->clock_hold_s == 0)
		return;
	outbox->held_until_ms = steady_ms() + settings->clock_hold_s * MS;
	log_line(LOG_WARNING, "the clock was set by %lld s: no text leaves "
	    "for %ld s (clock_hold_s)", (long long)(by_ms / MS),
	    settings->clock_hold_s);
}

static bool
is_held(const struct outbox *outbox)
{
	return steady_ms() < outbox->held_until_ms;
}

/* ---- a pass ---- */

static int
age(const struct pass *pass)
{
	struct outbox *outbox = pass->outbox;
	int64_t now_ms = pass->sitting->now_ms;
	bool left = false;
	int rc = 0;

	if (now_ms - outbox->aged_ms >= AGE_MS) {
		rc = outbox_age(pass->sitting->store, pass->sitting->now,
		    &left);
		outbox->aged_ms = left ? 0 : now_ms;
	}
	return rc;
}

static int
carry_out(struct pass *pass)
{
	struct store *store = pass->sitting->store;
	int rc = store_begin(store);

	/* What fails drops the link: then those on their way are unknown. */
	if (rc == 0)
		rc = hear_words(pass);
	if (rc == 0)
		rc = see_link(pass);
	if (rc == 0)
		rc = age(pass);
	if (rc == 0 && box_accepted(pass->box) && !is_held(pass->outbox))
		rc = choose(pass);
	if (rc == 0)
		rc = store_commit(store);
	if (rc != 0)
		store_rollback(store);
	return rc;
}

/* Is there anything that a transaction is worth? */
static bool
has_work(const struct outbox *outbox, const struct sitting *sitting,
    struct box *box)
{
	int64_t at = 0;

	if (box_has_word(box) || box_link(box) != outbox->link ||
	    sitting->now_ms - outbox->aged_ms >= AGE_MS)
		return true;
	return outbox_next(sitting->store, &at) != 0 ||
	    (at != 0 && at <= sitting->now);
}

/* Staff queue from another process: it is looked for each second. */
bool
outbox_is_time(const struct outbox *outbox, const struct box *box,
    int64_t now_ms)
{
	int64_t since = now_ms - outbox->looked_ms;

	return box_has_word(box) || since < 0 || since >= PASS_MS;
}

int
outbox_send(struct outbox *outbox, const struct sitting *sitting,
    struct box *box)
{
	struct pass pass = { .outbox = outbox, .sitting = sitting,
		.box = box };
	int rc;

	outbox->looked_ms = sitting->now_ms;
	see_clock(outbox, sitting->settings);
	if (!has_work(outbox, sitting, box))
		return 0;
	pass.ctx = talloc_new(NULL);
	rc = carry_out(&pass);
	for (size_t i = 0; rc == 0 && i < pass.n; i++)
		fly(&pass, &pass.leaving[i]);
	if (rc == 0 && pass.n > 0)
		box_flush(box);
	talloc_free(pass.ctx);
	return rc;
}
