#include "store/referral.h"

#include <string.h>

#include "store/query.h"

static const char *const names[REFERRAL_STATES] = { "", "offered",
	"withdrawn", "refused", "accepted", "done" };

const char *
referral_state_name(enum referral_state state)
{
	return names[state];
}

static enum referral_state
find_state(const char *name)
{
	for (int i = 0; i < REFERRAL_STATES; i++)
		if (strcmp(names[i], name) == 0)
			return (enum referral_state)i;
	return REFERRAL_NONE;
}

/* Columns from first: to, from, state, by, at. */
static void
read_row(struct query *q, TALLOC_CTX *ctx, int first, struct referral *out)
{
	out->to = query_int(q, first);
	out->from = query_int(q, first + 1);
	out->state = find_state(query_text(q, first + 2));
	out->by = talloc_strdup(ctx, query_text(q, first + 3));
	out->at = query_int(q, first + 4);
}

int
referral_find(struct store *store, TALLOC_CTX *ctx, const struct id *id,
    struct referral *out)
{
	struct query *q = query_start(store, SQL_REFERRAL_LIVE);
	int rc;

	*out = (struct referral){ .case_id = *id, .by = "" };
	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	if (rc == 1)
		read_row(q, ctx, 0, out);
	query_end(q);
	return rc < 0 ? rc : 0;
}

int
referrals_load(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    bool out_of_it, unsigned max, struct referrals **out)
{
	struct referrals *all = talloc_zero(ctx, struct referrals);
	struct query *q = query_start(store, out_of_it ? SQL_REFERRALS_OUT :
	    SQL_REFERRALS_IN);
	struct referral *one;
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, max);
	while ((rc = query_next(q)) == 1) {
		all->referral = talloc_realloc(all, all->referral,
		    struct referral, (unsigned)(all->n + 1));
		one = &all->referral[all->n++];
		query_copy(q, 0, &one->case_id, sizeof(one->case_id));
		read_row(q, all, 1, one);
	}
	if (rc != 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}
