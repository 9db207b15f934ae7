#include "store/agencies_import.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "store/inside.h"
#include "store/query.h"

static const char *const state_names[IMPORT_STATES] = {
	[IMPORT_LOADING] = "loading",
	[IMPORT_PENDING] = "pending",
	[IMPORT_APPLIED] = "applied",
	[IMPORT_REJECTED] = "rejected",
	[IMPORT_SUPERSEDED] = "superseded",
	[IMPORT_ABANDONED] = "abandoned",
};

const char *
import_state_name(enum import_state state)
{
	return state_names[state];
}

/* The schema lets no other word in. */
static enum import_state
state_of(const char *name)
{
	int i = 0;

	while (i < IMPORT_STATES - 1 && strcmp(state_names[i], name) != 0)
		i++;
	return (enum import_state)i;
}

static char *
copy(struct query *q, TALLOC_CTX *ctx, int column)
{
	return talloc_strdup(ctx, query_text(q, column));
}

static void
read_import(struct query *q, TALLOC_CTX *ctx, struct import *out)
{
	*out = (struct import){
		.n = query_int(q, 0),
		.state = state_of(query_text(q, 1)),
		.base = query_int(q, 2),
		.as_of = query_int(q, 3),
		.source = copy(q, ctx, 4),
		.importer = copy(q, ctx, 6),
		.begun_at = query_int(q, 7),
		.rows = (size_t)query_int(q, 8),
		.before = (size_t)query_int(q, 9),
		.counts = {
			.added = (size_t)query_int(q, 10),
			.removed = (size_t)query_int(q, 11),
			.changed = (size_t)query_int(q, 12),
			.revived = (size_t)query_int(q, 13),
		},
		.confirmed_by = copy(q, ctx, 14),
		.decided_by = copy(q, ctx, 15),
		.decided_at = query_int(q, 16),
	};
	query_copy(q, 5, out->digest, sizeof(out->digest));
	/* Until then the row has who put it up, and when. */
	if (out->state == IMPORT_PENDING) {
		out->decided_by = "";
		out->decided_at = 0;
	}
}

int
import_find(struct store *store, TALLOC_CTX *ctx, int64_t number,
    struct import *out)
{
	struct query *q = query_start(store, SQL_IMPORT_FIND);
	int rc;

	query_bind_int(q, number);
	rc = query_next(q);
	if (rc == 1)
		read_import(q, ctx, out);
	query_end(q);
	if (rc == 0)
		return store_fail(store, -ENOENT, "there is no import %"
		    PRId64, number);
	return rc < 0 ? rc : 0;
}

int
import_pending(struct store *store, int64_t *number)
{
	struct query *q = query_start(store, SQL_IMPORT_PENDING);
	int rc = query_next(q);

	if (rc >= 0)
		*number = rc == 1 ? query_int(q, 0) : 0;
	query_end(q);
	return rc < 0 ? rc : 0;
}

int
imports_load(struct store *store, TALLOC_CTX *ctx, int64_t before, size_t n,
    struct imports **out)
{
	struct imports *all = talloc_zero(ctx, struct imports);
	struct query *q = query_start(store, SQL_IMPORT_PAGE);
	int rc;

	query_bind_int(q, before > 0 ? before : INT64_MAX);
	query_bind_int(q, (int64_t)n);
	while ((rc = query_next(q)) == 1) {
		all->import = talloc_realloc(all, all->import, struct import,
		    (unsigned)all->n + 1);
		read_import(q, all, &all->import[all->n++]);
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

static void
read_change(struct query *q, TALLOC_CTX *ctx, struct agency_change *out)
{
	*out = (struct agency_change){
		.licence = copy(q, ctx, 0),
		.field = copy(q, ctx, 1),
		.name = copy(q, ctx, 2),
		.was = copy(q, ctx, 3),
		.is = copy(q, ctx, 4),
		.revives = query_int(q, 5) != 0,
	};
}

static void *
grown(TALLOC_CTX *ctx, void *array, size_t size, size_t n)
{
	return (n & (n - 1)) != 0 ? array : talloc_realloc_size(ctx, array,
	    size * (n == 0 ? 1 : n * 2));
}

/* What makes a licence valid again stands first, where no reader who has
   enough after some pages misses it. */
static void
put_revivals_first(struct changes *all)
{
	struct agency_change *sorted = talloc_array(all, struct agency_change,
	    (unsigned)all->n);
	size_t n = 0;

	for (int revives = 1; revives >= 0; revives--)
		for (size_t i = 0; i < all->n; i++)
			if (all->change[i].revives == (revives == 1))
				sorted[n++] = all->change[i];
	all->change = sorted;
}

int
import_changes(struct store *store, TALLOC_CTX *ctx, int64_t number,
    struct changes **out)
{
	struct changes *all = talloc_zero(ctx, struct changes);
	struct query *q = query_start(store, SQL_CHANGE_OF_IMPORT);
	int rc;

	query_bind_int(q, number);
	while ((rc = query_next(q)) == 1) {
		all->change = grown(all, all->change, sizeof(*all->change),
		    all->n);
		read_change(q, all, &all->change[all->n++]);
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	put_revivals_first(all);
	*out = all;
	return 0;
}

static void
read_event(struct query *q, TALLOC_CTX *ctx, struct event_of_licence *out)
{
	read_change(q, ctx, &out->change);
	out->import = (struct import){
		.n = query_int(q, 6),
		.state = IMPORT_APPLIED,
		.as_of = query_int(q, 7),
		.source = copy(q, ctx, 8),
		.importer = copy(q, ctx, 9),
		.decided_by = copy(q, ctx, 10),
		.decided_at = query_int(q, 11),
	};
}

int
licence_history(struct store *store, TALLOC_CTX *ctx, const char *licence,
    struct licence_history **out)
{
	struct licence_history *all = talloc_zero(ctx, struct licence_history);
	struct query *q = query_start(store, SQL_CHANGE_OF_LICENCE);
	int rc;

	query_bind_text(q, licence);
	while ((rc = query_next(q)) == 1) {
		all->event = grown(all, all->event, sizeof(*all->event),
		    all->n);
		read_event(q, all, &all->event[all->n++]);
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}
