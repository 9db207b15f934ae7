#include "store/agencies_import.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "store/agency_row.h"
#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/query.h"

/* So few that a caller never waits for the lock longer than for another
   caller's batch. */
enum { CHUNK = 200 };

static int
begin_import(struct store *store, const struct import_new *new, size_t n,
    int64_t now, int64_t *number)
{
	struct query *q;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_IMPORT_INSERT);
	query_bind_int(q, new->base);
	query_bind_int(q, new->as_of);
	query_bind_text(q, new->source);
	query_bind_blob(q, new->digest, sizeof(new->digest));
	query_bind_text(q, new->importer);
	query_bind_int(q, now);
	query_bind_int(q, (int64_t)n);
	rc = query_run(q);
	if (rc == 0)
		*number = query_inserted(store);
	return store_finish(store, rc);
}

static int
add_agency(struct store *store, int64_t number, const struct agency *agency)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct query *q = query_start(store, SQL_AGENCY_INSERT);
	int rc;

	query_bind_int(q, number);
	agency_row_bind(ctx, q, agency);
	rc = query_run(q);
	talloc_free(ctx);
	if (rc == -EEXIST)
		return store_fail(store, -EINVAL, "licence %s is there twice",
		    agency->licence);
	return rc;
}

static int
add_chunk(struct store *store, int64_t number, const struct agency *agency,
    size_t n)
{
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_agency(store, number, &agency[i]);
	return store_finish(store, rc);
}

static int
check(struct store *store, const struct import_new *new, size_t n)
{
	if (n > AGENCIES_MAX)
		return store_fail(store, -EINVAL, "a list holds at most %d"
		    " agencies", AGENCIES_MAX);
	if (new->source[0] == '\0' || strlen(new->source) > SOURCE_MAX)
		return store_fail(store, -EINVAL, "the source is needed, in"
		    " at most %d octets", SOURCE_MAX);
	return 0;
}

int
import_stage(struct store *store, const struct import_new *new,
    const struct agency *agency, size_t n, int64_t now, int64_t *number)
{
	int64_t made = 0;
	int rc = check(store, new, n);

	if (rc == 0)
		rc = begin_import(store, new, n, now, &made);
	for (size_t at = 0; rc == 0 && at < n; at += CHUNK)
		rc = add_chunk(store, made, agency + at,
		    n - at < CHUNK ? n - at : CHUNK);
	if (rc == 0)
		*number = made;
	return rc;
}

static int
decide(struct store *store, int64_t number, const char *state,
    const char *actor, int64_t now)
{
	struct query *q = query_start(store, SQL_IMPORT_DECIDE);

	query_bind_int(q, number);
	query_bind_text(q, state);
	query_bind_text(q, actor);
	query_bind_int(q, now);
	return query_run(q);
}

static int
set_register(struct store *store, int64_t number, const struct import_new *new,
    int64_t now)
{
	struct query *q = query_start(store, SQL_REGISTER_SET);
	int rc;

	query_bind_int(q, number);
	query_bind_int(q, new->as_of);
	query_bind_int(q, now);
	query_bind_int(q, new->base);
	rc = query_run(q);
	if (rc == 0 && query_changed(store) == 0)
		return store_fail(store, -EEXIST, "the register changed"
		    " meanwhile: import the list again");
	return rc;
}

static int
note(struct store *store, const char *actor, const char *action,
    int64_t number, int64_t now)
{
	char object[32];

	snprintf(object, sizeof(object), "import %" PRId64, number);
	return audit_add(store, actor, action, object, now);
}

int
import_apply(struct store *store, int64_t number, const struct import_new *new,
    const char *actor, int64_t now)
{
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = set_register(store, number, new, now);
	if (rc == 0)
		rc = decide(store, number, "applied", actor, now);
	if (rc == 0)
		rc = note(store, actor, "register", number, now);
	return store_finish(store, rc);
}

int
agencies_replace(struct store *store, const struct agency *agency, size_t n,
    int64_t as_of, const char *source, const char *actor, int64_t now)
{
	struct import_new new = { .as_of = as_of, .source = source,
	    .importer = actor };
	struct register_head head;
	int64_t number = 0;
	int rc = agencies_head(store, NULL, &head);

	if (rc != 0)
		return rc;
	talloc_free((void *)head.source);
	new.base = head.import;
	rc = import_stage(store, &new, agency, n, now, &number);
	return rc == 0 ? import_apply(store, number, &new, actor, now) : rc;
}
