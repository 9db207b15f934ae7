/*
 * Delivery reports, and whatever else moves a text in the outbox.  Four texts
 * in states that the first octet says; then either
 *
 * reports, genuine, forged, cut, of other ids, with any mask and time: each is
 * acknowledged once, a message that is none never.  A text that has not left
 * is not moved, nor any by what is not its own whole id; states only grow; the
 * same reports in the other order end the same, and a second time
 * they change nothing.  Or
 *
 * a pass after the other: due, sent, put off, moved, fallen, aged, stopped,
 * reported on.  A text leaves once, and once more for each time that bearerbox
 * sent it back; otherwise its state only grows.
 */
#include "tests/fuzz/scratch.h"

#include <errno.h>

#include "gateway/calls/outbox.h"
#include "gateway/calls/reports.h"
#include "gateway/kannel/box.h"
#include "gateway/kannel/operators.h"
#include "gateway/meters.h"
#include "store/centre.h"
#include "store/inside.h"
#include "store/outbox.h"
#include "store/posting.h"

enum { TEXTS = 4, REPORTS = 24, STEPS = 48, OCTETS = 64, HOUR_S = 3600 };

static const int64_t now = 1790001234;
static const struct id case_id = {{ 7, 7, 7 }};
static const char phone[] = "+855961234567";

/* ---- in the place of the link and of the networks ---- */

struct box {
	size_t n;
	struct arrival arrival[REPORTS];
	char id[REPORTS][OCTETS];
	unsigned acked[REPORTS], flushed;
};

const struct arrival *
box_waiting(const struct box *box, size_t n)
{
	return n < box->n ? &box->arrival[n] : NULL;
}

void
box_acknowledge(struct box *box, const struct arrival *arrival)
{
	box->acked[arrival - box->arrival]++;
}

void
box_flush(struct box *box)
{
	box->flushed++;
}

static unsigned spoken;

struct networks *
outbox_networks(struct outbox *outbox)
{
	(void)outbox;
	return NULL;
}

void
networks_speak(struct networks *networks, const struct operator *o)
{
	(void)networks;
	must(o != NULL);
	spoken++;
}

void
meter_add(enum meter meter, uint64_t n)
{
	must(meter == METER_REPORTS && n > 0);
}

const struct operator *
operator_of(const struct operators *all, struct octets smsc_id, bool *ussd)
{
	static const struct operator one = { .name = "demo" };

	(void)all;
	*ussd = false;
	return smsc_id.n == 0 ? &one : NULL;
}

/* ---- a store ---- */

static struct store *store;
static int64_t office;

static void
close_store(void)
{
	talloc_free(store);
}

static void
allow(void)
{
	struct consent consent = consent_none();

	consent.text = true;
	memcpy(consent.country, "KH", sizeof(consent.country));
	must(store_begin(store) == 0);
	must(consent_save(store, &case_id, &consent, phone, "demo", now) ==
	    0);
	must(store_commit(store) == 0);
}

