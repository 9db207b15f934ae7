#include "store/outbox.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "store/day.h"
#include "store/inside.h"
#include "store/outbox_row.h"
#include "store/posting.h"
#include "store/query.h"

static const int64_t DAY_S = 86400;

static const char *const state_names[] = {
	[OUTBOX_QUEUED] = "queued",
	[OUTBOX_SENDING] = "sending",
	[OUTBOX_ACCEPTED] = "accepted",
	[OUTBOX_UNKNOWN] = "unknown",
	[OUTBOX_EXPIRED] = "expired",
	[OUTBOX_FAILED] = "failed",
	[OUTBOX_DELIVERED] = "delivered",
};
static_assert(sizeof(state_names) / sizeof(*state_names) == OUTBOX_STATES);

const char *
outbox_state_name(enum outbox_state state)
{
	return state_names[state];
}

const char *
outbox_kind_name(enum outbox_kind kind)
{
	return kind == OUTBOX_DUTY ? "duty" : "staff";
}

/* 12 * year + month - 1, of the day it is in Cambodia and Thailand. */
static int64_t
month_of(int64_t now)
{
	time_t at = (time_t)(day_at(now) * DAY_S);
	struct tm tm = { 0 };

	gmtime_r(&at, &tm);
	return 12 * ((int64_t)tm.tm_year + 1900) + tm.tm_mon;
}

int
outbox_cost(struct store *store, int64_t centre, int64_t now, int64_t *parts)
{
	struct query *q = query_start(store, SQL_OUTBOX_COST);

	query_bind_int(q, centre);
	query_bind_int(q, month_of(now));
	return query_number(q, parts);
}

/* A row as it is written: what is sealed of it, and for whom. */
struct adding {
	const struct outbox_new *new;
	struct id id;
	struct tag about;
	void *text;
	size_t text_n;
};

static bool
is_whole(const struct outbox_new *new)
{
	bool words = new->text != NULL && new->text[0] != '\0';
	bool duty = new->kind == OUTBOX_DUTY;

	return new->parts > 0 && new->ends_at > new->begins_at &&
	    new->ends_at > new->now &&
	    duty == (new->case_id == NULL) && duty == (new->number != NULL) &&
	    words == (new->message == NULL) &&
	    (words || strlen(new->message) <= OUTBOX_MESSAGE_MAX);
}

/* A duty phone is no case's: chance stands in its place. */
static int
check_wish(struct store *store, struct adding *a)
{
	struct consent consent;
	int rc;

	if (a->new->case_id == NULL) {
		randombytes_buf(&a->about, sizeof(a->about));
		return 0;
	}
	a->about = posting_about(store, a->new->case_id);
	rc = posting_consent(store, &a->about, &consent);
	if (rc < 0 && rc != -ENOENT)
		return rc;
	return consent_may_text(&consent, a->new->now) ? 0 : -EACCES;
}

/* Help for someone in need is not refused for its price. */
static int
check_budget(struct store *store, const struct outbox_new *new)
{
	int64_t parts = 0;
	int rc;

	if (new->budget == 0 || new->kind == OUTBOX_DUTY)
		return 0;
	rc = outbox_cost(store, new->centre, new->now, &parts);
	return rc != 0 ? rc : parts + new->parts > new->budget ? -EDQUOT : 0;
}

static int
insert(struct store *store, const struct adding *a)
{
	const struct outbox_new *new = a->new;
	struct query *q = query_start(store, SQL_OUTBOX_ADD);

	query_bind_blob(q, &a->id, sizeof(a->id));
	query_bind_blob(q, &a->about, sizeof(a->about));
	query_bind_int(q, new->kind);
	query_bind_int(q, new->centre);
	query_bind_int(q, new->parts);
	query_bind_int(q, new->checked);
	query_bind_int(q, new->language);
	query_bind_text(q, new->message != NULL ? new->message : "");
	query_bind_blob(q, a->text, a->text_n);
	query_bind_blob(q, new->number, new->number_n);
	query_bind_int(q, month_of(new->now));
	query_bind_int(q, new->now);
	query_bind_int(q, new->begins_at);
	query_bind_int(q, new->ends_at);
	return query_run(q);
}

