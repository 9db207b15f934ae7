#include "store/calling.h"

#include <string.h>

#include "store/callback.h"
#include "store/deadline.h"
#include "store/piece.h"
#include "store/query.h"
#include "store/remark.h"

enum { MISSED_AT_ONCE = 50 };

int64_t
calling_until(int64_t asked_at)
{
	return deadline_after(asked_at, CALLBACK_WORKING_DAYS);
}

int
calling_went(struct store *store, const struct id *id, const char *result)
{
	struct query *q;

	if (strcmp(result, "reached") == 0 || strcmp(result, "no_answer") == 0)
		return callback_tried(store, id, result[0] == 'r');
	q = query_start(store, SQL_CALLING_OVER);
	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, CALLBACK_TRIES);
	return query_run(q);
}

static int
ask_again(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	(void)arg;
	return callback_ask(store, &opened->matter.id, piece->now);
}

int
calling_again(struct store *store, const char *ref, const struct login *login,
    int64_t now)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "call", .what = "call", .version = ANY_VERSION,
	    .now = now };

	return piece_do(store, &piece, ask_again, NULL, NULL);
}

int
callings_load(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    int64_t now, unsigned max, struct callings **out)
{
	struct callings *all = talloc_zero(ctx, struct callings);
	struct query *q = query_start(store, SQL_CALLINGS_OF_CENTRE);
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, CALLBACK_TRIES);
	query_bind_int(q, max);
	all->of = talloc_zero_array(all, struct calling, max);
	while ((rc = query_next(q)) == 1) {
		struct calling *calling = &all->of[all->n];

		query_copy(q, 0, &calling->id, sizeof(calling->id));
		query_copy_text(q, 1, calling->ref, sizeof(calling->ref));
		calling->asked_at = query_int(q, 2);
		calling->tries = (unsigned)query_int(q, 3);
		all->n += now < calling_until(calling->asked_at);
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

static int
load_missed(struct store *store, int64_t centre, int64_t now,
    struct matter missed[MISSED_AT_ONCE], unsigned *n)
{
	struct query *q = query_start(store, SQL_CALLINGS_MISSED);
	int rc;

	*n = 0;
	query_bind_int(q, centre);
	query_bind_int(q, now - CALLBACK_WORKING_DAYS * DEADLINE_DAY_S);
	query_bind_int(q, MISSED_AT_ONCE);
	while ((rc = query_next(q)) == 1) {
		missed[*n] = (struct matter){ .centre = query_int(q, 1) };
		query_copy(q, 0, &missed[*n].id, sizeof(missed[*n].id));
		if (now >= calling_until(query_int(q, 2)))
			++*n;
	}
	return rc;
}

int
callings_missed(struct store *store, int64_t centre, int64_t now, bool tell,
    unsigned *n)
{
	struct matter missed[MISSED_AT_ONCE + 1];
	unsigned found = 0;
	int rc = load_missed(store, centre, now, missed, &found);

	for (unsigned i = 0; rc == 0 && tell && i < found; i++)
		rc = remark_add(store, &missed[i], "call_missed", "(rounds)",
		    now);
	if (rc == 0)
		*n = found;
	return rc;
}