static void
add_office(void)
{
	const struct centre centre = { .name = { "", "", "", "Poipet" },
		.area = "KH-1", .hours = "1-5 8:00-17:00", .phone = "" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct secret *secret;
	char *paper;

	must(centre_add(store, ctx, &centre, &office, &secret, &paper) == 0);
	talloc_free(ctx);
}

static void
open_store(void)
{
	char *why = NULL;

	if (store != NULL)
		return;
	scratch_make();
	must(store_make(scratch, &why, NULL) == 0);
	must(store_open(NULL, scratch, ROLE_CALLS, &store, &why) == 0);
	atexit(close_store);
	add_office();
	allow();
}

static struct id
id_of(unsigned k)
{
	return (struct id){{ (unsigned char)(k + 1), 1 }};
}

static struct outbox_row
row_of(unsigned k)
{
	const struct id id = id_of(k);
	struct outbox_row row;

	must(outbox_load(store, &id, &row) == 0);
	return row;
}

static void
queue_one(unsigned k)
{
	const struct id id = id_of(k);
	const struct outbox_new new = { .kind = OUTBOX_STAFF, .centre = office,
		.case_id = &case_id, .id = &id, .text = "Come on Monday.",
		.parts = 1, .begins_at = now, .ends_at = now + HOUR_S,
		.now = now };
	struct id out;

	must(outbox_queue(store, &new, &out) == 0);
}

static void
begin(void)
{
	must(store_begin(store) == 0);
}

static void
commit(void)
{
	must(store_commit(store) == 0);
}

/* Two bits a text: queued, sending, accepted, unknown. */
static void
put_texts(unsigned states)
{
	begin();
	must(engine_do(store, "DELETE FROM outbox") == 0);
	for (unsigned k = 0; k < TEXTS; k++, states >>= 2) {
		const struct id id = id_of(k);

		queue_one(k);
		if ((states & 3) != 0)
			must(outbox_move(store, &id, (enum outbox_state)
			    (states & 3), "", now) == 0);
	}
	commit();
}

/* ---- reports ---- */

static const int32_t masks[] = { 1, 2, 4, 8, 16, 0, -1, 31, 3, 18, 32, 9 };

/* Which text's whole id it has; TEXTS: none. */
static unsigned
put_report(struct box *box, size_t i, struct draw *draw)
{
	uint8_t how = draw_octet(draw), mask = draw_octet(draw);
	struct sms *sms = &box->arrival[i].sms;
	unsigned k = how % TEXTS, whole = k;
	const struct id id = id_of(k), other = id_of((k + 1) % TEXTS);
	size_t n = OUTBOX_REPORT_ID;
	char check[OUTBOX_REPORT_ID + 1];
	const uint8_t *drawn;
	char *text = box->id[i];

	outbox_report_id(store, &id, text);
	outbox_report_id(store, &other, check);
	switch (how / TEXTS % 6) {
	case 0:		/* cut, or with nothing */
		n = draw_octet(draw) % OUTBOX_REPORT_ID;
		break;
	case 1:		/* one octet another */
		text[draw_octet(draw) % n] ^= (char)(draw_octet(draw) | 1);
		break;
	case 2:		/* another's check */
		memcpy(text + 33, check + 33, 16);
		break;
	case 3:
		/* n is told before it is used. */
		drawn = draw_octets(draw, OCTETS, &n);
		memcpy(text, drawn, n);
		break;
	default:
		whole = k + TEXTS;
	}
	*sms = sms_blank();
	sms->sms_type = how >= 250 ? SMS_MO : SMS_REPORT_MT;
	sms->dlr_mask = masks[mask % (sizeof(masks) / sizeof(*masks))];
	sms->dlr_url = (struct octets){ how == 249 ? NULL : text, n };
	sms->smsc_id = (struct octets){ "x", mask > 127 };
	return whole >= TEXTS && sms->sms_type != SMS_MO &&
	    sms->dlr_url.data != NULL && sms->dlr_mask > 0 ? k : TEXTS;
}

static void
take(struct box *box, size_t from, size_t n)
{
	static struct house house;
	struct sitting sitting = { .store = store, .now = now,
		.house = &house };
	struct box part = { .n = n };
	unsigned reports = 0;

	sitting.outbox = (struct outbox *)&part;
	for (size_t i = 0; i < n; i++)
		part.arrival[i] = box->arrival[from + i];
	must(reports_take(&sitting, &part, n) == 0);
	for (size_t i = 0; i < n; i++) {
		bool report = is_report(&part.arrival[i]);

		must(part.acked[i] == report);
		reports += report;
	}
	must(part.flushed == (reports > 0));
}

static void
hold_grown(const struct outbox_row before[TEXTS], unsigned touched)
{
	for (unsigned k = 0; k < TEXTS; k++) {
		const struct outbox_row row = row_of(k);

		must(row.state >= before[k].state);
		must(row.taken >= before[k].taken);
		if ((touched >> k & 1) == 0 ||
		    before[k].state == OUTBOX_QUEUED)
			must(row.state == before[k].state &&
			    row.taken == before[k].taken);
	}
}

static void
look(struct outbox_row rows[TEXTS])
{
	for (unsigned k = 0; k < TEXTS; k++)
		rows[k] = row_of(k);
}

static void
hold_same(const struct outbox_row rows[TEXTS])
{
	for (unsigned k = 0; k < TEXTS; k++) {
		const struct outbox_row row = row_of(k);

		must(row.state == rows[k].state && row.taken ==
		    rows[k].taken);
	}
}

static void
turn_round(struct box *box)
{
	for (size_t i = 0, k = box->n; i + 1 < k; i++) {
		const struct arrival kept = box->arrival[i];

		box->arrival[i] = box->arrival[--k];
		box->arrival[k] = kept;
	}
}

static void
run_reports(struct draw *draw, unsigned states)
{
	struct outbox_row before[TEXTS], after[TEXTS];
	static struct box box;
	unsigned touched = 0;

	memset(&box, 0, sizeof(box));
	put_texts(states);
	look(before);
	while (draw->n > 0 && box.n < REPORTS)
		touched |= 1u << put_report(&box, box.n, draw), box.n++;
	take(&box, 0, box.n);
	hold_grown(before, touched);
	look(after);
	take(&box, 0, box.n);
	hold_same(after);
	put_texts(states);
	turn_round(&box);
	take(&box, 0, box.n);
	hold_same(after);
}

/* ---- all that moves a text ---- */

struct lives {
	unsigned left[TEXTS], back[TEXTS];
	enum outbox_state state[TEXTS];
	int64_t now;
};

static void
send_due(struct lives *lives, unsigned n)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct outbox_dues *dues;
	int64_t at;

	must(outbox_next(store, &at) == 0);
	must(outbox_due(store, ctx, lives->now, n, &dues) == 0);
	must(dues->n <= n && (at != 0 || dues->n == 0));
	for (size_t i = 0; i < dues->n; i++) {
		unsigned k = dues->due[i].row.id.octets[0] - 1u;

		must(k < TEXTS && dues->due[i].text != NULL);
		must(dues->due[i].row.due_at <= lives->now);
		if (outbox_move(store, &dues->due[i].row.id, OUTBOX_SENDING,
		    "", lives->now) == 0)
			lives->left[k]++;
	}
	talloc_free(ctx);
}

