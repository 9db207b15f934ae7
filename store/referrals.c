#include "store/referral.h"

#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/parcel.h"
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

/* As the statements give it: case, to, from, state, by, at, copy, whether it
   was asked for by the copy. */
static void
read_row(struct query *q, TALLOC_CTX *ctx, struct referral *out)
{
	query_copy(q, 0, &out->case_id, sizeof(out->case_id));
	out->to = query_int(q, 1);
	out->from = query_int(q, 2);
	out->state = find_state(query_text(q, 3));
	out->by = talloc_strdup(ctx, query_text(q, 4));
	out->at = query_int(q, 5);
	query_copy_text(q, 6, out->copy, sizeof(out->copy));
	out->is_copy = query_int(q, 7) != 0;
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
		read_row(q, ctx, out);
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
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, max);
	while ((rc = query_next(q)) == 1) {
		all->referral = talloc_realloc(all, all->referral,
		    struct referral, (unsigned)(all->n + 1));
		read_row(q, all, &all->referral[all->n++]);
	}
	if (rc != 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

static int
read_offer(struct store *store, const char *ref, const struct login *login,
    int64_t now, struct opened *opened, struct reading *reading)
{
	struct parcel parcel;
	int rc = parcel_find(store, ref, &parcel);

	if (rc == 0)
		rc = parcel_open(store, &parcel, login, opened);
	if (rc == 0)
		rc = audit_add_case(store, login_member(login)->name,
		    "read_offer", &parcel.id, now);
	return rc == 0 ? opened_items(store, SQL_PARCEL_ITEMS, opened,
	    reading) : rc;
}

int
referral_read(struct store *store, TALLOC_CTX *ctx, const char *ref,
    const struct login *login, int64_t now, struct reading **out)
{
	struct reading *reading;
	struct opened opened = { 0 };
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	reading = talloc_zero(ctx, struct reading);
	opened.secret = secret_new(reading);
	rc = store_finish(store, read_offer(store, ref, login, now, &opened,
	    reading));
	if (rc != 0) {
		talloc_free(reading);
		return rc;
	}
	reading->matter = opened.matter;
	talloc_free(opened.secret);
	*out = reading;
	return 0;
}
