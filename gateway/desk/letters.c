/*
 * Letters to partners without a login: made of what she agreed to, kept sealed
 * in the case, printed by the page.  Nothing of one is ever a file here.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/partners.h"
#include "gateway/desk/referrals.h"
#include "gateway/desk/session.h"
#include "gateway/desk/told.h"
#include "gateway/desk/visit.h"
#include "locales/clean.h"
#include "store/day.h"
#include "store/letter.h"
#include "store/partner.h"

enum { CHASE_MAX_S = 400 * 86400 };

static const char *
clean(struct visit *visit, const char *field)
{
	const char *text = visit_text(visit, field);

	return text_clean(visit, text, strlen(text), CODING_GSM7, NULL);
}

/* For whom a case waits that was written to such a partner. */
static const char *
waits_for_kind(const char *kind)
{
	static const struct { const char *kind, *waits; } table[] = {
		{ "labour", "government" }, { "embassy", "embassy" },
		{ "police", "police" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (strcmp(table[i].kind, kind) == 0)
			return table[i].waits;
	return "other";
}

static const char *
dumped(struct visit *visit, json_t *json)
{
	char *made = json_dumps(json, JSON_COMPACT);
	const char *text = talloc_strdup(visit, made);

	free(made);
	json_decref(json);
	return text;
}

/* The partner as it was, what went out, and what was asked. */
static const char *
letter_text(struct visit *visit, const struct partner *p, int64_t chase_at)
{
	json_t *items = json_array(), *all;
	size_t n;
	int64_t *item = numbers_of(visit, "items", &n);

	for (size_t i = 0; i < n; i++)
		json_array_append_new(items, json_integer(item[i]));
	all = json_pack("{s:I, s:s, s:{s:s, s:s, s:s}, s:s, s:s, s:O, s:o, "
	    "s:s, s:s, s:I, s:s}", "partner", (json_int_t)p->id,
	    "kind", p->kind, "name", "km", p->name[0], "th", p->name[1],
	    "en", p->name[2], "address", p->address,
	    "language", visit_text(visit, "language"),
	    "fields", json_object_get(visit->body, "fields"),
	    "items", items, "person", clean(visit, "person"),
	    "request", clean(visit, "request"),
	    "chase_at", (json_int_t)chase_at,
	    "by", visit->session->member.name);
	return dumped(visit, all);
}

static bool
has_field(const struct letter_new *new, const char *name)
{
	for (size_t i = 0; i < new->fields_n; i++)
		if (strcmp(new->field[i], name) == 0)
			return true;
	return false;
}

/* What a body cannot be, whoever asks; NULL: it can. */
static const char *
fault_of(struct visit *visit, const struct letter_new *new)
{
	if (new->field == NULL)
		return "fields: one of them is none of a case";
	if (has_field(new, "person") != (clean(visit, "person")[0] != '\0'))
		return "person: a name, if and only if it is among the fields";
	if (clean(visit, "request")[0] == '\0')
		return "request: what is asked of them?";
	if (new->chase_at <= visit->now ||
	    new->chase_at > visit->now + CHASE_MAX_S)
		return "chase_at: a day to come, within a year";
	return NULL;
}

static struct reply *
written(struct visit *visit, int rc, int64_t n, const struct matter *matter)
{
	if (rc == -EEXIST)
		return casing_stale(visit, matter, visit_number(visit,
		    "version"));
	if (rc == -ENODATA)
		return visit_refuse(visit, NO_CONSENT);
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:I, s:o}", "n", (json_int_t)n, "case",
	    casing_json(visit, matter)));
}

struct reply *
letter_post(struct visit *visit)
{
	struct letter_new new = {
		.partner = visit_number(visit, "partner"),
		.version = visit_number(visit, "version"),
		.again = json_is_true(json_object_get(visit->body, "again")),
		.chase_at = visit_number(visit, "chase_at"),
	};
	struct partner partner = { .kind = "", .address = "",
	    .name = { "", "", "" }, .country = "" };
	struct matter matter;
	const char *fault;
	int64_t n = 0;
	int rc = partner_find(visit->desk->store, visit,
	    visit->session->member.centre, new.partner, &partner);

	/* Of no partner the store says so, after it has looked at the case. */
	if (rc != 0 && rc != -ENOENT)
		return visit_failed(visit, rc);
	if (new.chase_at == 0)
		new.chase_at = partner_chase(visit, &partner);
	new.field = told_fields_of(visit, &new.fields_n);
	new.item = numbers_of(visit, "items", &new.items_n);
	fault = fault_of(visit, &new);
	if (fault != NULL)
		return reply_refuse_why(visit, BAD_BODY, fault);
	new.waits_for = waits_for_kind(partner.kind);
	new.text = letter_text(visit, &partner, new.chase_at);
	rc = letter_write(visit->desk->store, visit->param[0],
	    visit->session->login, &new, visit->now, &n, &matter);
	return written(visit, rc, n, &matter);
}

