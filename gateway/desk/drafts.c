/*
 * What she has begun to write, in any form, kept while she types.
 */
#include "gateway/desk/drafts.h"

#include <errno.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/log.h"
#include "store/draft.h"

json_t *
drafts_json(const struct drafts *drafts)
{
	json_t *list = json_array();

	for (size_t i = 0; i < drafts->n; i++)
		json_array_append_new(list, json_pack("{s:s, s:s}",
		    "form", drafts->draft[i].form,
		    "text", drafts->draft[i].text));
	return list;
}

struct reply *
draft_put(struct visit *visit)
{
	const char *form = visit_text(visit, "form");
	int rc = draft_keep(visit->desk->store, visit->param[0],
	    visit->session->login, form[0] != '\0' ? form : "note",
	    visit_text(visit, "text"), visit->now);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

struct reply *
own_draft_put(struct visit *visit)
{
	int rc = own_draft_keep(visit->desk->store, visit->session->login,
	    visit_text(visit, "form"), visit_text(visit, "text"), visit->now);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

struct reply *
own_drafts_get(struct visit *visit)
{
	struct drafts *drafts;
	int rc = own_drafts_open(visit->desk->store, visit,
	    visit->session->login, &drafts);

	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:o}", "drafts", drafts_json(drafts)));
}

/* What was sent is kept elsewhere: that it could not be dropped here is no
   reason to send it again. */
void
draft_sent(struct visit *visit, const char *ref, const char *form)
{
	struct store *store = visit->desk->store;
	const struct login *login = visit->session->login;
	int rc = ref != NULL ? draft_keep(store, ref, login, form, "",
	    visit->now) : own_draft_keep(store, login, form, "", visit->now);

	/* A case that was given away in the same step is not hers any more. */
	if (rc != 0 && rc != -ENOENT)
		log_line(LOG_WARNING, "a draft that was sent is still kept: "
		    "%s", store_why(store));
}
