#include "store/forget.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/consent.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/piece.h"
#include "store/query.h"

static const int64_t DAY_S = 86400;

static int
add(struct store *store, enum statement which, int64_t before, int64_t now,
    unsigned n, unsigned *added)
{
	struct query *q;
	int rc;

	if (*added >= n)
		return 0;
	q = query_start(store, which);
	query_bind_int(q, before);
	query_bind_int(q, now);
	query_bind_int(q, n - *added);
	rc = query_run(q);
	if (rc == 0)
		*added += (unsigned)query_changed(store);
	return rc;
}

int
forget_list(struct store *store, int64_t now, const struct retention *keep,
    unsigned n, unsigned *added)
{
	int64_t ahead = now + keep->notice_days * DAY_S;
	unsigned some = 0;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = add(store, SQL_GOING_ADD_DRAFTS, ahead - keep->draft_days * DAY_S,
	    now, n, &some);
	if (rc == 0)
		rc = add(store, SQL_GOING_ADD_FINISHED,
		    ahead - keep->closed_days * DAY_S, now, n, &some);
	rc = store_finish(store, rc);
	if (rc == 0)
		*added = some;
	return rc;
}

static void
read_going(struct query *q, struct going *out)
{
	query_copy(q, 0, &out->id, sizeof(out->id));
	query_copy_text(q, 1, out->ref, sizeof(out->ref));
	out->centre = query_int(q, 2);
	if (case_state_find(query_text(q, 3), &out->state) != 0)
		out->state = CASE_FINISHED;
	out->changed_at = query_int(q, 4);
	out->listed_at = query_int(q, 5);
	out->kept_until = query_int(q, 6);
	out->asked = query_int(q, 7) != 0;
	query_copy_text(q, 8, out->category, sizeof(out->category));
}

