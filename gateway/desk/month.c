/*
 * The month as its own people see it: exact.  What is given out to others is
 * in publications.c.
 */
#include "gateway/desk/month.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/report.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/report.h"
#include "store/audit.h"
#include "store/contact.h"
#include "store/day.h"
#include "store/ended.h"
#include "store/persons.h"

enum { DAY_S = 86400, LOCAL_S = 7 * 3600, MONTHS = 12 };

int
month_read(const char *text, struct month *out)
{
	struct month month = { 0 };
	int year, of_year;

	if (text == NULL || strlen(text) != sizeof(month.text) - 1 ||
	    strspn(text, "0123456789") != 4 || text[4] != '-' ||
	    strspn(text + 5, "0123456789") != 2 ||
	    sscanf(text, "%4d-%2d", &year, &of_year) != 2)
		return -EINVAL;
	memcpy(month.text, text, sizeof(month.text) - 1);
	month.first = day_of(year, of_year, 1);
	month.after = of_year == MONTHS ? day_of(year + 1, 1, 1) :
	    day_of(year, of_year + 1, 1);
	if (month.first == DAY_NONE || month.after == DAY_NONE)
		return -EINVAL;
	*out = month;
	return 0;
}

void
month_of(int64_t first, struct month *out)
{
	char day[DAY_TEXT];
	struct month month = { .first = first, .after = first };

	day_text(first, day);
	day[sizeof(month.text) - 1] = '\0';
	if (month_read(day, &month) == 0)
		*out = month;
	else
		*out = (struct month){ 0 };
}

bool
month_is_over(const struct month *month, int64_t now)
{
	return day_at(now) >= month->after;
}

static void
count_contact(void *arg, const struct contact *c)
{
	const char *const answer[QUESTIONS] = {
		[ASK_KIND] = c->kind, [ASK_CHANNEL] = c->channel,
		[ASK_SEX] = c->sex, [ASK_AGE] = c->age,
		[ASK_PROVINCE] = c->province,
		[ASK_DESTINATION] = c->destination,
		[ASK_REGULAR] = c->regular, [ASK_STAGE] = c->stage,
		[ASK_SECTOR] = c->sector,
	};

	tally_add(arg, PART_CONTACTS, c->heads, answer);
}

/* Text that we made; what is not as we make it is counted as unknown. */
static void
count_money(struct tally *tally, const json_t *outcome)
{
	const char *currency = json_string_value(json_object_get(outcome,
	    "currency"));

	if (currency != NULL)
		tally_pay(tally, PAYEE_CASE, currency, json_integer_value(json_object_get(
		    outcome, "claimed")), json_integer_value(json_object_get(
		    outcome, "received")));
}

static void
count_case(void *arg, const struct of_month *of)
{
	json_t *outcome = of->outcome != NULL ? json_loads(of->outcome, 0,
	    NULL) : NULL;
	const struct matter *m = of->matter;
	const char *const answer[QUESTIONS] = {
		[ASK_SEX] = of->facets->sex, [ASK_AGE] = of->facets->age,
		[ASK_PROVINCE] = of->facets->province,
		[ASK_REGULAR] = of->facets->regular,
		[ASK_DESTINATION] = m->destination,
		[ASK_CATEGORY] = m->category,
		[ASK_URGENT] = m->urgent ? "yes" : "no",
		[ASK_LANGUAGE] = language_name(m->language),
		[ASK_DOOR] = channel_name(m->channel),
		[ASK_OUTCOME] = json_string_value(json_object_get(outcome,
		    "outcome")),
	};

	tally_add(arg, of->finished ? PART_FINISHED : PART_OPENED, 1, answer);
	if (of->finished)
		count_money(arg, outcome);
	json_decref(outcome);
}

struct workers { struct store *store; struct tally *tally; int rc; };

static const char *
outcome_of(json_t *outcome, const struct person *person)
{
	return person->outcome != NULL && person->outcome[0] != '\0' ?
	    person->outcome : json_string_value(json_object_get(outcome,
	    "outcome"));
}

/* What is not known of her but of her case is as the case says. */
static void
count_worker(void *arg, enum person_event event, bool first,
    const struct matter *m, const char *text, const struct person *person)
{
	struct workers *workers = arg;
	json_t *outcome = text != NULL ? json_loads(text, 0, NULL) : NULL;
	struct facets facets;
	int rc = facets_of(workers->store, &m->id, &facets);
	const char *const answer[QUESTIONS] = {
		[ASK_SEX] = person->sex, [ASK_AGE] = person->age,
		[ASK_PROVINCE] = facets.province,
		[ASK_REGULAR] = facets.regular,
		[ASK_DESTINATION] = m->destination,
		[ASK_CATEGORY] = m->category,
		[ASK_OUTCOME] = outcome_of(outcome, person),
	};

	if (first)
		tally_add(workers->tally, event == PERSON_ENDED ? PART_ENDED :
		    PART_WORKERS, 1, answer);
	if (event == PERSON_ENDED && person->currency != NULL)
		tally_pay(workers->tally, PAYEE_WORKER, person->currency,
		    person->claimed, person->received);
	if (rc != 0)
		workers->rc = rc;
	json_decref(outcome);
}

int
month_count(struct visit *visit, const struct month *month,
    struct tally *out)
{
	struct workers workers = { visit->desk->store, out, 0 };
	struct store *store = visit->desk->store;
	const struct login *login = visit->session->login;
	int64_t centre = visit->session->member.centre;
	int64_t from = month->first * DAY_S - LOCAL_S;
	int64_t until = month->after * DAY_S - LOCAL_S;
	int rc;

	*out = (struct tally){ 0 };
	rc = contacts_each(store, centre, month->first, month->after,
	    count_contact, out);
	if (rc == 0)
		rc = cases_of_month(store, centre, login, from, until,
		    visit->now, count_case, out);
	if (rc == 0)
		rc = persons_of_month(store, centre, login, from, until,
		    visit->now, count_worker, &workers);
	return rc != 0 ? rc : workers.rc;
}

static struct reply *
bad_month(struct visit *visit)
{
	return reply_refuse_why(visit, BAD_REQUEST, "month: 2026-11");
}

struct reply *
month_get(struct visit *visit)
{
	struct month month;
	struct tally tally;
	json_t *json;
	int rc;

	if (month_read(request_query(visit->request, "month"), &month) != 0)
		return bad_month(visit);
	rc = month_count(visit, &month, &tally);
	if (rc != 0)
		return visit_failed(visit, rc);
	json = tally_json(&tally, true);
	json_object_set_new(json, "month", json_string(month.text));
	json_object_set_new(json, "over", json_boolean(month_is_over(&month,
	    visit->now)));
	return reply_json(visit, 200, json);
}

static struct reply *
month_export(struct visit *visit, enum report_format format)
{
	struct month month;
	struct tally tally;
	json_t *json;
	struct reply *reply;
	int rc;

	if (month_read(visit_text(visit, "month"), &month) != 0)
		return bad_month(visit);
	rc = month_count(visit, &month, &tally);
	if (rc != 0)
		return visit_failed(visit, rc);
	json = tally_json(&tally, true);
	reply = report_month(visit, json, month.text, format);
	json_decref(json);
	return reply;
}

struct reply *
month_csv_post(struct visit *visit)
{
	return month_export(visit, REPORT_CSV);
}

struct reply *
month_xlsx_post(struct visit *visit)
{
	return month_export(visit, REPORT_XLSX);
}
