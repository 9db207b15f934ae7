/*
 * A case goes to another office: offered, accepted, refused, done.
 */
#include "gateway/desk/referrals.h"

#include <errno.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/drafts.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/report.h"
#include "locales/clean.h"
#include "store/referral.h"

enum { SHOWN = 200 };

static json_t *
referral_json(const struct referral *referral)
{
	return json_pack("{s:s, s:I, s:I, s:s, s:I, s:s, s:b}",
	    "state", referral_state_name(referral->state),
	    "from", (json_int_t)referral->from,
	    "to", (json_int_t)referral->to,
	    "by", referral->by, "at", (json_int_t)referral->at,
	    "copy", referral->copy, "is_copy", referral->is_copy);
}

json_t *
referral_json_of(struct visit *visit, const struct id *id)
{
	struct referral referral;

	return referral_find(visit->desk->store, visit, id, &referral) == 0 &&
	    referral.state != REFERRAL_NONE ? referral_json(&referral) :
	    json_null();
}

/* What another office may know of an offer before it opens it. */
static json_t *
offer_json(const struct referral *referral, const struct matter *of)
{
	return json_pack("{s:s, s:I, s:I, s:s, s:I, s:b, s:s, s:s, s:s}",
	    "ref", referral->copy, "from", (json_int_t)referral->from,
	    "to", (json_int_t)referral->to, "by", referral->by,
	    "at", (json_int_t)referral->at, "urgent", of->urgent,
	    "category", of->category, "destination", of->destination,
	    "language", language_name(of->language));
}

static json_t *
given_json(struct visit *visit, const struct referral *referral,
    const struct matter *of)
{
	json_t *one = referral_json(referral);

	json_object_set_new(one, "case", casing_json(visit, of));
	return one;
}

/* Of ours with the clear columns of the case; of others' without its
   number. */
static json_t *
list_json(struct visit *visit, const struct referrals *referrals, bool ours)
{
	json_t *list = json_array();
	struct matter matter;

	for (size_t i = 0; i < referrals->n; i++) {
		const struct referral *one = &referrals->referral[i];

		if (case_load(visit->desk->store, &one->case_id, &matter) == 0)
			json_array_append_new(list, ours ?
			    given_json(visit, one, &matter) :
			    offer_json(one, &matter));
	}
	return list;
}

struct reply *
referrals_get(struct visit *visit)
{
	int64_t centre = visit->session->member.centre;
	struct referrals *in, *out;
	int rc = referrals_load(visit->desk->store, visit, centre, false,
	    SHOWN, &in);

	if (rc == 0)
		rc = referrals_load(visit->desk->store, visit, centre, true,
		    SHOWN, &out);
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:o, s:o}", "in", list_json(visit, in, false),
	    "out", list_json(visit, out, true)));
}

static const char *
clean(struct visit *visit, const char *field)
{
	const char *text = visit_text(visit, field);

	return text_clean(visit, text, strlen(text), CODING_GSM7, NULL);
}

static struct reply *
show(struct visit *visit, int rc, const struct matter *matter)
{
	if (rc == -EEXIST)
		return casing_stale(visit, matter, visit_number(visit,
		    "version"));
	if (rc == -ENODATA)
		return visit_refuse(visit, NO_CONSENT);
	return rc == 0 ? reply_json(visit, 200, casing_json(visit, matter)) :
	    visit_failed(visit, rc);
}

int64_t *
numbers_of(struct visit *visit, const char *field, size_t *n)
{
	const json_t *list = json_object_get(visit->body, field);
	int64_t *all = talloc_zero_array(visit, int64_t,
	    (unsigned)json_array_size(list) + 1);

	*n = json_array_size(list);
	for (size_t i = 0; i < *n; i++)
		all[i] = json_integer_value(json_object_get(
		    json_array_get(list, i), "n"));
	return all;
}

/* What she said decides; without her only who leads, with a reason. */
struct reply *
referral_post(struct visit *visit)
{
	struct referral_wish wish = {
		.to = visit_number(visit, "to"),
		.version = visit_number(visit, "version"),
		.text = clean(visit, "text"),
	};
	const char *override = clean(visit, "override");
	struct matter matter;
	int rc;

	if (wish.text[0] == '\0')
		return reply_refuse_why(visit, BAD_BODY,
		    "text: why is it sent, and what is asked?");
	if (override[0] != '\0') {
		if (!access_permits(MAY_OVERRIDE,
		    visit->session->member.role))
			return visit_refuse(visit, NOT_ALLOWED);
		wish.override = override;
		wish.item = numbers_of(visit, "items", &wish.items_n);
	}
	rc = referral_offer(visit->desk->store, visit->param[0],
	    visit->session->login, &wish, visit->now, &matter);
	if (rc == 0)
		draft_sent(visit, visit->param[0], "refer");
	return show(visit, rc, &matter);
}

struct reply *
referral_withdraw_post(struct visit *visit)
{
	struct matter matter;

	return show(visit, referral_withdraw(visit->desk->store,
	    visit->param[0], visit->session->login, clean(visit, "text"),
	    visit->now, &matter), &matter);
}

struct reply *
referral_done_post(struct visit *visit)
{
	struct matter matter;

	return show(visit, referral_done(visit->desk->store, visit->param[0],
	    visit->session->login, clean(visit, "text"), visit->now,
	    &matter), &matter);
}

struct reply *
offer_get(struct visit *visit)
{
	struct reading *reading;
	int rc = referral_read(visit->desk->store, visit, visit->param[0],
	    visit->session->login, visit->now, &reading);

	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:o, s:o}", "case", casing_json(visit,
	    &reading->matter), "entries", casing_entries(reading)));
}

struct reply *
offer_accept_post(struct visit *visit)
{
	struct matter matter;

	return show(visit, referral_accept(visit->desk->store,
	    visit->param[0], visit->session->login, clean(visit, "text"),
	    visit->now, &matter), &matter);
}

struct reply *
offer_refuse_post(struct visit *visit)
{
	int rc = referral_refuse(visit->desk->store, visit->param[0],
	    visit->session->login, clean(visit, "text"), visit->now);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}
