#include "store/detached.h"

#include <errno.h>

#include "store/matter.h"
#include "store/piece.h"
#include "store/query.h"
#include "store/wish.h"

/* One number has few cases; who has more loses the rest all the same. */
enum { CASES_AT_ONCE = 32 };

static int
find_cases(struct store *store, const struct tag *tag,
    struct id ids[CASES_AT_ONCE], size_t *n)
{
	struct query *q = query_start(store, SQL_CASES_BY_TAG);
	int rc;

	*n = 0;
	query_bind_blob(q, tag, sizeof(*tag));
	while ((rc = query_next(q)) == 1 && *n < CASES_AT_ONCE)
		query_copy(q, 0, &ids[(*n)++], sizeof(struct id));
	query_end(q);
	return rc < 0 ? rc : 0;
}

static int
add(struct store *store, const struct tag *tag, const struct id *id)
{
	struct query *q = query_start(store, SQL_DETACHED_ADD);

	query_bind_blob(q, tag, sizeof(*tag));
	query_bind_blob(q, id, sizeof(*id));
	return query_run(q);
}

static int
leave(struct store *store, const struct tag *tag)
{
	struct query *q = query_start(store, SQL_CALLER_LEAVE_CASES);

	query_bind_blob(q, tag, sizeof(*tag));
	return query_run(q);
}

int
detached_make(struct store *store, const struct tag *tag, int64_t now)
{
	struct id ids[CASES_AT_ONCE];
	size_t n;
	int rc = find_cases(store, tag, ids, &n);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = add(store, tag, &ids[i]);
		if (rc == 0)
			rc = wish_keep(store, &ids[i], WISH_DELETE, now);
	}
	return rc == 0 ? leave(store, tag) : rc;
}

int
detached_is(struct store *store, const struct tag *tag, const struct id *id,
    bool *out)
{
	struct query *q = query_start(store, SQL_DETACHED_IS);
	int rc;

	query_bind_blob(q, tag, sizeof(*tag));
	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	query_end(q);
	if (rc < 0)
		return rc;
	*out = rc == 1;
	return 0;
}

/* Whose it was; -ENOENT it waits for no decision. */
static int
find_tag(struct store *store, const struct id *id, struct tag *out)
{
	struct query *q = query_start(store, SQL_DETACHED_OF);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	if (rc == 1)
		query_copy(q, 0, out, sizeof(*out));
	query_end(q);
	if (rc < 0)
		return rc;
	return rc == 1 ? 0 : -ENOENT;
}

int
detached_waits(struct store *store, const struct id *id, bool *out)
{
	struct tag tag;
	int rc = find_tag(store, id, &tag);

	if (rc != 0 && rc != -ENOENT)
		return rc;
	*out = rc == 0;
	return 0;
}

static int
drop(struct store *store, const struct id *id)
{
	struct query *q = query_start(store, SQL_DETACHED_DROP);

	query_bind_blob(q, id, sizeof(*id));
	return query_run(q);
}

/* Its phone finds it again, and the wish was not hers. */
static int
attach(struct store *store, const struct id *id, const struct tag *tag)
{
	struct query *q = query_start(store, SQL_CASE_ATTACH);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	query_bind_blob(q, tag, sizeof(*tag));
	rc = query_run(q);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_WISH_DROP);
	query_bind_blob(q, id, sizeof(*id));
	query_bind_text(q, wish_name(WISH_DELETE));
	return query_run(q);
}

static int
decide(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const enum detached *what = arg;
	const struct id *id = &opened->matter.id;
	struct tag tag;
	int rc = find_tag(store, id, &tag);

	(void)piece;
	if (rc == -ENOENT)
		return -EALREADY;
	if (rc == 0 && *what == DETACHED_UNDO)
		rc = attach(store, id, &tag);
	return rc == 0 ? drop(store, id) : rc;
}

int
detached_decide(struct store *store, const char *ref,
    const struct login *login, enum detached what, int64_t now)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "detached", .what = "detached", .version = ANY_VERSION,
	    .now = now };

	return piece_do(store, &piece, decide, &what, NULL);
}
