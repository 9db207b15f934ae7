/*
 * A month given out: counted once when it is over, with the numbers hidden
 * that hiding.h says, kept as it is, and shown to who only counts.
 */
#include <errno.h>
#include <stdlib.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/month.h"
#include "gateway/desk/report.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/publication.h"

static void
add_publication(void *arg, const struct publication *publication)
{
	struct month month;

	month_of(publication->month, &month);
	json_array_append_new(arg, json_pack("{s:s, s:s, s:I}",
	    "month", month.text, "by", publication->by,
	    "at", (json_int_t)publication->at));
}

struct reply *
publications_get(struct visit *visit)
{
	json_t *list = json_array();
	int rc = publications_of(visit->desk->store,
	    visit->session->member.centre, add_publication, list);

	if (rc == 0)
		return reply_json(visit, 200, json_pack("{s:o}",
		    "publications", list));
	json_decref(list);
	return visit_failed(visit, rc);
}

/* As it was given out; a month that is none is none that was. */
static int
find(struct visit *visit, struct month *month,
    struct publication *publication, json_t **json)
{
	int rc = month_read(visit->param[0], month);

	rc = rc != 0 ? -ENOENT : publication_of(visit->desk->store, visit,
	    visit->session->member.centre, month->first, publication);
	if (rc != 0)
		return rc;
	*json = json_loads(publication->numbers, 0, NULL);
	return *json != NULL ? 0 : -EBADMSG;
}

struct reply *
publication_get(struct visit *visit)
{
	struct publication publication;
	struct month month;
	json_t *json;
	int rc = find(visit, &month, &publication, &json);

	if (rc != 0)
		return visit_failed(visit, rc);
	json_object_set_new(json, "month", json_string(month.text));
	json_object_set_new(json, "by", json_string(publication.by));
	json_object_set_new(json, "at",
	    json_integer((json_int_t)publication.at));
	return reply_json(visit, 200, json);
}

static int
publish(struct visit *visit, const struct month *month)
{
	struct tally tally;
	json_t *json;
	char *text;
	int rc = month_count(visit, month, &tally);

	if (rc != 0)
		return rc;
	json = tally_json(&tally, false);
	text = json_dumps(json, JSON_COMPACT);
	rc = publication_add(visit->desk->store, visit->session->login,
	    month->first, text, visit->now);
	free(text);
	json_decref(json);
	return rc;
}

struct reply *
publication_post(struct visit *visit)
{
	struct month month;
	int rc;

	if (month_read(visit_text(visit, "month"), &month) != 0)
		return reply_refuse_why(visit, BAD_BODY, "month: 2026-11");
	if (!month_is_over(&month, visit->now))
		return reply_refuse_why(visit, NOT_NOW,
		    "the month is not over");
	rc = publish(visit, &month);
	if (rc == -EEXIST)
		return reply_refuse_why(visit, NOT_NOW, "it was given out "
		    "before, and what was given out does not change");
	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

static struct reply *
publication_export(struct visit *visit, enum report_format format)
{
	struct publication publication;
	struct month month;
	struct reply *reply;
	json_t *json;
	int rc = find(visit, &month, &publication, &json);

	if (rc != 0)
		return visit_failed(visit, rc);
	reply = report_month(visit, json, month.text, format);
	json_decref(json);
	return reply;
}

struct reply *
publication_csv_post(struct visit *visit)
{
	return publication_export(visit, REPORT_CSV);
}

struct reply *
publication_xlsx_post(struct visit *visit)
{
	return publication_export(visit, REPORT_XLSX);
}
