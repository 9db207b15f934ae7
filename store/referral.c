#include "store/referral.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "store/audit.h"
#include "store/centre.h"
#include "store/deadline.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/passing.h"

int64_t
passing_centre(const struct passing *p)
{
	return login_member(p->login)->centre;
}

const char *
passing_name(const struct passing *p)
{
	return login_member(p->login)->name;
}

/* Another's stand-in; 0 none. */
static int
find_stand_in(struct passing *p, int64_t of, int64_t *out)
{
	struct centres *centres;
	const struct centre *centre, *other = NULL;
	int rc = centres_load(p->store, p->ctx, &centres);

	if (rc != 0)
		return rc;
	centre = centre_by_id(centres, of);
	if (centre != NULL)
		other = centre_stand_in(centres, centre);
	*out = other != NULL ? other->id : 0;
	return 0;
}

/* copy: what it has become; NULL as before. */
static int
set_state(struct passing *p, enum referral_state state,
    const struct id *copy)
{
	struct query *q = query_start(p->store, SQL_REFERRAL_SET);

	query_bind_blob(q, &p->referral.case_id, sizeof(struct id));
	query_bind_int(q, p->referral.to);
	query_bind_text(q, referral_state_name(state));
	query_bind_text(q, passing_name(p));
	query_bind_int(q, matter_hour(p->now));
	query_bind_blob(q, copy, copy != NULL ? sizeof(*copy) : 0);
	return query_run(q);
}

int
passing_waits(struct passing *p, const struct id *id, const char *whom)
{
	struct query *q = query_start(p->store, SQL_CASE_WAITS_FOR_CENTRE);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, matter_hour(p->now));
	query_bind_text(q, whom);
	return query_run(q);
}

int
passing_pulse(struct passing *p, int64_t centre)
{
	struct query *q = query_start(p->store, SQL_PULSE_RAISE);

	query_bind_int(q, centre);
	return query_run(q);
}

int
passing_note(struct passing *p, const struct id *id, const char *action)
{
	struct opened of = { .matter.id = *id };
	int rc = p->text[0] == '\0' ? 0 : case_add(p->store, id, "referral",
	    p->text, p->now);

	return rc == 0 ? opened_edit(p->store, &of, p->login, action,
	    p->now) : rc;
}

/* ---- answering ---- */

/* The offer is gone, and with it all that was sealed for the other. */
static int
take_back(struct passing *p, enum referral_state state, const char *action)
{
	int rc = parcel_drop(p->store, &p->parcel);

	if (rc == 0)
		rc = set_state(p, state, NULL);
	if (rc == 0)
		rc = passing_waits(p, &p->parcel.case_id, "");
	if (rc == 0)
		rc = passing_pulse(p, p->parcel.to);
	return rc == 0 ? passing_note(p, &p->parcel.case_id, action) : rc;
}

static int
withdraw(struct passing *p)
{
	int rc = opened_case(p->store, p->ref, p->login, "withdraw", p->now,
	    &p->opened);

	if (rc == 0)
		rc = parcel_of_case(p->store, &p->opened.matter.id,
		    &p->parcel);
	else
		return rc;
	if (rc == -ENOENT || (rc == 0 && p->parcel.from != passing_centre(p)))
		return -EPERM;
	p->referral.case_id = p->parcel.case_id;
	p->referral.to = p->parcel.to;
	return rc == 0 ? take_back(p, REFERRAL_WITHDRAWN, "withdraw") : rc;
}

/* An offer to her office, opened. */
static int
open_offer(struct passing *p, const char *action)
{
	int rc = parcel_find(p->store, p->ref, &p->parcel);

	if (rc == 0)
		rc = p->parcel.to == passing_centre(p) ? parcel_open(p->store,
		    &p->parcel, p->login, &p->opened) : -ENOENT;
	if (rc != 0)
		return rc;
	p->referral.case_id = p->parcel.case_id;
	p->referral.to = p->parcel.to;
	return audit_add_case(p->store, passing_name(p), action, &p->parcel.id,
	    p->now);
}

static int
refuse(struct passing *p)
{
	int rc = open_offer(p, "refuse");

	return rc == 0 ? take_back(p, REFERRAL_REFUSED, "refuse") : rc;
}

static int
add_stand_in(struct passing *p)
{
	unsigned char pub[KEY_OCTETS], box[SEAL_KEY_BOX];
	struct query *q;
	int64_t other = 0;
	int rc = find_stand_in(p, p->parcel.to, &other);

	if (rc != 0 || other == 0)
		return rc;
	rc = centre_public(p->store, other, pub);
	if (rc == 0)
		rc = seal_key(pub, p->opened.secret->octets, box);
	if (rc != 0)
		return rc;
	q = query_start(p->store, SQL_READER_KEEP);
	query_bind_blob(q, &p->parcel.id, sizeof(p->parcel.id));
	query_bind_int(q, other);
	query_bind_blob(q, box, sizeof(box));
	return query_run(q);
}