static void
act_on(struct lives *lives, unsigned k, unsigned what, unsigned much)
{
	static const enum outbox_state says[] = { OUTBOX_ACCEPTED,
		OUTBOX_FAILED, OUTBOX_DELIVERED };
	const struct id id = id_of(k), none = {{ 99 }};
	char text[OUTBOX_REPORT_ID + 1];
	int rc;

	switch (what) {
	case 0:		/* bearerbox sends it back, or it is to wait */
		rc = outbox_put_off(store, &id, lives->now + much, "busy");
		if (rc == 0)
			lives->back[k] += lives->state[k] == OUTBOX_SENDING;
		must(rc == 0 || rc == -EALREADY);
		break;
	case 1:
		rc = outbox_move(store, &id, (enum outbox_state)(2 + much %
		    5), "word", lives->now);
		must(rc == 0 || rc == -EALREADY);
		break;
	case 2:
		must(outbox_move(store, &none, OUTBOX_FAILED, "", now) ==
		    -ENOENT);
		must(outbox_put_off(store, &none, now, "") == -ENOENT);
		break;
	default:
		outbox_report_id(store, &id, text);
		rc = outbox_report(store, text, OUTBOX_REPORT_ID,
		    says[much % 3], "", lives->now);
		must(rc == 0 || rc == -EALREADY || rc == -ENOENT);
		must((rc == -ENOENT) == (lives->state[k] < OUTBOX_SENDING));
	}
}

static void
act_on_all(struct lives *lives, unsigned what, unsigned much)
{
	const struct tag about = posting_about(store, &case_id);
	int64_t n;
	bool left;

	switch (what) {
	case 0:
		must(outbox_recover(store, lives->now, &n) == 0 && n <= TEXTS);
		break;
	case 1:
		lives->now += (int64_t)much * HOUR_S / 2;
		must(outbox_age(store, lives->now, &left) == 0 && !left);
		break;
	case 2:
		if (much < 16)
			must(posting_end(store, &about, "no", lives->now) ==
			    0);
		break;
	default:
		send_due(lives, much % (TEXTS + 1));
	}
}

static void
hold_lives(struct lives *lives, unsigned op)
{
	for (unsigned k = 0; k < TEXTS; k++) {
		const struct outbox_row row = row_of(k);

		must(row.state >= lives->state[k] ||
		    (op < 4 && row.state == OUTBOX_QUEUED &&
		    lives->state[k] == OUTBOX_SENDING));
		must(lives->left[k] <= 1 + lives->back[k]);
		must(row.tries == lives->back[k]);
		lives->state[k] = row.state;
	}
}

static void
run_passes(struct draw *draw)
{
	struct lives lives = { .now = now };

	put_texts(0);
	begin();
	for (int i = 0; i < STEPS && draw->n > 0; i++) {
		unsigned op = draw_octet(draw), much = draw_octet(draw);

		op %= 32;
		if (op < 16)
			act_on(&lives, op % TEXTS, op < 4 ? 0 : op < 8 ? 1 :
			    op == 8 ? 2 : 3, much);
		else
			act_on_all(&lives, op % 4, much);
		hold_lives(&lives, op);
	}
	commit();
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	uint8_t mode = draw_octet(&draw);

	static unsigned runs;

	open_store();
	/* Nobody else copies the log into the store. */
	if (++runs % 256 == 0)
		must(store_checkpoint(store) == 0);
	if (mode % 2 == 0)
		run_reports(&draw, draw_octet(&draw));
	else
		run_passes(&draw);
	return 0;
}
