#include "store/audit.h"

#include <errno.h>
#include <sodium.h>

#include "store/chain.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/query.h"

enum { PAGE = 100 };

/* Rows from before there were links: they are walked once. */
static int
link_old_rows(struct store *store, struct link *link)
{
	struct query *q = query_start(store, SQL_AUDIT_FROM);
	struct audit_row row;
	int rc;

	*link = (struct link){ 0 };
	query_bind_int(q, 0);
	while ((rc = query_next(q)) == 1) {
		row = chain_row(q);
		*link = chain_next(store, *link, &row);
	}
	return rc;
}

/* The last row: its number and its link. */
static int
find_last(struct store *store, int64_t *seq, struct link *link)
{
	struct query *q = query_start(store, SQL_AUDIT_LAST);
	bool linked = true;
	int rc = query_next(q);

	*seq = 0;
	*link = (struct link){ 0 };
	if (rc == 1) {
		*seq = query_int(q, 0);
		linked = chain_link(q, 1, link);
	}
	query_end(q);
	if (rc < 0)
		return rc;
	return linked ? 0 : link_old_rows(store, link);
}

/* Is the last row the one that was sealed?  A row added after an end that was
   cut off, or to rows whose links and seal were taken away, would hide it for
   ever. */
static int
find_sealed(struct store *store, int64_t *seq, struct link *link)
{
	int rc = find_last(store, seq, link);

	return rc == 0 ? chain_is_sealed(store, *seq, *link) : rc;
}

static int
insert(struct store *store, const struct audit_row *row,
    const struct link *link)
{
	struct query *q = query_start(store, SQL_AUDIT_INSERT);

	query_bind_int(q, row->seq);
	query_bind_int(q, row->at);
	query_bind_text(q, row->actor);
	query_bind_text(q, row->action);
	query_bind_text(q, row->object);
	query_bind_blob(q, link, sizeof(*link));
	return query_run(q);
}

int
audit_add(struct store *store, const char *actor, const char *action,
    const char *object, int64_t now)
{
	struct audit_row row = { .at = now, .actor = actor, .action = action,
	    .object = object };
	struct link link;
	int rc;

	if (!audit_is_action(action))
		return store_fail(store, -EIO, "%s is no action of "
		    "audit_actions.c", action);
	rc = find_sealed(store, &row.seq, &link);
	if (rc == 0) {
		row.seq++;
		link = chain_next(store, link, &row);
		rc = insert(store, &row, &link);
	}
	if (rc == 0)
		rc = chain_set_seal(store, row.seq, link);
	if (rc == -EBADMSG)
		return store_fail(store, -EIO, "the audit is not as it was "
		    "written: run `helpline audit verify`");
	if (rc != 0)
		return store_fail(store, -EIO, "the audit row was refused");
	return 0;
}

int
audit_note(struct store *store, const char *actor, const char *action,
    const char *object, int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, audit_add(store, actor,
	    action, object, now));
}

static int
refuse_sealed(struct store *store)
{
	struct query *q = query_start(store, SQL_AUDIT_HEAD_GET);
	struct link link;
	int rc = query_next(q);

	query_end(q);
	if (rc != 0)
		return rc < 0 ? rc : -EALREADY;
	q = query_start(store, SQL_AUDIT_LAST);
	rc = query_next(q);
	if (rc == 1)
		rc = chain_link(q, 1, &link) ? -EALREADY : 0;
	query_end(q);
	return rc;
}

int
audit_seal(struct store *store)
{
	struct link link;
	int64_t seq;
	int rc = refuse_sealed(store);

	if (rc == 0)
		rc = find_last(store, &seq, &link);
	return rc == 0 ? chain_set_seal(store, seq, link) : rc;
}

int
audit_add_case(struct store *store, const char *actor, const char *action,
    const struct id *id, int64_t now)
{
	char hex[2 * ID_OCTETS + 1];

	sodium_bin2hex(hex, sizeof(hex), id->octets, ID_OCTETS);
	return audit_add(store, actor, action, hex, now);
}

static int
show(struct query *q, bool (*each)(void *, const struct audit_row *),
    void *arg)
{
	struct audit_row row;
	int rc;

	while ((rc = query_next(q)) == 1) {
		row = chain_row(q);
		if (!each(arg, &row))
			break;
	}
	query_end(q);
	return rc < 0 ? rc : 0;
}

/* A page of rows and their texts, under ctx. */
static int
load_page(struct store *store, TALLOC_CTX *ctx, int64_t from,
    struct audit_row page[PAGE], size_t *n)
{
	struct query *q = query_start(store, SQL_AUDIT_PAGE);
	int rc;

	*n = 0;
	query_bind_int(q, from);
	query_bind_int(q, PAGE);
	while ((rc = query_next(q)) == 1 && *n < PAGE) {
		struct audit_row *row = &page[(*n)++];

		*row = chain_row(q);
		row->actor = talloc_strdup(ctx, row->actor);
		row->action = talloc_strdup(ctx, row->action);
		row->object = talloc_strdup(ctx, row->object);
	}
	query_end(q);
	return rc < 0 ? rc : 0;
}

/* Whoever shows them may wait for a pager all night: not as a reader, in whose
   way the log could not be emptied. */
int
audit_each(struct store *store, int64_t from,
    bool (*each)(void *, const struct audit_row *), void *arg)
{
	struct audit_row page[PAGE];
	bool more = true;
	int rc = 0;

	while (rc == 0 && more) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		size_t n;

		rc = load_page(store, ctx, from, page, &n);
		more = rc == 0 && n == PAGE && page[n - 1].seq < INT64_MAX;
		for (size_t i = 0; rc == 0 && i < n; i++)
			if (!each(arg, &page[i])) {
				more = false;
				break;
			}
		if (more)
			from = page[n - 1].seq + 1;
		talloc_free(ctx);
	}
	return rc;
}

int
audit_back(struct store *store, int64_t before, unsigned n,
    bool (*each)(void *, const struct audit_row *), void *arg)
{
	struct query *q = query_start(store, SQL_AUDIT_BEFORE);

	query_bind_int(q, before);
	query_bind_int(q, n);
	return show(q, each, arg);
}
