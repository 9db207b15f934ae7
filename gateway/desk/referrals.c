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
#include "locales/clean.h"
#include "store/referral.h"

enum { SHOWN = 200 };

static json_t *
referral_json(const struct referral *referral)
{
	return json_pack("{s:s, s:I, s:I, s:s, s:I}",
	    "state", referral_state_name(referral->state),
	    "from", (json_int_t)referral->from,
	    "to", (json_int_t)referral->to,
	    "by", referral->by, "at", (json_int_t)referral->at);
}

json_t *
referral_json_of(struct visit *visit, const struct id *id)
{
	struct referral referral;

	return referral_find(visit->desk->store, visit, id, &referral) == 0 &&
	    referral.state != REFERRAL_NONE ? referral_json(&referral) :
	    json_null();
}

/* Each with the clear columns of its case. */
static json_t *
list_json(struct visit *visit, const struct referrals *referrals)
{
	json_t *list = json_array(), *one;
	struct matter matter;

	for (size_t i = 0; i < referrals->n; i++) {
		if (case_load(visit->desk->store,
		    &referrals->referral[i].case_id, &matter) != 0)
			continue;
		one = referral_json(&referrals->referral[i]);
		json_object_set_new(one, "case", casing_json(visit, &matter));
		json_array_append_new(list, one);
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
	    json_pack("{s:o, s:o}", "in", list_json(visit, in),
	    "out", list_json(visit, out)));
}

static const char *
clean(struct visit *visit)
{
	const char *text = visit_text(visit, "text");

	return text_clean(visit, text, strlen(text), CODING_GSM7, NULL);
}

static struct reply *
show(struct visit *visit, int rc, const struct matter *matter)
{
	if (rc == -EEXIST)
		return casing_stale(visit, matter, visit_number(visit,
		    "version"));
	return rc == 0 ? reply_json(visit, 200, casing_json(visit, matter)) :
	    visit_failed(visit, rc);
}

/* Nobody is told of her without her: the flag is asked, not assumed. */
struct reply *
referral_post(struct visit *visit)
{
	struct matter matter;
	int rc;

	if (!json_is_true(json_object_get(visit->body, "consent")))
		return reply_refuse_why(visit, BAD_BODY,
		    "consent: she must have agreed; say so");
	rc = referral_offer(visit->desk->store, visit->param[0],
	    visit->session->login, visit_number(visit, "to"), clean(visit),
	    visit_number(visit, "version"), visit->now, &matter);
	if (rc == 0)
		draft_sent(visit, visit->param[0], "refer");
	return show(visit, rc, &matter);
}

static struct reply *
step(struct visit *visit, enum referral_state to)
{
	struct matter matter;
	int rc = referral_step(visit->desk->store, visit->param[0],
	    visit->session->login, to, clean(visit), visit->now, &matter);

	return show(visit, rc, &matter);
}

struct reply *
referral_withdraw_post(struct visit *visit)
{
	return step(visit, REFERRAL_WITHDRAWN);
}

struct reply *
referral_accept_post(struct visit *visit)
{
	return step(visit, REFERRAL_ACCEPTED);
}

struct reply *
referral_refuse_post(struct visit *visit)
{
	return step(visit, REFERRAL_REFUSED);
}

struct reply *
referral_done_post(struct visit *visit)
{
	return step(visit, REFERRAL_DONE);
}