/* ---- printing ---- */

static const struct entry *
find_entry(const struct reading *reading, int64_t n, const char *kind)
{
	for (size_t i = 0; i < reading->n; i++)
		if (reading->entry[i].n == n && (kind == NULL ||
		    strcmp(reading->entry[i].kind, kind) == 0))
			return &reading->entry[i];
	return NULL;
}

/* The items that go out, her number as it is. */
static json_t *
items_json(const struct reading *reading, const json_t *letter)
{
	json_t *list = json_array(), *one;
	size_t i;

	json_array_foreach(json_object_get(letter, "items"), i, one) {
		const struct entry *entry = find_entry(reading,
		    json_integer_value(one), NULL);

		if (entry != NULL)
			json_array_append_new(list, json_pack(
			    "{s:I, s:s, s:I, s:s}", "n",
			    (json_int_t)entry->n, "kind", entry->kind,
			    "at", (json_int_t)entry->at, "text",
			    entry->text));
	}
	return list;
}

/* Of the clear columns only those that go out: an older page shows no more. */
static json_t *
fields_json(struct visit *visit, const struct reading *reading,
    const json_t *letter)
{
	json_t *is = casing_json(visit, &reading->matter), *out, *one;
	struct safety said = casing_said(reading);
	const char *name;
	size_t i;

	out = json_object();
	json_array_foreach(json_object_get(letter, "fields"), i, one) {
		name = json_string_value(one);
		if (strcmp(name, "contact") == 0)
			json_object_set_new(out, name, json_pack("{s:s, s:s}",
			    "wish", said.wish, "when", said.when));
		else if (strcmp(name, "opened") == 0)
			json_object_set(out, name, json_object_get(is,
			    "opened_at"));
		else if (strcmp(name, "person") == 0)
			json_object_set(out, name, json_object_get(letter,
			    "person"));
		else
			json_object_set(out, name, json_object_get(is, name));
	}
	json_decref(is);
	return out;
}

/* Its audit row says which letter. */
struct reply *
letter_print_post(struct visit *visit)
{
	int64_t n = told_number(visit, 1);
	const struct entry *entry;
	struct reading *reading;
	json_t *letter;
	int rc = case_read_as(visit->desk->store, visit, visit->param[0],
	    visit->session->login, talloc_asprintf(visit, "print_letter %lld",
	    (long long)n), visit->now, &reading);

	if (rc != 0)
		return visit_failed(visit, rc);
	entry = find_entry(reading, n, "letter");
	letter = entry != NULL ? told_json(entry) : NULL;
	if (letter == NULL)
		return visit_refuse(visit, NOT_FOUND);
	return reply_json(visit, 200, json_pack("{s:s, s:I, s:I, s:o, s:o, "
	    "s:o}", "ref", reading->matter.ref, "n", (json_int_t)n,
	    "at", (json_int_t)entry->at,
	    "fields", fields_json(visit, reading, letter),
	    "items", items_json(reading, letter), "letter", letter));
}

/* ---- what came back ---- */

struct reply *
letter_answer_post(struct visit *visit)
{
	int64_t n = told_number(visit, 1), day;
	const char *text;
	struct matter matter;
	int rc;

	if (day_read(visit_text(visit, "day"), &day) != 0 ||
	    day > day_at(visit->now))
		return reply_refuse_why(visit, BAD_BODY,
		    "day: one such as 2026-11-22, and not to come");
	text = dumped(visit, json_pack("{s:I, s:s, s:s, s:s}",
	    "letter", (json_int_t)n, "result", visit_text(visit, "result"),
	    "day", visit_text(visit, "day"), "note", clean(visit, "note")));
	rc = letter_answer(visit->desk->store, visit->param[0],
	    visit->session->login, n, text, visit->now, &matter);
	return rc == 0 ? reply_json(visit, 200, casing_json(visit, &matter)) :
	    visit_failed(visit, rc);
}

json_t *
letters_json(struct visit *visit, const struct id *id)
{
	json_t *list = json_array();
	struct letters *all;

	if (letters_load(visit->desk->store, visit, id, &all) != 0)
		return list;
	for (size_t i = 0; i < all->n; i++)
		json_array_append_new(list, json_pack(
		    "{s:I, s:I, s:b, s:s, s:I}",
		    "n", (json_int_t)all->letter[i].n,
		    "chase_at", (json_int_t)all->letter[i].chase_at,
		    "answered", all->letter[i].answered,
		    "by", all->letter[i].by,
		    "at", (json_int_t)all->letter[i].at));
	return list;
}
