#include "store/outbox.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/inside.h"
#include "store/keys.h"
#include "store/outbox_row.h"
#include "store/posting.h"
#include "store/query.h"

enum {
	ABOUT = OUTBOX_ROW_COLUMNS, CHECKED, LANGUAGE, MESSAGE, TEXT, NUMBER,
	AGE_ROWS = 100,
	CHECK_OCTETS = 8,
};
static const int64_t SILENT_S = 24 * 60 * 60;

/* What does not open is not sent; that it does not is told by its being NULL. */
static const char *
open_text(struct store *store, TALLOC_CTX *ctx,
    const struct posting_place *place, struct query *q, int column)
{
	char *text = NULL;
	size_t n;
	const void *octets = query_blob(q, column, &n);

	if (octets == NULL ||
	    posting_open(store, ctx, place, octets, n, &text) != 0)
		return NULL;
	return text;
}

/* That it could not be read must not pass for her having none: the text would
   end. */
static int
number_of_caller(struct store *store, TALLOC_CTX *ctx, const struct tag *about,
    const char **out)
{
	const struct posting_place place = { about, "number" };
	struct query *q = query_start(store, SQL_CONSENT_NUMBER);
	int rc;

	query_bind_blob(q, about, sizeof(*about));
	rc = query_next(q);
	if (rc == 1)
		*out = open_text(store, ctx, &place, q, 0);
	query_end(q);
	return rc < 0 ? rc : 0;
}

static int
read_due(struct store *store, TALLOC_CTX *ctx, struct query *q,
    struct outbox_due *out)
{
	struct tag about;
	int rc;

	*out = (struct outbox_due){ .consent = consent_none() };
	outbox_row_read(q, &out->row);
	query_copy(q, ABOUT, &about, sizeof(about));
	out->checked = query_int(q, CHECKED) != 0;
	out->language = (int)query_int(q, LANGUAGE);
	query_copy_text(q, MESSAGE, out->message, sizeof(out->message));
	out->text = open_text(store, ctx,
	    &(struct posting_place){ &out->row.id, "text" }, q, TEXT);
	if (out->row.kind == OUTBOX_DUTY) {
		out->number = open_text(store, ctx,
		    &(struct posting_place){ .kind = "duty" }, q, NUMBER);
		return 0;
	}
	rc = posting_consent(store, &about, &out->consent);
	if (rc == 0)
		rc = number_of_caller(store, ctx, &about, &out->number);
	return rc == -ENOENT ? 0 : rc;
}

static int
read_kind(struct store *store, enum outbox_kind kind, int64_t now, size_t max,
    struct outbox_dues *out)
{
	struct query *q = query_start(store, SQL_OUTBOX_DUE);
	int rc;

	query_bind_int(q, kind);
	query_bind_int(q, now);
	query_bind_int(q, (int64_t)(max - out->n));
	while ((rc = query_next(q)) == 1) {
		rc = read_due(store, out, q, &out->due[out->n]);
		if (rc != 0)
			break;
		out->n++;
	}
	query_end(q);
	return rc;
}

int
outbox_due(struct store *store, TALLOC_CTX *ctx, int64_t now, size_t n,
    struct outbox_dues **out)
{
	struct outbox_dues *dues;
	int rc = 0;

	if (store->keys == NULL || keys_outbox_secret(store->keys) == NULL)
		return -ENOKEY;
	dues = talloc_zero(ctx, struct outbox_dues);
	dues->due = talloc_array(dues, struct outbox_due, (unsigned)n);
	for (int kind = 0; rc == 0 && kind < OUTBOX_KINDS; kind++)
		rc = read_kind(store, (enum outbox_kind)kind, now, n, dues);
	if (rc != 0) {
		talloc_free(dues);
		return rc;
	}
	*out = dues;
	return 0;
}

int
outbox_next(struct store *store, int64_t *at)
{
	int64_t first = 0, due = 0;
	struct query *q;
	int rc = 0;

	for (int kind = 0; rc == 0 && kind < OUTBOX_KINDS; kind++) {
		q = query_start(store, SQL_OUTBOX_NEXT);
		query_bind_int(q, kind);
		rc = query_number(q, &due);
		if (due != 0 && (first == 0 || due < first))
			first = due;
	}
	if (rc == 0)
		*at = first;
	return rc;
}

/* 0 it changed; else why not. */
static int
explain(struct store *store, const struct id *id)
{
	struct outbox_row row;
	int rc;

	if (query_changed(store) > 0)
		return 0;
	rc = outbox_load(store, id, &row);
	return rc == 0 ? -EALREADY : rc;
}

