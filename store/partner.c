#include "store/partner.h"

#include <errno.h>
#include <stdio.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/query.h"

static void
read_row(struct query *q, TALLOC_CTX *ctx, struct partner *out)
{
	out->id = query_int(q, 0);
	out->centre = query_int(q, 1);
	out->kind = talloc_strdup(ctx, query_text(q, 2));
	out->country = talloc_strdup(ctx, query_text(q, 3));
	for (int i = 0; i < PARTNER_NAMES; i++)
		out->name[i] = talloc_strdup(ctx, query_text(q, 4 + i));
	out->address = talloc_strdup(ctx, query_text(q, 7));
	out->phone = talloc_strdup(ctx, query_text(q, 8));
	out->fact = talloc_strdup(ctx, query_text(q, 9));
	out->active = query_int(q, 10) != 0;
	out->by = talloc_strdup(ctx, query_text(q, 11));
	out->at = query_int(q, 12);
}

int
partners_load(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    struct partners **out)
{
	struct partners *all = talloc_zero(ctx, struct partners);
	struct query *q = query_start(store, SQL_PARTNERS_OF_CENTRE);
	int rc;

	query_bind_int(q, centre);
	while ((rc = query_next(q)) == 1) {
		all->partner = talloc_realloc(all, all->partner,
		    struct partner, (unsigned)(all->n + 1));
		read_row(q, all, &all->partner[all->n++]);
	}
	if (rc != 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

int
partner_find(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    int64_t id, struct partner *out)
{
	struct query *q = query_start(store, SQL_PARTNER_BY_ID);
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, id);
	rc = query_next(q);
	if (rc == 1)
		read_row(q, ctx, out);
	query_end(q);
	if (rc == 0)
		return -ENOENT;
	return rc < 0 ? rc : 0;
}

static int
write_row(struct store *store, struct partner *p)
{
	struct query *q = query_start(store, p->id == 0 ? SQL_PARTNER_ADD :
	    SQL_PARTNER_CHANGE);
	int rc;

	query_bind_int(q, p->centre);
	query_bind_text(q, p->kind);
	query_bind_text(q, p->country);
	for (int i = 0; i < PARTNER_NAMES; i++)
		query_bind_text(q, p->name[i]);
	query_bind_text(q, p->address);
	query_bind_text(q, p->phone);
	query_bind_text(q, p->fact);
	query_bind_int(q, p->active);
	query_bind_text(q, p->by);
	query_bind_int(q, p->at);
	if (p->id != 0)
		query_bind_int(q, p->id);
	rc = query_run(q);
	if (rc != 0 || query_changed(store) == 0)
		return rc != 0 ? rc : -ENOENT;
	if (p->id == 0)
		p->id = query_inserted(store);
	return 0;
}

int
partner_save(struct store *store, struct partner *p, const char *by,
    int64_t now)
{
	char object[32];
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	p->by = by;
	p->at = now;
	rc = write_row(store, p);
	if (rc == 0) {
		snprintf(object, sizeof(object), "partner %lld",
		    (long long)p->id);
		rc = audit_add(store, by, "partner", object, now);
	}
	return store_finish(store, rc);
}
