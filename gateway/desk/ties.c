/*
 * What ties cases together: an agency, an employer, a duplicate, a relative who
 * asks.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/licences/ledger.h"
#include "locales/clean.h"
#include "locales/fold.h"
#include "store/joined.h"
#include "store/links.h"
#include "store/reading.h"

enum { DAYS_MAX = 3660, DAYS_DIGITS = 4, DAY_S = 86400 };

/* As a caller's words are cleaned, and one line. */
static char *
clean_line(struct visit *visit, const char *field)
{
	const char *text = visit_text(visit, field);
	char *line = text_clean(visit, text, strlen(text), CODING_GSM7, NULL);

	line[strcspn(line, "\n")] = '\0';
	return line;
}

/* One of the register, also one that is suspended or no longer on the list. */
struct reply *
agency_put(struct visit *visit)
{
	const char *licence = visit_text(visit, "licence");
	struct matter matter;
	int rc = ledger_see(visit->desk->ledger, visit->desk->store);

	if (rc != 0)
		return visit_failed(visit, rc);
	if (licence[0] != '\0' && ledger_licence(visit->desk->ledger,
	    licence) == NULL)
		return reply_refuse_why(visit, BAD_BODY,
		    "licence: none of the register");
	rc = case_set_agency(visit->desk->store, visit->param[0],
	    visit->session->login, licence, visit_number(visit, "version"),
	    visit->now, &matter);
	return casing_changed(visit, rc, &matter);
}

/* Letters of either case, spaces and signs make no other employer. */
static char *
employer_key(struct visit *visit, const char *name)
{
	char *key = text_key(visit, name), *to = key;

	for (const char *from = key; *from != '\0'; from++)
		if (strchr(" .,'\"()-&", *from) == NULL)
			*to++ = *from;
	*to = '\0';
	return key;
}

struct reply *
employer_put(struct visit *visit)
{
	const char *name = clean_line(visit, "name");
	const char *key = employer_key(visit, name);
	struct matter matter;

	if (name[0] != '\0' && key[0] == '\0')
		return reply_refuse_why(visit, BAD_BODY,
		    "name: a name has letters");
	return casing_changed(visit, case_set_employer(visit->desk->store,
	    visit->param[0], visit->session->login, name, key,
	    visit_number(visit, "version"), visit->now, &matter), &matter);
}

struct reply *
about_put(struct visit *visit)
{
	struct matter matter;

	return casing_changed(visit, case_set_about(visit->desk->store,
	    visit->param[0], visit->session->login, visit_text(visit, "about"),
	    visit_number(visit, "version"), visit->now, &matter), &matter);
}

/* ---- the others ---- */

static int
read_days(const struct visit *visit, int64_t *out)
{
	const char *text = request_query(visit->request, "days");
	size_t n = text != NULL ? strspn(text, "0123456789") : 0;

	if (n == 0 || n > DAYS_DIGITS || text[n] != '\0')
		return -EINVAL;
	*out = strtoll(text, NULL, 10);
	return *out <= DAYS_MAX ? 0 : -EINVAL;
}

static int
read_by(const struct visit *visit, enum link *out)
{
	const char *text = request_query(visit->request, "by");

	if (text == NULL)
		return -EINVAL;
	*out = strcmp(text, "agency") == 0 ? LINK_AGENCY : LINK_EMPLOYER;
	return *out == LINK_AGENCY || strcmp(text, "employer") == 0 ? 0 :
	    -EINVAL;
}

static json_t *
others_json(struct visit *visit, const struct matters *others)
{
	json_t *list = json_array();

	for (size_t i = 0; i < others->n; i++)
		json_array_append_new(list, casing_json(visit,
		    &others->matter[i]));
	return json_pack("{s:o}", "cases", list);
}

/* Clear columns of the centre's own queue, as any list. */
struct reply *
others_get(struct visit *visit)
{
	struct matter matter;
	struct matters *others;
	enum link by;
	int64_t days;
	int rc;

	if (read_by(visit, &by) != 0 || read_days(visit, &days) != 0)
		return reply_refuse_why(visit, BAD_REQUEST,
		    "by: agency or employer; days: 1 to 3660");
	rc = case_readable(visit->desk->store, visit->param[0],
	    visit->session->login, visit->now, &matter);
	if (rc == 0)
		rc = links_others(visit->desk->store, visit,
		    visit->session->login, &matter.id, by,
		    visit->now - days * DAY_S, &others);
	return rc == 0 ? reply_json(visit, 200, others_json(visit, others)) :
	    visit_failed(visit, rc);
}

/* ---- duplicates ---- */

/* How it ended is said as of any case that is closed. */
struct reply *
join_post(struct visit *visit)
{
	struct matter matter;

	return casing_changed(visit, case_join(visit->desk->store,
	    visit->param[0], visit->session->login, visit_text(visit, "into"),
	    "{\"note\":\"\",\"outcome\":\"duplicate\"}",
	    visit_number(visit, "version"), visit->now, &matter), &matter);
}

struct reply *
part_post(struct visit *visit)
{
	const char *text = visit_text(visit, "reason");
	struct matter matter;

	text = text_clean(visit, text, strlen(text), CODING_GSM7, NULL);
	return casing_changed(visit, case_part(visit->desk->store,
	    visit->param[0], visit->session->login, text, visit_number(visit, "version"),
	    visit->now, &matter), &matter);
}
