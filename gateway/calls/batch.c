#include "gateway/calls/batch.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/reply.h"
#include "gateway/calls/reports.h"
#include "gateway/kannel/box.h"
#include "gateway/log.h"
#include "gateway/meters.h"
#include "store/store.h"

enum { BATCH_MAX = 256, POOL = 256 << 10, SLICE_US = 10000 };

/* One wake-up. */
struct batch {
	TALLOC_CTX *ctx;
	const struct sitting *sitting;
	struct box *box;
	unsigned waiting;	/* arrivals of all kinds */
	size_t n;		/* messages among them */
	struct heard *heard;
	struct answer *answers;
	bool *unkept;		/* by arrival: neither done nor kept */
	int64_t began_us;
};

static void
hear(struct batch *b)
{
	const struct sitting *sitting = b->sitting;
	const struct arrival *arrival;

	b->heard = talloc_array(b->ctx, struct heard, b->waiting);
	b->answers = talloc_zero_array(b->ctx, struct answer, b->waiting);
	b->unkept = talloc_zero_array(b->ctx, bool, b->waiting);
	for (unsigned i = 0; i < b->waiting; i++) {
		arrival = box_waiting(b->box, i);
		if (is_report(arrival))
			continue;
		b->heard[b->n] = heard_read(b->ctx, sitting->house->operators,
		    sitting->store, arrival);
		b->heard[b->n].order = i;
		b->n++;
	}
	heard_sort(b->heard, b->n);
}

/*
 * Messages from first to *end in one transaction, or fewer: others who write
 * wait meanwhile, so *end becomes what was done when the time was over.  carry
 * is step_take, or step_quarantine for what that cannot carry out.
 */
static int
take(struct batch *b, size_t first, size_t *end,
    int (*carry)(TALLOC_CTX *, const struct sitting *, const struct heard *,
    struct answer *))
{
	struct store *store = b->sitting->store;
	int rc = store_begin(store);
	int64_t until = meters_clock_us() + SLICE_US;
	size_t i = first;

	while (rc == 0 && i < *end) {
		rc = carry(b->ctx, b->sitting, &b->heard[i], &b->answers[i]);
		i++;
		if (meters_clock_us() >= until)
			break;
	}
	if (rc == 0)
		rc = store_commit(store);
	if (rc != 0)
		store_rollback(store);
	else
		*end = i;
	return rc;
}

/* What fails alone is kept; what cannot be kept waits in bearerbox. */
static int
take_one(struct batch *b, size_t i)
{
	struct store *store = b->sitting->store;
	size_t end = i + 1;
	int rc = take(b, i, &end, step_take);

	if (rc == 0)
		return 0;
	if (store_is_broken(store))
		return -EIO;
	log_line(LOG_ERR, "a message could not be carried out: %s (%s)",
	    strerror(-rc), store_why(store));
	if (take(b, i, &end, step_quarantine) == 0) {
		log_line(LOG_ERR, "it is kept, sealed, in quarantine");
		meter_add(METER_QUARANTINED, 1);
		return 0;
	}
	/* Its own fault, or the disk's? */
	if (store_probe(store) != 0)
		return -EIO;
	log_line(LOG_ERR, "nor could it be kept: it waits in bearerbox until "
	    "this is mended and calls starts again");
	b->answers[i] = (struct answer){0};
	b->unkept[b->heard[i].order] = true;
	return 0;
}

static void
send_page(struct batch *b, size_t i)
{
	struct sms sms = reply_write(b->ctx, b->sitting, &b->heard[i],
	    &b->answers[i]);

	box_send(b->box, b->heard[i].arrival->link, &sms);
}

static void
send_letter(struct batch *b, size_t i)
{
	const struct pages *letter = b->answers[i].letter;
	struct sms sms;

	for (size_t n = 0; n < letter->n; n++) {
		sms = reply_letter(b->ctx, b->sitting, &b->heard[i],
		    &letter->page[n]);
		box_send(b->box, b->heard[i].arrival->link, &sms);
	}
}

/* Each reply stands before its acknowledgement. */
static void
answer(struct batch *b, size_t i)
{
	const struct heard *heard = &b->heard[i];

	if (b->answers[i].page != NULL)
		send_page(b, i);
	if (b->answers[i].letter != NULL)
		send_letter(b, i);
	if (!b->unkept[heard->order])
		box_acknowledge(b->box, heard->arrival);
}

static void
count(const struct batch *b, size_t i)
{
	const struct heard *heard = &b->heard[i];
	const struct answer *a = &b->answers[i];
	bool sms = heard->channel == CHANNEL_SMS;

	if (b->unkept[heard->order]) {
		meter_add(METER_UNKEPT, 1);
		return;
	}
	meter_add(sms ? METER_RECEIVED_SMS : METER_RECEIVED_USSD, 1);
	meter_add(a->page != NULL ? METER_ANSWERED : METER_SILENT, 1);
	meter_add(METER_LETTERS, a->letter != NULL);
	meter_add(sms ? METER_SESSIONS_SMS : METER_SESSIONS_USSD, a->begun);
}

static void
answer_all(struct batch *b, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		answer(b, i);
	box_flush(b->box);
	for (size_t i = first; i < end; i++)
		count(b, i);
	timing_add(TIMING_STEP, meters_clock_us() - b->began_us, end - first);
}

/* A bad one does not stop the rest. */
static int
take_singly(struct batch *b, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (take_one(b, i) != 0)
			return -EIO;
	return 0;
}

static int
take_all(struct batch *b)
{
	size_t first = 0, end;
	int rc = 0;

	for (; rc == 0 && first < b->n; first = end) {
		end = b->n;
		if (take(b, first, &end, step_take) != 0)
			rc = take_singly(b, first, end);
		if (rc == 0)
			answer_all(b, first, end);
	}
	return rc;
}

int
batch_answer(const struct sitting *sitting, struct box *box)
{
	struct batch b = { .ctx = talloc_pool(NULL, POOL),
		.sitting = sitting, .box = box, .began_us = meters_clock_us() };
	int rc;

	while (b.waiting < BATCH_MAX && box_waiting(box, b.waiting) != NULL)
		b.waiting++;
	hear(&b);
	rc = take_all(&b);
	if (rc == 0)
		rc = reports_take(sitting, box, b.waiting);
	if (rc == 0)
		box_done(box, b.waiting);
	talloc_free(b.ctx);
	return rc;
}
