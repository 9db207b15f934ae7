/*
 * The month, counted: contacts, cases, how they ended, money received.  Exact
 * for who works at the centre; who only counts is not shown a number under 11,
 * nor what would tell it from its neighbours.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/report.h"
#include "store/contact.h"
#include "store/day.h"
#include "store/ended.h"

enum { DAY_S = 86400, LOCAL_S = 7 * 3600, FEWEST = 11, MONTHS = 12 };

struct month {
	struct visit *visit;
	int64_t first, after;		/* days */
	json_t *json;
};

static void
count(json_t *json, const char *table, const char *value, json_int_t n)
{
	json_t *cells = json_object_get(json, table), *cell;

	if (cells == NULL) {
		cells = json_object();
		json_object_set_new(json, table, cells);
	}
	if (value[0] == '\0')
		value = "unknown";
	cell = json_object_get(cells, value);
	json_object_set_new(cells, value, json_integer(
	    json_integer_value(cell) + n));
}

static void
count_contact(void *arg, const struct contact *c)
{
	json_t *json = json_object_get(((struct month *)arg)->json,
	    "contacts");

	count(json, "number", "entries", 1);
	count(json, "number", "heads", c->heads);
	count(json, "kind", c->kind, c->heads);
	count(json, "channel", c->channel, c->heads);
	count(json, "sex", c->sex, c->heads);
	count(json, "age", c->age, c->heads);
	count(json, "province", c->province, c->heads);
	count(json, "destination", c->destination, c->heads);
	count(json, "stage", c->stage, c->heads);
	count(json, "sector", c->sector, c->heads);
}

static bool
is_within(const struct month *month, int64_t at)
{
	int64_t day = day_at(at);

	return day >= month->first && day < month->after;
}

static void
count_opened(json_t *json, const struct matter *m)
{
	count(json, "number", "opened", 1);
	count(json, "category", m->category, 1);
	count(json, "destination", m->destination, 1);
	count(json, "language", language_name(m->language), 1);
	count(json, "channel", channel_name(m->channel), 1);
	if (m->urgent)
		count(json, "number", "urgent", 1);
}

static void
count_money(json_t *json, const char *table, const json_t *outcome)
{
	json_int_t n = json_integer_value(json_object_get(outcome, table));

	if (n > 0)
		count(json, table, json_string_value(json_object_get(outcome,
		    "currency")), n);
}

/* Text that we made; what is not as we make it is counted as unknown. */
static void
count_ended(json_t *json, const char *text)
{
	json_t *outcome = text != NULL ? json_loads(text, 0, NULL) : NULL;
	const char *how = json_string_value(json_object_get(outcome,
	    "outcome"));

	count(json, "number", "finished", 1);
	count(json, "outcome", how != NULL ? how : "", 1);
	if (json_is_string(json_object_get(outcome, "currency"))) {
		count_money(json, "claimed", outcome);
		count_money(json, "received", outcome);
	}
	json_decref(outcome);
}

static void
count_case(void *arg, const struct matter *matter, const char *outcome)
{
	struct month *month = arg;
	json_t *json = json_object_get(month->json, "cases");

	if (is_within(month, matter->opened_at))
		count_opened(json, matter);
	if (matter->state == CASE_FINISHED)
		count_ended(json, outcome);
	else
		count(json, "number", "open_now", 1);
}

/* A table with a small number loses all of them that could be told from its
   sum: the small ones, and the smallest other where only one was small. */
static void
hide_table(json_t *cells)
{
	const char *key, *least = NULL;
	json_int_t least_n = 0, n;
	json_t *cell;
	int hidden = 0;

	json_object_foreach(cells, key, cell) {
		n = json_integer_value(cell);
		if (n > 0 && n < FEWEST) {
			hidden++;
			json_object_set_new(cells, key, json_null());
		} else if (n > 0 && (least == NULL || n < least_n)) {
			least = key;
			least_n = n;
		}
	}
	if (hidden == 1 && least != NULL)
		json_object_set_new(cells, least, json_null());
}

static void
hide(json_t *part)
{
	const char *name;
	json_t *cells;

	/* Amounts of money tell a single case as well as a count does. */
	json_object_del(part, "claimed");
	json_object_del(part, "received");
	json_object_foreach(part, name, cells)
		hide_table(cells);
}

/* "2026-11"; 0 or -EINVAL. */
static int
read_month(const char *text, struct month *month)
{
	int year, of_year;

	if (text == NULL || strlen(text) != 7 || text[4] != '-' ||
	    sscanf(text, "%4d-%2d", &year, &of_year) != 2)
		return -EINVAL;
	month->first = day_of(year, of_year, 1);
	month->after = of_year == MONTHS ? day_of(year + 1, 1, 1) :
	    day_of(year, of_year + 1, 1);
	return month->first == DAY_NONE || month->after == DAY_NONE ?
	    -EINVAL : 0;
}

static int
fill(struct month *month)
{
	struct visit *visit = month->visit;
	int64_t centre = visit->session->member.centre;
	bool holds_key = role_holds_key(visit->session->member.role);
	int rc = contacts_each(visit->desk->store, centre, month->first,
	    month->after, count_contact, month);

	return rc != 0 ? rc : cases_of_month(visit->desk->store, centre,
	    holds_key ? visit->session->login : NULL,
	    month->first * DAY_S - LOCAL_S, month->after * DAY_S - LOCAL_S,
	    visit->now, count_case, month);
}

struct reply *
month_get(struct visit *visit)
{
	struct month month = { .visit = visit };
	bool exact = role_holds_key(visit->session->member.role);
	int rc;

	if (read_month(request_query(visit->request, "month"), &month) != 0)
		return reply_refuse_why(visit, BAD_REQUEST,
		    "month: 2026-11");
	month.json = json_pack("{s:s, s:b, s:{}, s:{}}",
	    "month", request_query(visit->request, "month"),
	    "exact", exact, "contacts", "cases");
	rc = fill(&month);
	if (rc != 0) {
		json_decref(month.json);
		return visit_failed(visit, rc);
	}
	if (!exact) {
		hide(json_object_get(month.json, "contacts"));
		hide(json_object_get(month.json, "cases"));
	}
	return reply_json(visit, 200, month.json);
}
