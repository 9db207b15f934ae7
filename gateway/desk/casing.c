#include "gateway/desk/casing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/told.h"
#include "gateway/desk/visit.h"
#include "gateway/report.h"

json_t *
casing_json(struct visit *visit, const struct matter *matter)
{
	const char *owner = "";

	if (matter->owner != 0 && member_name(visit->desk->store, visit,
	    matter->owner, &owner) != 0)
		owner = "";
	return json_pack("{s:s, s:s, s:b, s:b, s:s, s:I, s:s, s:s, s:s, s:I, "
	    "s:I, s:I, s:b, s:s, s:s, s:I}",
	    "ref", matter->ref,
	    "state", case_state_name(matter->state),
	    "urgent", matter->urgent,
	    "filed", matter->filed,
	    "category", matter->category,
	    "centre", (json_int_t)matter->centre,
	    "destination", matter->destination,
	    "language", language_name(matter->language),
	    "channel", channel_name(matter->channel),
	    "opened_at", (json_int_t)matter->opened_at,
	    "changed_at", (json_int_t)matter->changed_at,
	    "due_at", (json_int_t)matter->due_at,
	    "overdue", matter->state != CASE_FINISHED &&
	    matter->due_at < visit->now,
	    "owner", owner,
	    "waits_for", matter->waits_for,
	    "version", (json_int_t)matter->version);
}

static void
copy_facet(const struct visit *visit, const char *field,
    char out[FACET_MAX + 1])
{
	snprintf(out, FACET_MAX + 1, "%s", visit_text(visit, field));
}

struct facets
casing_facets(const struct visit *visit)
{
	struct facets facets;

	copy_facet(visit, "sex", facets.sex);
	copy_facet(visit, "age", facets.age);
	copy_facet(visit, "province", facets.province);
	copy_facet(visit, "regular", facets.regular);
	return facets;
}

json_t *
casing_facets_json(const struct facets *facets)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "sex", facets->sex,
	    "age", facets->age, "province", facets->province,
	    "regular", facets->regular);
}

static bool
is_kind(const struct entry *entry, const char *kind)
{
	return strcmp(entry->kind, kind) == 0;
}

/* The first line of what staff noted of a contact is its result. */
static const char *
result_of(TALLOC_CTX *ctx, const struct entry *entry)
{
	return talloc_strndup(ctx, entry->text, strcspn(entry->text, "\n"));
}

/* Nobody else answered her phone, and it was not said to be unsafe. */
static bool
is_trusted(const char *result)
{
	return result[0] == '\0' || strcmp(result, "reached") == 0 ||
	    strcmp(result, "no_answer") == 0;
}

struct safety
casing_said(const struct reading *reading)
{
	struct safety safety = { .wish = "", .when = "", .result = "" };

	for (size_t i = 0; i < reading->n; i++) {
		const struct entry *entry = &reading->entry[i];

		if (is_kind(entry, "contact"))
			safety.wish = entry->text;
		else if (is_kind(entry, "when"))
			safety.when = entry->text;
		else if (is_kind(entry, "call")) {
			safety.wish = "call";
			safety.when = entry->text;
		} else if (is_kind(entry, "contacted"))
			safety.result = result_of((void *)reading, entry);
	}
	return safety;
}

struct safety
casing_safety(const struct reading *reading, const struct consent *consent,
    int64_t now)
{
	struct safety safety = casing_said(reading);

	if (hours_of_consent(consent, now, &safety.opening) != 0)
		safety.opening = (struct opening){ 0, 0 };
	safety.safe_now = consent->call && is_trusted(safety.result) &&
	    safety.opening.from != 0 && safety.opening.from <= now;
	return safety;
}

/* "contacted": the result, then a note; "outcome": JSON that we made. */
static void
add_text(json_t *json, const struct entry *entry)
{
	size_t n = strcspn(entry->text, "\n");
	json_t *outcome, *told = told_json(entry);

	if (told != NULL)
		json_object_set_new(json, entry->kind, told);
	else if (is_kind(entry, "number"))
		json_object_set_new(json, "withheld", json_true());
	else if (is_kind(entry, "contacted")) {
		json_object_set_new(json, "result",
		    json_stringn(entry->text, n));
		json_object_set_new(json, "text", json_string(entry->text + n +
		    (entry->text[n] == '\n')));
	} else if (is_kind(entry, "outcome")) {
		outcome = json_loads(entry->text, 0, NULL);
		if (outcome != NULL)
			json_object_set_new(json, "outcome", outcome);
	} else
		json_object_set_new(json, "text", json_string(entry->text));
}

json_t *
casing_entries(const struct reading *reading)
{
	json_t *list = json_array(), *one;

	for (size_t i = 0; i < reading->n; i++) {
		one = json_pack("{s:I, s:s, s:I}",
		    "n", (json_int_t)reading->entry[i].n,
		    "kind", reading->entry[i].kind,
		    "at", (json_int_t)reading->entry[i].at);
		add_text(one, &reading->entry[i]);
		json_array_append_new(list, one);
	}
	return list;
}

json_t *
casing_edits(const struct edits *edits)
{
	json_t *list = json_array();

	for (size_t i = 0; i < edits->n; i++)
		json_array_append_new(list, json_pack(
		    "{s:I, s:s, s:s, s:I}",
		    "version", (json_int_t)edits->edit[i].version,
		    "by", edits->edit[i].by,
		    "what", edits->edit[i].what,
		    "at", (json_int_t)edits->edit[i].at));
	return list;
}

struct reply *
casing_stale(struct visit *visit, const struct matter *matter,
    int64_t version)
{
	struct reply *reply = visit_refuse(visit, STALE);
	struct edits *edits;

	json_object_set_new(reply->json, "case", casing_json(visit, matter));
	if (case_edits(visit->desk->store, visit, &matter->id, version,
	    &edits) == 0)
		json_object_set_new(reply->json, "edits",
		    casing_edits(edits));
	return reply;
}

struct reply *
casing_changed(struct visit *visit, int rc, const struct matter *matter)
{
	if (rc == -EEXIST)
		return casing_stale(visit, matter, visit_number(visit,
		    "version"));
	return rc == 0 ? reply_json(visit, 200, casing_json(visit, matter)) :
	    visit_failed(visit, rc);
}
