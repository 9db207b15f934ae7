/*
 * The people of a case: thirty names pasted at once, what became of each, and
 * the other cases of one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/drafts.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/peopling.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "locales/fold.h"
#include "locales/person_name.h"

enum { LINES_MAX = 200 };

/* ---- a list of names ---- */

struct list {
	struct visit *visit;
	struct persons persons;
	json_int_t *line;		/* where each stood, from 1 */
	json_t *faults;
};

static struct person
new_person(struct visit *visit, const char *name)
{
	return (struct person){
		.name = name, .key = text_key(visit, name),
		.consent = visit_text(visit, "consent"),
		.sex = visit_text(visit, "sex"),
		.age = "", .outcome = "", .currency = "",
	};
}

static void
add_line(struct list *list, const char *line, json_int_t at)
{
	struct persons *persons = &list->persons;
	char *name = NULL;
	enum name_fault fault = person_name(list->visit, line, &name);

	if (fault == NAME_EMPTY)
		return;
	if (fault != NAME_FINE) {
		json_array_append_new(list->faults, json_pack("{s:I, s:s}",
		    "line", at, "fault", name_fault_name(fault)));
		return;
	}
	list->line[persons->n] = at;
	persons->person[persons->n++] = new_person(list->visit, name);
}

static size_t
count_lines(const char *text)
{
	size_t n = 1;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

static void
read_list(struct list *list, const char *text)
{
	json_int_t at = 1;

	for (;; at++) {
		size_t n = strcspn(text, "\n");

		add_line(list, talloc_strndup(list->visit, text, n), at);
		if (text[n] == '\0')
			return;
		text += n + 1;
	}
}

/* Nothing of a list is kept while a line of it is no name: she mends it where
   she pasted it.  What was typed is not said again. */
static struct reply *
refuse_list(struct list *list)
{
	struct reply *reply = reply_refuse_why(list->visit, BAD_BODY,
	    "names: some lines are no names; nothing was kept");

	json_object_set_new(reply->json, "lines", list->faults);
	return reply;
}

static struct reply *
show_added(struct list *list, const struct matter *matter)
{
	json_t *there = json_array();
	size_t added = 0;

	for (size_t i = 0; i < list->persons.n; i++) {
		if (list->persons.person[i].n != 0)
			added++;
		else
			json_array_append_new(there,
			    json_integer(list->line[i]));
	}
	return reply_json(list->visit, 200, json_pack("{s:o, s:I, s:o}",
	    "case", casing_json(list->visit, matter),
	    "added", (json_int_t)added, "there", there));
}

static struct reply *
keep_list(struct list *list)
{
	struct visit *visit = list->visit;
	struct matter matter;
	int rc = persons_add(visit->desk->store, visit->param[0],
	    visit->session->login, &list->persons,
	    json_is_true(json_object_get(visit->body, "twice")),
	    visit_number(visit, "version"), visit->now, &matter);

	if (rc != 0)
		return casing_changed(visit, rc, &matter);
	draft_sent(visit, visit->param[0], "person");
	return show_added(list, &matter);
}

struct reply *
people_post(struct visit *visit)
{
	const char *text = visit_text(visit, "names");
	size_t n = count_lines(text);
	struct list list = { .visit = visit };

	if (n > LINES_MAX)
		return reply_refuse_why(visit, BAD_BODY, talloc_asprintf(
		    visit, "names: %zu lines; at most %d at once", n,
		    LINES_MAX));
	list.persons.person = talloc_zero_array(visit, struct person,
	    (unsigned)n);
	list.line = talloc_zero_array(visit, json_int_t, (unsigned)n);
	list.faults = json_array();
	read_list(&list, text);
	if (json_array_size(list.faults) > 0)
		return refuse_list(&list);
	json_decref(list.faults);
	return list.persons.n > 0 ? keep_list(&list) : reply_refuse_why(visit,
	    BAD_BODY, "names: one name a line");
}

/* ---- one of them ---- */

/* The number in the path; 0 no number, where nobody stands. */
static int64_t
place_of(const struct visit *visit)
{
	const char *text = visit->param[1];

	return strspn(text, "0123456789") == strlen(text) &&
	    strlen(text) < 10 ? strtoll(text, NULL, 10) : 0;
}

static struct person
person_of(struct visit *visit, const char *name)
{
	struct person person = new_person(visit, name);

	person.n = place_of(visit);
	person.age = visit_text(visit, "age");
	person.outcome = visit_text(visit, "outcome");
	person.claimed = visit_number(visit, "claimed");
	person.received = visit_number(visit, "received");
	person.currency = visit_text(visit, "currency");
	return person;
}

struct reply *
person_put(struct visit *visit)
{
	struct person person;
	struct matter matter;
	char *name = NULL;
	enum name_fault fault = person_name(visit, visit_text(visit, "name"),
	    &name);

	if (fault != NAME_FINE)
		return reply_refuse_why(visit, BAD_BODY, talloc_asprintf(
		    visit, "name: %s", name_fault_name(fault)));
	person = person_of(visit, name);
	if (person.claimed + person.received > 0 && person.currency[0] == '\0')
		return reply_refuse_why(visit, BAD_BODY,
		    "currency: is missing where there is an amount");
	return casing_changed(visit, person_set(visit->desk->store,
	    visit->param[0], visit->session->login, &person, visit_number(visit, "version"),
	    visit->now, &matter), &matter);
}

struct reply *
person_remove_post(struct visit *visit)
{
	struct matter matter;

	return casing_changed(visit, person_remove(visit->desk->store,
	    visit->param[0], visit->session->login, place_of(visit), visit_number(visit,
	    "version"), visit->now, &matter), &matter);
}

/* ---- her other cases ---- */

static json_t *
cases_json(struct visit *visit, const struct person_cases *cases)
{
	json_t *list = json_array();

	for (size_t i = 0; i < cases->n; i++)
		json_array_append_new(list, json_pack("{s:o, s:I, s:b}",
		    "case", casing_json(visit, &cases->found[i].matter),
		    "n", (json_int_t)cases->found[i].n,
		    "same", cases->found[i].same));
	return list;
}

struct reply *
person_cases_get(struct visit *visit)
{
	struct person_cases *cases;
	int rc = person_cases(visit->desk->store, visit, visit->param[0],
	    visit->session->login, place_of(visit), visit->now, &cases);

	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:o}", "cases", cases_json(visit, cases)));
}

struct reply *
person_same_post(struct visit *visit)
{
	struct matter matter;

	return casing_changed(visit, person_is(visit->desk->store,
	    visit->param[0], visit->session->login, place_of(visit), visit_text(visit, "ref"),
	    visit_number(visit, "n"), visit_number(visit, "version"),
	    visit->now, &matter), &matter);
}

struct reply *
person_alone_post(struct visit *visit)
{
	struct matter matter;

	return casing_changed(visit, person_is_alone(visit->desk->store,
	    visit->param[0], visit->session->login, place_of(visit),
	    visit_number(visit, "version"), visit->now, &matter), &matter);
}
