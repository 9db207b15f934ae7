#include "store/callback.h"

#include "store/deadline.h"
#include "store/matter.h"
#include "store/query.h"

/* How many of a phone's wishes are looked at. */
enum { BESIDE = 4 };

static struct callback
judge(struct query *q, int64_t now)
{
	struct callback callback = { CALLBACK_WAITS,
	    (unsigned)query_int(q, 1), query_int(q, 0) };

	if (query_int(q, 2) != 0)
		callback.state = CALLBACK_REACHED;
	else if (callback.tries >= CALLBACK_TRIES ||
	    now >= deadline_after(callback.asked_at, CALLBACK_WORKING_DAYS))
		callback.state = CALLBACK_ENDED;
	return callback;
}

int
callback_of(struct store *store, const struct id *id, int64_t now,
    struct callback *out)
{
	struct query *q = query_start(store, SQL_CALLBACK_OF);
	struct callback found = { CALLBACK_NONE, 0, 0 };
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	if (rc == 1)
		found = judge(q, now);
	query_end(q);
	if (rc < 0)
		return rc;
	*out = found;
	return 0;
}

int
callback_ask(struct store *store, const struct id *id, int64_t now)
{
	struct query *q = query_start(store, SQL_CALLBACK_ASK);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, matter_hour(now));
	return query_run(q);
}

int
callback_tried(struct store *store, const struct id *id, bool reached)
{
	struct query *q = query_start(store, SQL_CALLBACK_TRIED);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, reached);
	return query_run(q);
}

int
callback_given_up(struct store *store, const struct id *id, int64_t now,
    bool *out)
{
	struct callback newest, other;
	struct query *q;
	int rc = callback_of(store, id, now, &newest);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CALLBACKS_BESIDE);
	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, BESIDE);
	while ((rc = query_next(q)) == 1) {
		other = judge(q, now);
		if (other.asked_at >= newest.asked_at)
			newest = other;
	}
	if (rc == 0)
		*out = newest.state == CALLBACK_ENDED;
	return rc;
}
