#include "store/referral.h"

#include <errno.h>

#include "store/audit.h"
#include "store/sharing.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/passing.h"

/* What she agreed to, or a lead without her, which stands in the case. */
static int
choose_items(struct passing *p, const struct reading *reading,
    struct parcel_wish *out)
{
	const struct referral_wish *wish = p->wish;
	struct sharing consent;
	int rc;

	if (wish->override != NULL) {
		out->item = wish->item;
		out->items_n = wish->items_n;
		rc = case_add(p->store, &p->opened.matter.id, "override",
		    wish->override, p->now);
		return rc != 0 ? rc : audit_add_case(p->store, passing_name(p),
		    "override", &p->opened.matter.id, p->now);
	}
	rc = sharing_find(p->ctx, reading, false, wish->to, &consent);
	if (rc == 0 && !consent.yes)
		rc = -ENODATA;
	if (rc == 0) {
		out->item = consent.item;
		out->items_n = consent.items_n;
	}
	return rc;
}

static int
write_offer(struct passing *p, int64_t to)
{
	struct query *q = query_start(p->store, SQL_REFERRAL_OFFER);

	query_bind_blob(q, &p->opened.matter.id, sizeof(struct id));
	query_bind_int(q, to);
	query_bind_int(q, passing_centre(p));
	query_bind_text(q, passing_name(p));
	query_bind_int(q, matter_hour(p->now));
	return query_run(q);
}

static int
pack(struct passing *p)
{
	const struct referral_wish *wish = p->wish;
	struct reading *reading = talloc_zero(p->ctx, struct reading);
	struct parcel_wish parcel = { .reading = reading, .text = p->text,
	    .to = wish->to, .from = passing_centre(p), .now = p->now };
	int rc = opened_items(p->store, SQL_READING_ITEMS, &p->opened,
	    reading);

	if (rc == 0)
		rc = choose_items(p, reading, &parcel);
	if (rc == 0)
		rc = parcel_make(p->store, &p->opened.matter, &parcel,
		    &p->parcel);
	return rc == -ENOENT ? store_fail(p->store, -EINVAL, "to: no such "
	    "office") : rc;
}

static int
offer(struct passing *p)
{
	const struct referral_wish *wish = p->wish;
	const struct matter *matter = &p->opened.matter;
	int rc = opened_case(p->store, p->ref, p->login, "offer", p->now,
	    &p->opened);

	if (rc == 0)
		rc = referral_find(p->store, p->ctx, &matter->id,
		    &p->referral);
	if (rc != 0)
		return rc;
	if (matter->version != wish->version)
		return -EEXIST;
	if (p->referral.state != REFERRAL_NONE ||
	    matter->centre != passing_centre(p) ||
	    matter->state == CASE_FINISHED)
		return -EPERM;
	if (wish->to == passing_centre(p))
		return store_fail(p->store, -EINVAL, "to: another office is "
		    "needed");
	rc = pack(p);
	if (rc == 0)
		rc = write_offer(p, wish->to);
	if (rc == 0)
		rc = passing_waits(p, &matter->id, "centre");
	if (rc == 0)
		rc = passing_pulse(p, wish->to);
	return rc == 0 ? passing_note(p, &matter->id, "offer") : rc;
}

int
referral_offer(struct store *store, const char *ref,
    const struct login *login, const struct referral_wish *wish, int64_t now,
    struct matter *out)
{
	struct passing p = { .store = store, .login = login, .ref = ref,
	    .text = wish->text, .wish = wish, .now = now };

	return passing_run(&p, offer, out);
}
