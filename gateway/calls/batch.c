#include "gateway/calls/batch.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/reply.h"
#include "gateway/kannel/box.h"
#include "gateway/log.h"
#include "store/store.h"

enum { BATCH_MAX = 256, POOL = 256 << 10 };

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
};

/* Reports are acknowledged and carry nothing for us yet. */
static bool
is_message(const struct arrival *arrival)
{
	return arrival->sms.sms_type == SMS_MO;
}

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
		if (!is_message(arrival))
			continue;
		b->heard[b->n] = heard_read(b->ctx, sitting->house->operators,
		    sitting->store, arrival);
		b->heard[b->n].order = i;
		b->n++;
	}
	heard_sort(b->heard, b->n);
}

/* carry is step_take, or step_quarantine for what that cannot carry out. */
static int
take(struct batch *b, size_t first, size_t n,
    int (*carry)(TALLOC_CTX *, const struct sitting *, const struct heard *,
    struct answer *))
{
	struct store *store = b->sitting->store;
	int rc = store_begin(store);

	for (size_t i = first; i < first + n && rc == 0; i++)
		rc = carry(b->ctx, b->sitting, &b->heard[i], &b->answers[i]);
	if (rc == 0)
		rc = store_commit(store);
	if (rc != 0)
		store_rollback(store);
	return rc;
}

/* What fails alone is kept; what cannot be kept waits in bearerbox. */
static int
take_one(struct batch *b, size_t i)
{
	struct store *store = b->sitting->store;
	int rc = take(b, i, 1, step_take);

	if (rc == 0)
		return 0;
	if (store_is_broken(store))
		return -EIO;
	log_line(LOG_ERR, "a message could not be carried out: %s (%s)",
	    strerror(-rc), store_why(store));
	if (take(b, i, 1, step_quarantine) == 0) {
		log_line(LOG_ERR, "it is kept, sealed, in quarantine");
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

/* A bad one does not stop the rest. */
static int
take_all(struct batch *b)
{
	int rc = b->n > 0 ? take(b, 0, b->n, step_take) : 0;

	if (rc == 0)
		return 0;
	for (size_t i = 0; i < b->n; i++)
		if (take_one(b, i) != 0)
			return -EIO;
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

static void
reply(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		if (b->answers[i].page != NULL)
			send_page(b, i);
		if (b->answers[i].letter != NULL)
			send_letter(b, i);
	}
}

static void
acknowledge(struct batch *b)
{
	for (unsigned i = 0; i < b->waiting; i++)
		if (!b->unkept[i])
			box_acknowledge(b->box, box_waiting(b->box, i));
	box_done(b->box, b->waiting);
	box_flush(b->box);
}

int
batch_answer(const struct sitting *sitting, struct box *box)
{
	struct batch b = { .ctx = talloc_pool(NULL, POOL),
		.sitting = sitting, .box = box };
	int rc;

	while (b.waiting < BATCH_MAX && box_waiting(box, b.waiting) != NULL)
		b.waiting++;
	hear(&b);
	rc = take_all(&b);
	if (rc == 0) {
		reply(&b);
		acknowledge(&b);
	}
	talloc_free(b.ctx);
	return rc;
}
