#include "store/agencies_import.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "store/agency_row.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/query.h"

enum {
	/* So few that a caller never waits for the lock longer than for
	   another caller's batch; and the lock is not fair, so we leave it
	   alone a while. */
	CHUNK = 200,
	GAP_NS = 2 * 1000 * 1000,
	LOG_PAGES_MANY = 4000,
};

struct staging {
	struct store *store;
	int64_t number;
	const struct agencies_diff *diff;
};

void
import_digest(const void *octets, size_t n, unsigned char out[IMPORT_DIGEST])
{
	crypto_generichash(out, IMPORT_DIGEST, octets, n, NULL, 0);
}

static void
leave_gap(void)
{
	const struct timespec gap = { 0, GAP_NS };

	nanosleep(&gap, NULL);
}

/* A long list makes a long log; calls may not run, or have no rest. */
static int
shorten_log(struct store *store)
{
	int rc = store_log_pages(store) > LOG_PAGES_MANY ?
	    store_checkpoint(store) : 0;

	return rc == -EAGAIN ? 0 : rc;
}

static void
bind_counts(struct query *q, const struct agencies_diff *diff)
{
	query_bind_int(q, (int64_t)diff->rows);
	query_bind_int(q, (int64_t)diff->before);
	query_bind_int(q, (int64_t)diff->counts.added);
	query_bind_int(q, (int64_t)diff->counts.removed);
	query_bind_int(q, (int64_t)diff->counts.changed);
	query_bind_int(q, (int64_t)diff->counts.revived);
}

static int
begin_import(struct staging *s, const struct import_new *new, int64_t now)
{
	struct query *q;
	int rc = store_begin(s->store);

	if (rc != 0)
		return rc;
	q = query_start(s->store, SQL_IMPORT_INSERT);
	query_bind_int(q, new->base);
	query_bind_int(q, new->as_of);
	query_bind_text(q, new->source);
	query_bind_blob(q, new->digest, sizeof(new->digest));
	query_bind_text(q, new->importer);
	query_bind_int(q, now);
	bind_counts(q, s->diff);
	rc = query_run(q);
	if (rc == 0)
		s->number = query_inserted(s->store);
	return store_finish(s->store, rc);
}

static int
add_row(struct staging *s, size_t i)
{
	const struct agency *agency = &s->diff->row[i];
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct query *q = query_start(s->store, SQL_AGENCY_INSERT);
	int rc;

	query_bind_int(q, s->number);
	agency_row_bind(ctx, q, agency);
	rc = query_run(q);
	talloc_free(ctx);
	if (rc == -EEXIST)
		return store_fail(s->store, -EINVAL, "licence %s is there"
		    " twice", agency->licence);
	return rc;
}

static int
add_change(struct staging *s, size_t i)
{
	const struct agency_change *change = &s->diff->change[i];
	struct query *q = query_start(s->store, SQL_CHANGE_INSERT);

	query_bind_int(q, s->number);
	query_bind_text(q, change->licence);
	query_bind_text(q, change->field);
	query_bind_text(q, change->name);
	query_bind_text(q, change->was);
	query_bind_text(q, change->is);
	query_bind_int(q, change->revives);
	return query_run(q);
}

/* All n, a chunk a transaction. */
static int
add_all(struct staging *s, size_t n, int (*add)(struct staging *, size_t))
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n;) {
		size_t end = n - i < CHUNK ? n : i + CHUNK;

		rc = store_begin(s->store);
		if (rc != 0)
			return rc;
		while (rc == 0 && i < end)
			rc = add(s, i++);
		rc = store_finish(s->store, rc);
		if (rc == 0)
			rc = shorten_log(s->store);
		leave_gap();
	}
	return rc;
}

static int
check(struct store *store, const struct import_new *new,
    const struct agencies_diff *diff)
{
	if (diff->rows > AGENCIES_MAX)
		return store_fail(store, -EINVAL, "a register holds at most %d"
		    " agencies", AGENCIES_MAX);
	if (new->source[0] == '\0' || strlen(new->source) > SOURCE_MAX)
		return store_fail(store, -EINVAL, "the source is needed, in"
		    " at most %d octets", SOURCE_MAX);
	return 0;
}

int
import_stage(struct store *store, const struct import_new *new,
    const struct agencies_diff *diff, int64_t now, int64_t *number)
{
	struct staging s = { .store = store, .diff = diff };
	int rc = check(store, new, diff);

	if (rc == 0)
		rc = begin_import(&s, new, now);
	if (rc == 0)
		rc = add_all(&s, diff->rows, add_row);
	if (rc == 0)
		rc = add_all(&s, diff->n, add_change);
	if (rc == 0)
		*number = s.number;
	return rc;
}

int
agencies_replace(struct store *store, const struct agency *agency, size_t n,
    int64_t as_of, const char *source, const char *actor, int64_t now)
{
	struct import_new new = { .as_of = as_of, .source = source,
	    .importer = actor };
	struct agencies_diff diff = { .rows = n, .row = (void *)agency };
	struct register_head head;
	int64_t number = 0;
	int rc = agencies_head(store, NULL, &head);

	if (rc != 0)
		return rc;
	talloc_free((void *)head.source);
	new.base = head.import;
	rc = import_stage(store, &new, &diff, now, &number);
	return rc == 0 ? import_apply(store, number, actor, now) : rc;
}

static int
abandon(struct store *store, int64_t now)
{
	struct query *q;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_IMPORT_ABANDON);
	query_bind_int(q, now);
	return store_finish(store, query_run(q));
}

/* The next import after *number that has rows: 1 and whether they are needed,
   0 none. */
static int
next_with_rows(struct store *store, int64_t *number, bool *needed)
{
	struct query *q = query_start(store, SQL_AGENCY_ROWS_NEXT);
	int rc;

	query_bind_int(q, *number);
	rc = query_next(q);
	if (rc == 1) {
		*number = query_int(q, 0);
		*needed = query_int(q, 1) != 0;
	}
	query_end(q);
	return rc;
}

static int
drop_chunk(struct store *store, int64_t number, bool *left)
{
	struct query *q;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_AGENCY_ROWS_DROP);
	query_bind_int(q, number);
	query_bind_int(q, CHUNK);
	rc = query_run(q);
	*left = rc == 0 && query_changed(store) == CHUNK;
	return store_finish(store, rc);
}

static int
drop_rows(struct store *store, int64_t number)
{
	bool left = true;
	int rc = 0;

	for (; rc == 0 && left; leave_gap())
		rc = drop_chunk(store, number, &left);
	return rc == 0 ? shorten_log(store) : rc;
}

int
import_sweep(struct store *store, int64_t now)
{
	int64_t number = 0;
	bool needed = false;
	int rc = abandon(store, now);

	if (rc != 0)
		return rc;
	while ((rc = next_with_rows(store, &number, &needed)) == 1) {
		rc = needed ? 0 : drop_rows(store, number);
		if (rc != 0)
			break;
	}
	return rc;
}
