/*
 * She was asked whether others may be told: what she said is kept, sealed,
 * before anything can be offered or written.
 */
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/referrals.h"
#include "gateway/desk/session.h"
#include "gateway/desk/told.h"
#include "gateway/desk/visit.h"
#include "locales/clean.h"
#include "store/sharing.h"
#include "store/work.h"

static bool
flag(const struct visit *visit, const char *field)
{
	return json_is_true(json_object_get(visit->body, field));
}

struct reply *
sharing_post(struct visit *visit)
{
	const char *note = visit_text(visit, "note");
	struct sharing consent = {
		.partner = strcmp(visit_text(visit, "about"), "partner") == 0,
		.to = visit_number(visit, "to"),
		.yes = strcmp(visit_text(visit, "answer"), "yes") == 0,
		.told = flag(visit, "told"),
		.how = visit_text(visit, "how"),
		.note = text_clean(visit, note, strlen(note), CODING_GSM7,
		    NULL),
	};
	int rc;

	consent.item = numbers_of(visit, "items", &consent.items_n);
	consent.field = told_fields_of(visit, &consent.fields_n);
	if (consent.field == NULL)
		return reply_refuse_why(visit, BAD_BODY,
		    "fields: one of them is none of a case");
	rc = case_append(visit->desk->store, visit->param[0],
	    visit->session->login, "sharing", sharing_text(visit, &consent),
	    visit->now);
	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}
