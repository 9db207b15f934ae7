#include "store/reckoning.h"

#include "store/audit.h"
#include "store/finish.h"
#include "store/query.h"

/* Two looks that are so far apart have a night between them. */
enum { NIGHT_S = 12 * 3600 };

static struct reckoning
believing(int64_t now)
{
	return (struct reckoning){ .believed_at = now, .seen_at = now };
}

/* It stands at a time that nobody believes yet. */
static struct reckoning
in_doubt(struct reckoning r, int64_t now)
{
	int64_t passed = now - r.seen_at;

	if (passed < 0 || passed > RECKONING_JUMP_S)
		r.nights = 1;
	else if (passed < NIGHT_S)
		return r;
	else
		r.nights++;
	r.seen_at = now;
	return r.nights > RECKONING_NIGHTS ? believing(now) : r;
}

struct reckoning
reckoning_after(struct reckoning r, int64_t now)
{
	if (r.believed_at == 0 || now < r.believed_at ||
	    now - r.believed_at <= RECKONING_JUMP_S)
		return believing(now);
	if (r.nights > 0)
		return in_doubt(r, now);
	r.seen_at = now;
	r.nights = 1;
	return r;
}

int
reckoning_load(struct store *store, struct reckoning *out)
{
	struct query *q = query_start(store, SQL_RECKONING_LOAD);
	int rc = query_next(q);

	*out = (struct reckoning){ 0 };
	if (rc == 1)
		*out = (struct reckoning){ query_int(q, 0), query_int(q, 1),
		    query_int(q, 2) };
	query_end(q);
	return rc < 0 ? rc : 0;
}

static int
save(struct store *store, const struct reckoning *r)
{
	struct query *q = query_start(store, SQL_RECKONING_SAVE);

	query_bind_int(q, r->believed_at);
	query_bind_int(q, r->seen_at);
	query_bind_int(q, r->nights);
	return query_run(q);
}

int
reckoning_see(struct store *store, int64_t now, struct reckoning *out)
{
	struct reckoning r = { 0 };
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = reckoning_load(store, &r);
	if (rc == 0) {
		r = reckoning_after(r, now);
		rc = save(store, &r);
	}
	rc = store_finish(store, rc);
	if (rc == 0)
		*out = r;
	return rc;
}

int
reckoning_believe(struct store *store, const char *by, int64_t now)
{
	const struct reckoning r = believing(now);
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = save(store, &r);
	if (rc == 0)
		rc = audit_add(store, by, "clock", "believed", now);
	return store_finish(store, rc);
}
