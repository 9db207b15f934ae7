/*
 * What of one's centre will be erased, and what is kept from it.  Without a word
 * of a case.
 */
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/forgetting.h"
#include "store/day.h"
#include "store/forget.h"
#include "store/reckoning.h"

enum { SHOWN = 200, DAY_S = 86400 };

struct shown {
	struct retention keep;
	int64_t soon;		/* what goes until then is listed */
	struct reckoning reckoning;
	struct goings *goings;
	struct kepts *kepts;
};

static json_t *
going_json(const struct going *going, int64_t goes_at)
{
	return json_pack("{s:s, s:s, s:s, s:I, s:b}", "ref", going->ref,
	    "state", case_state_name(going->state),
	    "category", going->category, "goes_at", (json_int_t)goes_at,
	    "asked", going->asked);
}

/* One that is kept for longer stands among those that are kept. */
static json_t *
goings_json(const struct shown *shown)
{
	json_t *list = json_array();

	for (size_t i = 0; i < shown->goings->n; i++) {
		const struct going *going = &shown->goings->going[i];
		int64_t at = going_at(going, &shown->keep);

		if (at <= shown->soon)
			json_array_append_new(list, going_json(going, at));
	}
	return list;
}

static json_t *
kepts_json(const struct kepts *kepts)
{
	json_t *list = json_array();

	for (size_t i = 0; i < kepts->n; i++) {
		const struct kept *kept = &kepts->kept[i];

		json_array_append_new(list, json_pack(
		    "{s:s, s:s, s:s, s:I, s:s}", "ref", kept->ref,
		    "state", case_state_name(kept->state),
		    "category", kept->category,
		    "until", (json_int_t)kept->until, "by", kept->by));
	}
	return list;
}

static int
load(struct visit *visit, struct shown *shown)
{
	struct store *store = visit->desk->store;
	const int64_t centre = visit->session->member.centre;
	int rc = reckoning_load(store, &shown->reckoning);

	if (rc == 0)
		rc = forget_listed(store, visit, centre, SHOWN,
		    &shown->goings);
	return rc == 0 ? forget_kept(store, visit, centre, shown->soon, SHOWN,
	    &shown->kepts) : rc;
}

struct reply *
goings_get(struct visit *visit)
{
	const struct settings *settings = visit->desk->settings;
	struct shown shown = { .keep = forgetting_retention(settings) };
	int rc;

	shown.soon = visit->now + shown.keep.notice_days * DAY_S;
	rc = load(visit, &shown);
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:I, s:I, s:I, s:b, s:o, s:b, s:o}",
	    "notice_days", (json_int_t)settings->notice_days,
	    "draft_days", (json_int_t)settings->draft_days,
	    "closed_months", (json_int_t)settings->closed_months,
	    "clock_in_doubt", shown.reckoning.nights > 0,
	    "going", goings_json(&shown),
	    "more", shown.goings->n == SHOWN,
	    "kept", kepts_json(shown.kepts)));
}

static struct reply *
keep(struct visit *visit, int64_t until, const char *why)
{
	int rc = forget_keep(visit->desk->store, visit->param[0],
	    visit->session->login, until, why, visit->now);

	return rc == 0 ? reply_json(visit, 200, json_pack("{s:I}", "until",
	    (json_int_t)until)) : visit_failed(visit, rc);
}

/* The reason is a word of the list and the day it holds for, sealed. */
struct reply *
keep_post(struct visit *visit)
{
	int64_t until = visit->now + visit_number(visit, "days") * DAY_S;
	char day[DAY_TEXT];

	return keep(visit, until, talloc_asprintf(visit, "%s %s",
	    visit_text(visit, "why"), day_text(day_at(until), day)));
}

struct reply *
keep_delete(struct visit *visit)
{
	return keep(visit, 0, "over");
}