int
outbox_move(struct store *store, const struct id *id, enum outbox_state to,
    const char *why, int64_t now)
{
	struct query *q = query_start(store, SQL_OUTBOX_MOVE);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, to);
	query_bind_text(q, why);
	query_bind_int(q, now);
	rc = query_run(q);
	return rc != 0 ? rc : explain(store, id);
}

int
outbox_put_off(struct store *store, const struct id *id, int64_t due_at,
    const char *why)
{
	struct query *q = query_start(store, SQL_OUTBOX_PUT_OFF);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, due_at);
	query_bind_text(q, why);
	rc = query_run(q);
	return rc != 0 ? rc : explain(store, id);
}

int
posting_end(struct store *store, const struct tag *about, const char *why,
    int64_t now)
{
	struct query *q = query_start(store, SQL_OUTBOX_END_CASE);

	query_bind_blob(q, about, sizeof(*about));
	query_bind_text(q, why);
	query_bind_int(q, now);
	return query_run(q);
}

int
outbox_recover(struct store *store, int64_t now, int64_t *n)
{
	struct query *q = query_start(store, SQL_OUTBOX_RECOVER);
	int rc;

	query_bind_int(q, now);
	rc = query_run(q);
	if (rc == 0)
		*n = query_changed(store);
	return rc;
}

int
outbox_age(struct store *store, int64_t now, bool *left)
{
	struct query *q = query_start(store, SQL_OUTBOX_EXPIRE);
	int64_t expired;
	int rc;

	query_bind_int(q, now);
	query_bind_int(q, AGE_ROWS);
	rc = query_run(q);
	if (rc != 0)
		return rc;
	expired = query_changed(store);
	q = query_start(store, SQL_OUTBOX_SILENT);
	query_bind_int(q, now - SILENT_S);
	query_bind_int(q, AGE_ROWS);
	query_bind_int(q, now);
	rc = query_run(q);
	if (rc == 0)
		*left = expired == AGE_ROWS || query_changed(store) == AGE_ROWS;
	return rc;
}

/* "id.check", both in hexadecimal. */
void
outbox_report_id(const struct store *store, const struct id *id,
    char out[OUTBOX_REPORT_ID + 1])
{
	unsigned char check[KEY_TAG_SIZE];
	char *at = out + 2 * ID_OCTETS;

	keys_tag(store->keys, "report", id, sizeof(*id), check);
	sodium_bin2hex(out, 2 * ID_OCTETS + 1, id->octets, ID_OCTETS);
	*at++ = '.';
	sodium_bin2hex(at, 2 * CHECK_OCTETS + 1, check, CHECK_OCTETS);
}

/* False: nobody who has not the key can make one that passes. */
static bool
is_ours(const struct store *store, const char *text, size_t n, struct id *id)
{
	char ours[OUTBOX_REPORT_ID + 1];

	/* It refuses what is not hexadecimal to its end. */
	if (n != OUTBOX_REPORT_ID ||
	    sodium_hex2bin(id->octets, ID_OCTETS, text, 2 * ID_OCTETS, NULL,
	    NULL, NULL) != 0)
		return false;
	outbox_report_id(store, id, ours);
	return sodium_memcmp(ours, text, OUTBOX_REPORT_ID) == 0;
}

/* 1: it says something new beside the state. */
static int
note_taken(struct store *store, const struct id *id)
{
	struct query *q = query_start(store, SQL_OUTBOX_TAKEN);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_run(q);
	return rc != 0 ? rc : query_changed(store) > 0;
}

int
outbox_report(struct store *store, const char *text, size_t n,
    enum outbox_state to, const char *why, int64_t now)
{
	struct outbox_row row;
	struct id id;
	int rc, taken = 0;

	if (!is_ours(store, text, n, &id))
		return -EKEYREJECTED;
	rc = outbox_load(store, &id, &row);
	if (rc == 0 && row.state < OUTBOX_SENDING)
		rc = -ENOENT;
	if (rc == 0 && (to == OUTBOX_ACCEPTED || to == OUTBOX_DELIVERED))
		taken = note_taken(store, &id);
	if (rc != 0 || taken < 0)
		return rc != 0 ? rc : taken;
	if (to == OUTBOX_FAILED && now >= row.ends_at)
		to = OUTBOX_EXPIRED;
	rc = outbox_move(store, &id, to, why, now);
	return rc == -EALREADY && taken > 0 ? 0 : rc;
}