static int
seal_and_insert(struct store *store, struct adding *a)
{
	const struct posting_place place = { &a->id, "text" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	int rc = 0;

	if (a->new->id != NULL)
		a->id = *a->new->id;
	else
		randombytes_buf(&a->id, sizeof(a->id));
	if (a->new->text != NULL)
		rc = posting_seal(store, ctx, &place, a->new->text, &a->text,
		    &a->text_n);
	if (rc == 0)
		rc = insert(store, a);
	talloc_free(ctx);
	return rc;
}

int
outbox_queue(struct store *store, const struct outbox_new *new,
    struct id *out)
{
	struct adding a = { .new = new };
	struct outbox_row row;
	int rc = is_whole(new) ? 0 : -EINVAL;

	if (rc == 0 && new->id != NULL &&
	    (rc = outbox_load(store, new->id, &row)) != -ENOENT)
		return rc == 0 ? -EEXIST : rc;
	rc = rc == -ENOENT ? 0 : rc;
	if (rc == 0)
		rc = check_wish(store, &a);
	if (rc == 0)
		rc = check_budget(store, new);
	if (rc == 0)
		rc = seal_and_insert(store, &a);
	if (rc == 0)
		*out = a.id;
	return rc;
}

int
outbox_seal_number(struct store *store, TALLOC_CTX *ctx, const char *e164,
    void **out, size_t *n)
{
	return posting_seal(store, ctx, &(struct posting_place){
		.kind = "duty" }, e164, out, n);
}

void
outbox_row_read(struct query *q, struct outbox_row *out)
{
	query_copy(q, 0, &out->id, sizeof(out->id));
	out->kind = (enum outbox_kind)query_int(q, 1);
	out->centre = query_int(q, 2);
	out->state = (enum outbox_state)query_int(q, 3);
	query_copy_text(q, 4, out->why, sizeof(out->why));
	out->taken = query_int(q, 5) != 0;
	out->parts = (unsigned)query_int(q, 6);
	out->queued_at = query_int(q, 7);
	out->due_at = query_int(q, 8);
	out->ends_at = query_int(q, 9);
	out->state_at = query_int(q, 10);
	out->tries = (unsigned)query_int(q, 11);
}

int
outbox_load(struct store *store, const struct id *id, struct outbox_row *out)
{
	struct query *q = query_start(store, SQL_OUTBOX_LOAD);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	if (rc == 1)
		outbox_row_read(q, out);
	query_end(q);
	return rc == 0 ? -ENOENT : rc < 0 ? rc : 0;
}

int
outbox_of_case(struct store *store, TALLOC_CTX *ctx, const struct id *case_id,
    struct outbox_rows **out)
{
	const struct tag about = posting_about(store, case_id);
	struct outbox_rows *rows = talloc_zero(ctx, struct outbox_rows);
	struct query *q = query_start(store, SQL_OUTBOX_OF_CASE);
	int rc;

	query_bind_blob(q, &about, sizeof(about));
	while ((rc = query_next(q)) == 1) {
		rows->row = talloc_realloc(rows, rows->row, struct outbox_row,
		    (unsigned)(rows->n + 1));
		outbox_row_read(q, &rows->row[rows->n++]);
	}
	if (rc != 0) {
		talloc_free(rows);
		return rc;
	}
	*out = rows;
	return 0;
}

/* A page of them, so that nobody who writes waits for who reads. */
static int
read_page(struct store *store, struct outbox_row *last, size_t max,
    struct outbox_row *rows, size_t *n)
{
	struct query *q = query_start(store, SQL_OUTBOX_PAGE);
	int rc;

	*n = 0;
	query_bind_int(q, last->queued_at);
	query_bind_blob(q, &last->id, sizeof(last->id));
	query_bind_int(q, (int64_t)max);
	while ((rc = query_next(q)) == 1)
		outbox_row_read(q, &rows[(*n)++]);
	if (*n > 0)
		*last = rows[*n - 1];
	return rc;
}

int
outbox_each(struct store *store,
    bool (*each)(void *arg, const struct outbox_row *), void *arg)
{
	struct outbox_row rows[50], last = { .queued_at = INT64_MIN };
	size_t n;
	int rc;

	do {
		rc = read_page(store, &last, sizeof(rows) / sizeof(*rows),
		    rows, &n);
		for (size_t i = 0; rc == 0 && i < n; i++)
			if (!each(arg, &rows[i]))
				return 0;
	} while (rc == 0 && n > 0);
	return rc;
}

int
outbox_count(struct store *store, enum outbox_state state, int64_t *out)
{
	struct query *q = query_start(store, SQL_OUTBOX_COUNT);

	query_bind_int(q, state);
	return query_number(q, out);
}