/* There it is as new as a case that was just opened. */
static int
accept(struct passing *p)
{
	int64_t due;
	int rc = open_offer(p, "accept");

	if (rc != 0)
		return rc;
	p->opened.matter.centre = p->parcel.to;
	p->opened.matter.state = CASE_NEW;
	rc = deadline_of(p->store, &p->opened.matter, matter_hour(p->now),
	    &due);
	if (rc == 0)
		rc = parcel_accept(p->store, &p->parcel,
		    login_member(p->login)->id, due, p->now);
	if (rc == 0)
		rc = add_stand_in(p);
	if (rc == 0)
		rc = set_state(p, REFERRAL_ACCEPTED, &p->parcel.id);
	if (rc == 0)
		rc = passing_waits(p, &p->parcel.case_id, "centre");
	if (rc == 0)
		rc = passing_note(p, &p->parcel.case_id, "accept");
	return rc;
}

/* ---- done ---- */

/* Their copy is finished and theirs no more. */
static int
finish_copy(struct passing *p)
{
	const struct matter *copy = &p->opened.matter;
	struct query *q;
	int rc = passing_note(p, &copy->id, "done");

	if (rc == 0)
		rc = case_load(p->store, &copy->id, &p->opened.matter);
	if (rc == 0 && copy->state != CASE_FINISHED)
		rc = case_set_state(p->store, &copy->id, CASE_FINISHED,
		    copy->version, p->now);
	if (rc != 0)
		return rc;
	q = query_start(p->store, SQL_READER_DROP_OTHERS);
	query_bind_blob(q, &copy->id, sizeof(copy->id));
	query_bind_int(q, p->referral.from);
	return query_run(q);
}

static int
come_back(struct passing *p)
{
	struct matter matter;
	struct query *q;
	int64_t due;
	int rc = case_load(p->store, &p->referral.case_id, &matter);

	if (rc == 0)
		rc = deadline_of(p->store, &matter, matter_hour(p->now),
		    &due);
	if (rc != 0)
		return rc;
	q = query_start(p->store, SQL_CASE_COMES_BACK);
	query_bind_blob(q, &matter.id, sizeof(matter.id));
	query_bind_int(q, matter_hour(p->now));
	query_bind_int(q, due);
	rc = query_run(q);
	return rc == 0 ? passing_note(p, &matter.id, "done") : rc;
}

static int
be_done(struct passing *p)
{
	int rc = opened_case(p->store, p->ref, p->login, "done", p->now,
	    &p->opened);

	if (rc == 0)
		rc = referral_find(p->store, p->ctx, &p->opened.matter.id,
		    &p->referral);
	if (rc != 0)
		return rc;
	if (!p->referral.is_copy || p->referral.to != passing_centre(p))
		return -EPERM;
	rc = finish_copy(p);
	if (rc == 0)
		rc = set_state(p, REFERRAL_DONE, NULL);
	return rc == 0 ? come_back(p) : rc;
}

/* ---- each in its transaction ---- */

int
passing_run(struct passing *p, passing_step *todo, struct matter *out)
{
	int rc = store_begin(p->store);

	p->ctx = talloc_new(NULL);
	p->opened.secret = secret_new(p->ctx);
	if (rc == 0) {
		rc = store_finish_case(p->store, todo(p),
		    &p->opened.matter.id, out);
	}
	talloc_free(p->ctx);
	return rc;
}

int
referral_withdraw(struct store *store, const char *ref,
    const struct login *login, const char *text, int64_t now,
    struct matter *out)
{
	struct passing p = { .store = store, .login = login, .ref = ref,
	    .text = text, .now = now };

	return passing_run(&p, withdraw, out);
}

int
referral_refuse(struct store *store, const char *ref,
    const struct login *login, const char *text, int64_t now)
{
	struct passing p = { .store = store, .login = login, .ref = ref,
	    .text = text, .now = now };

	return passing_run(&p, refuse, NULL);
}

int
referral_accept(struct store *store, const char *ref,
    const struct login *login, const char *text, int64_t now,
    struct matter *out)
{
	struct passing p = { .store = store, .login = login, .ref = ref,
	    .text = text, .now = now };

	return passing_run(&p, accept, out);
}

int
referral_done(struct store *store, const char *ref,
    const struct login *login, const char *text, int64_t now,
    struct matter *out)
{
	struct passing p = { .store = store, .login = login, .ref = ref,
	    .text = text, .now = now };

	return passing_run(&p, be_done, out);
}
