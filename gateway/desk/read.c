/*
 * A case is opened: what she said, in order.  The audit row is made in the
 * transaction that reads; without it there are no words.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/consenting.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/drafts.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/partners.h"
#include "gateway/desk/peopling.h"
#include "gateway/desk/referrals.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/procedures.h"

static json_t *
states_json(enum case_state from)
{
	json_t *list = json_array();

	for (int i = 0; i < CASE_STATES; i++)
		if (i != CASE_NEW && case_may(from, (enum case_state)i))
			json_array_append_new(list, json_string(
			    case_state_name((enum case_state)i)));
	return list;
}

static json_t *
safety_json(const struct safety *safety)
{
	json_t *json = json_pack("{s:s, s:s, s:s, s:b}",
	    "wish", safety->wish, "when", safety->when,
	    "last_result", safety->result, "safe_now", safety->safe_now);

	if (safety->opening.from != 0) {
		json_object_set_new(json, "from",
		    json_integer(safety->opening.from));
		json_object_set_new(json, "to",
		    json_integer(safety->opening.until));
	}
	return json;
}

static int
read_safety(const struct visit *visit, const struct reading *reading,
    struct safety *out)
{
	struct consent consent;
	int rc = consenting_read(visit->desk->store, reading, &consent);

	if (rc == 0)
		*out = casing_safety(reading, &consent, visit->now);
	return rc;
}

/* What is to be done next, and by when, in the words of the table. */
static json_t *
step_json(const struct visit *visit, const struct matter *matter)
{
	int step = deadline_step(visit->desk->store, &(struct deadline_case){
	    matter->state, matter->urgent, matter->category, "" });
	const struct procedure *of;

	if (step < 0)
		return json_null();
	of = &visit->desk->rules->procedures->step[step];
	return json_pack("{s:s, s:{s:s, s:s, s:s}}", "step", of->step,
	    "says", "km", of->says[0], "th", of->says[1], "en", of->says[2]);
}

static json_t *
reading_json(struct visit *visit, const struct reading *reading,
    const struct edits *edits, json_t *links, const struct facets *facets,
    const struct safety *safety)
{
	const char *note = drafts_find(&reading->drafts, "note");

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, "
	    "s:o, s:o, s:o}",
	    "case", casing_json(visit, &reading->matter),
	    "facets", casing_facets_json(facets),
	    "step", step_json(visit, &reading->matter),
	    "entries", casing_entries(reading),
	    "contact", safety_json(safety),
	    "may_become", states_json(reading->matter.state),
	    "edits", casing_edits(edits),
	    "draft", note != NULL ? note : "",
	    "drafts", drafts_json(&reading->drafts),
	    "referral", referral_json_of(visit, &reading->matter.id),
	    "letters", letters_json(visit, &reading->matter.id),
	    "people", people_json(reading->people),
	    "joined", joined_json(visit, reading),
	    "links", links);
}

struct reply *
case_get(struct visit *visit)
{
	struct reading *reading;
	struct edits *edits;
	json_t *links;
	struct facets facets;
	struct safety safety;
	int rc = case_read(visit->desk->store, visit, visit->param[0],
	    visit->session->login, visit->now, &reading);

	if (rc == 0)
		rc = case_edits(visit->desk->store, reading,
		    &reading->matter.id, 0, &edits);
	if (rc == 0)
		rc = facets_of(visit->desk->store, &reading->matter.id,
		    &facets);
	if (rc == 0)
		rc = read_safety(visit, reading, &safety);
	if (rc != 0)
		return visit_failed(visit, rc);
	links = links_json(visit, reading);
	return links == NULL ? visit_failed(visit, -EIO) :
	    reply_json(visit, 200, reading_json(visit, reading, edits,
	    links, &facets, &safety));
}

static json_t *
numbers_json(const struct reading *reading)
{
	json_t *list = json_array();

	for (size_t i = 0; i < reading->n; i++)
		if (strcmp(reading->entry[i].kind, "number") == 0)
			json_array_append_new(list,
			    json_string(reading->entry[i].text));
	return list;
}

/* Asked for is one thing, shown another: the audit has both. */
static struct reply *
show_numbers(struct visit *visit, const char *action)
{
	struct reading *reading;
	int rc = case_read_as(visit->desk->store, visit, visit->param[0],
	    visit->session->login, action, visit->now, &reading);

	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:o}", "numbers", numbers_json(reading)));
}

/* Her number, inside her hours; at another time after a reason, which is kept
   where every reader of the case sees it. */
struct reply *
number_post(struct visit *visit)
{
	struct store *store = visit->desk->store;
	const struct login *login = visit->session->login;
	const char *reason = visit_text(visit, "reason");
	struct reading *reading;
	struct safety safety;
	int rc;

	if (reason[0] != '\0') {
		rc = case_append(store, visit->param[0], login, "reason",
		    reason, visit->now);
		return rc != 0 ? visit_failed(visit, rc) :
		    show_numbers(visit, "number_reason");
	}
	rc = case_read_as(store, visit, visit->param[0], login,
	    "number_asked", visit->now, &reading);
	if (rc == 0)
		rc = read_safety(visit, reading, &safety);
	if (rc != 0)
		return visit_failed(visit, rc);
	return safety.safe_now ?
	    show_numbers(visit, "number") : visit_refuse(visit, ASK_REASON);
}
