#include "store/rounds.h"

#include <string.h>

#include "store/finish.h"
#include "store/query.h"

enum { KEPT = 1000, FORGOTTEN_AT_ONCE = 10 };

static const char *const result_names[ROUND_RESULTS] = {
	[ROUND_BROKEN] = "broken",
	[ROUND_DONE] = "done",
	[ROUND_SAME] = "same",
	[ROUND_WAITS] = "waits",
	[ROUND_FAILED] = "failed",
};

const char *
round_result_name(enum round_result result)
{
	return result_names[result];
}

static enum round_result
result_of(const char *name)
{
	for (int i = 0; i < ROUND_RESULTS; i++)
		if (strcmp(result_names[i], name) == 0)
			return (enum round_result)i;
	return ROUND_BROKEN;
}

static int
insert(struct store *store, const char *duty, int64_t now, int64_t *n)
{
	struct query *q = query_start(store, SQL_ROUND_INSERT);
	int rc;

	query_bind_text(q, duty);
	query_bind_int(q, now);
	rc = query_run(q);
	if (rc == 0)
		*n = query_inserted(store);
	return rc;
}

static int
forget(struct store *store, int64_t last)
{
	struct query *q = query_start(store, SQL_ROUND_FORGET);

	query_bind_int(q, last - KEPT);
	query_bind_int(q, FORGOTTEN_AT_ONCE);
	return query_run(q);
}

int
round_begin(struct store *store, const char *duty, int64_t now, int64_t *n)
{
	int64_t made = 0;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = insert(store, duty, now, &made);
	if (rc == 0)
		rc = forget(store, made);
	rc = store_finish(store, rc);
	if (rc == 0)
		*n = made;
	return rc;
}

int
round_end(struct store *store, const struct round *round)
{
	struct query *q;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_ROUND_END);
	query_bind_int(q, round->n);
	query_bind_int(q, round->ended_at);
	query_bind_text(q, round_result_name(round->result));
	query_bind_text(q, round->words);
	query_bind_text(q, round->memo);
	return store_finish(store, query_run(q));
}

static void
read_row(struct query *q, TALLOC_CTX *ctx, struct round *out)
{
	*out = (struct round){
		.n = query_int(q, 0),
		.duty = talloc_strdup(ctx, query_text(q, 1)),
		.begun_at = query_int(q, 2),
		.ended_at = query_int(q, 3),
		.result = result_of(query_text(q, 4)),
		.words = talloc_strdup(ctx, query_text(q, 5)),
		.memo = talloc_strdup(ctx, query_text(q, 6)),
	};
}

int
rounds_load(struct store *store, TALLOC_CTX *ctx, const char *duty, size_t n,
    struct rounds_done **out)
{
	struct rounds_done *all = talloc_zero(ctx, struct rounds_done);
	struct query *q = query_start(store, duty != NULL ?
	    SQL_ROUND_PAGE_OF_DUTY : SQL_ROUND_PAGE);
	int rc;

	query_bind_int(q, (int64_t)n);
	if (duty != NULL)
		query_bind_text(q, duty);
	all->round = talloc_zero_array(all, struct round, (unsigned)n);
	while ((rc = query_next(q)) == 1)
		read_row(q, all, &all->round[all->n++]);
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}