int
forget_listed(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    unsigned max, struct goings **out)
{
	struct goings *all = talloc_zero(ctx, struct goings);
	struct query *q = query_start(store, centre != 0 ?
	    SQL_GOING_OF_CENTRE : SQL_GOING_ALL);
	int rc;

	query_bind_int(q, max);
	if (centre != 0)
		query_bind_int(q, centre);
	all->going = talloc_zero_array(all, struct going, max);
	while ((rc = query_next(q)) == 1)
		read_going(q, &all->going[all->n++]);
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

int64_t
going_at(const struct going *going, const struct retention *keep)
{
	int64_t at = going->changed_at + DAY_S * (going->state ==
	    CASE_INCOMPLETE ? keep->draft_days : keep->closed_days);
	int64_t told = going->listed_at + keep->notice_days * DAY_S;

	at = told > at ? told : at;
	return going->kept_until > at ? going->kept_until : at;
}

static void
read_kept(struct query *q, struct kept *out)
{
	query_copy_text(q, 0, out->ref, sizeof(out->ref));
	if (case_state_find(query_text(q, 1), &out->state) != 0)
		out->state = CASE_FINISHED;
	query_copy_text(q, 2, out->category, sizeof(out->category));
	out->until = query_int(q, 3);
	query_copy_text(q, 4, out->by, sizeof(out->by));
}

int
forget_kept(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    int64_t after, unsigned max, struct kepts **out)
{
	struct kepts *all = talloc_zero(ctx, struct kepts);
	struct query *q = query_start(store, SQL_KEPT_OF_CENTRE);
	int rc;

	query_bind_int(q, max);
	query_bind_int(q, centre);
	query_bind_int(q, after);
	all->kept = talloc_zero_array(all, struct kept, max);
	while ((rc = query_next(q)) == 1)
		read_kept(q, &all->kept[all->n++]);
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

static int
set_kept(struct store *store, const struct id *id, int64_t until,
    const char *by, int64_t now)
{
	struct query *q = query_start(store, SQL_KEPT_SET);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_text(q, by);
	query_bind_int(q, until);
	query_bind_int(q, now);
	return query_run(q);
}

/* No longer: it is told of anew, or it would go within a minute of somebody's
   slip.  NOTHING_DONE nobody kept it. */
static int
end_kept(struct store *store, const struct id *id)
{
	struct query *q = query_start(store, SQL_KEPT_END);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_run(q);
	if (rc != 0)
		return rc;
	if (query_changed(store) == 0)
		return NOTHING_DONE;
	q = query_start(store, SQL_GOING_DROP);
	query_bind_blob(q, id, sizeof(*id));
	return query_run(q);
}

/* The reason in the case, whose own time goes on as if nothing had been: else
   three months more would become a year. */
static int
note_kept(struct store *store, const struct matter *matter, const char *why,
    int64_t now)
{
	struct query *q;
	int rc = case_add(store, &matter->id, "kept", why, now);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CASE_AGE);
	query_bind_blob(q, &matter->id, sizeof(matter->id));
	query_bind_int(q, matter->changed_at);
	return query_run(q);
}

struct keeping { int64_t until; const char *why; };

/* Who stands in reads it, and does not say how long it stays. */
static int
keep(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct keeping *keeping = arg;
	const struct matter *matter = &opened->matter;
	const struct member *member = login_member(piece->login);
	int rc;

	if (matter->centre != member->centre)
		return -ENOENT;
	rc = keeping->until == 0 ? end_kept(store, &matter->id) :
	    set_kept(store, &matter->id, keeping->until, member->name,
	    piece->now);
	if (rc == 0)
		rc = note_kept(store, matter, keeping->why, piece->now);
	return rc == 0 ? opened_edit(store, opened, piece->login, "kept",
	    piece->now) : rc;
}

int
forget_keep(struct store *store, const char *ref, const struct login *login,
    int64_t until, const char *why, int64_t now)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = until != 0 ? "keep" : "keep_no_longer",
	    .version = ANY_VERSION, .now = now };
	struct keeping keeping = { until, why };

	if (why[0] == '\0' || until > now + KEPT_DAYS_MAX * DAY_S ||
	    (until != 0 && until <= now))
		return store_fail(store, -EINVAL, "a reason and a day within "
		    "two years are needed");
	return piece_do(store, &piece, keep, &keeping, NULL);
}

/* Who asked; staff 0: nobody, or too long ago. */
static int
find_asked(struct store *store, const struct id *id, int64_t now,
    struct eraser *out)
{
	struct query *q = query_start(store, SQL_ERASURE_FIND);
	int rc;

	*out = (struct eraser){ 0 };
	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, now - ERASURE_ASKED_S);
	rc = query_next(q);
	if (rc == 1)
		*out = (struct eraser){ query_int(q, 0), query_int(q, 1) != 0 };
	query_end(q);
	return rc < 0 ? rc : 0;
}

static int
ask(struct store *store, const struct id *id, const struct eraser *by,
    int64_t now)
{
	struct query *q = query_start(store, SQL_ERASURE_ASK);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, by->staff);
	query_bind_int(q, by->leads);
	query_bind_int(q, now);
	return query_run(q);
}

static int
erase(struct store *store, const struct id *id, int64_t now)
{
	struct query *q = query_start(store, SQL_CASE_ERASE);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_run(q);
	if (rc == 0)
		rc = consent_forget(store, id, now);
	return rc;
}

int
forget_erase(struct store *store, const struct id *id,
    const struct eraser *by, int64_t now, bool *erased)
{
	struct eraser first;
	int rc = find_asked(store, id, now, &first);

	if (rc != 0)
		return rc;
	if (first.staff == 0) {
		*erased = false;
		return ask(store, id, by, now);
	}
	if (first.staff == by->staff)
		return store_fail(store, -EPERM, "another member must agree");
	if (!first.leads && !by->leads)
		return store_fail(store, -EPERM, "one of the two must lead");
	rc = erase(store, id, now);
	if (rc == 0) {
		*erased = true;
		store->erased = true;
	}
	return rc;
}
