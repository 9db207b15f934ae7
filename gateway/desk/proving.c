/*
 * Is who calls the one who filed?  And what who leads is told of.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/proof.h"
#include "store/remark.h"

enum { REMARKS_MAX = 100 };

/* What staff ask, when her digits are lost: not what whoever holds her phone
   could know. */
static const char *const facts[] = { "company", "place", "day", "happened",
	"amount", "people", "home" };
enum { FACTS = sizeof(facts) / sizeof(*facts) };

/* Right or wrong; which they are stays with her. */
struct reply *
proof_post(struct visit *visit)
{
	unsigned tries = (unsigned)visit->desk->settings->pin_tries, left = 0;
	bool right = false;
	int rc = proof_digits(visit->desk->store, visit->param[0],
	    visit->session->login, visit_text(visit, "digits"), tries,
	    visit->now, &right);

	if (rc == -EINVAL)
		return reply_refuse_why(visit, BAD_BODY, "digits: her four");
	if (rc == 0)
		rc = proof_left(visit->desk->store, visit->param[0], tries,
		    visit->now, &left);
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:b, s:i}", "right", right, "left", (int)left));
}

static int
find_fact(const char *name)
{
	for (int i = 0; i < FACTS; i++)
		if (name != NULL && strcmp(facts[i], name) == 0)
			return i;
	return -1;
}

/* The words of those that were ticked, each once; NULL one is none of ours or
   they are too few. */
static const char *
read_facts(struct visit *visit)
{
	const json_t *list = json_object_get(visit->body, "facts");
	char *text = talloc_strdup(visit, "");
	unsigned seen = 0, n = 0;

	for (size_t i = 0; i < json_array_size(list); i++) {
		int fact = find_fact(json_string_value(json_array_get(list,
		    i)));

		if (fact < 0)
			return NULL;
		if ((seen >> fact & 1) == 0) {
			text = talloc_asprintf_append(text, "%s%s",
			    n++ > 0 ? " " : "", facts[fact]);
			seen |= 1u << fact;
		}
	}
	return n >= PROOF_FACTS || n == 0 ? text : NULL;
}

struct reply *
reissue_post(struct visit *visit)
{
	const char *text = read_facts(visit);
	int rc;

	if (text == NULL)
		return reply_refuse_why(visit, BAD_BODY,
		    "facts: three that she answered right, or her digits");
	rc = proof_reissue(visit->desk->store, visit->param[0],
	    visit->session->login, text, visit->now);
	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

/* ---- told to who leads ---- */

struct reply *
remarks_get(struct visit *visit)
{
	struct remarks *remarks;
	json_t *list;
	int rc = remarks_load(visit->desk->store, visit,
	    visit->session->member.centre, REMARKS_MAX, &remarks);

	if (rc != 0)
		return visit_failed(visit, rc);
	list = json_array();
	for (size_t i = 0; i < remarks->n; i++)
		json_array_append_new(list, json_pack(
		    "{s:I, s:s, s:s, s:s, s:I}",
		    "id", (json_int_t)remarks->remark[i].id,
		    "ref", remarks->remark[i].ref,
		    "what", remarks->remark[i].what,
		    "by", remarks->remark[i].by,
		    "at", (json_int_t)remarks->remark[i].at));
	return reply_json(visit, 200, json_pack("{s:o}", "remarks", list));
}

struct reply *
remark_post(struct visit *visit)
{
	char *end;
	int64_t id = strtoll(visit->param[0], &end, 10);
	int rc = *end != '\0' || id <= 0 ? -ENOENT : remark_see(
	    visit->desk->store, visit->session->member.centre, id,
	    visit->session->member.name);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}
