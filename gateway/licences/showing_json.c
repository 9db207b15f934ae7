#include "gateway/licences/showing.h"

#include "gateway/licences/import/proposal.h"

static json_t *
day_json(int64_t day)
{
	char text[DAY_TEXT];

	return day == DAY_NONE ? json_null() :
	    json_string(day_text(day, text));
}

static json_t *
texts_json(const struct texts *texts)
{
	json_t *list = json_array();

	for (size_t i = 0; i < texts->n; i++)
		json_array_append_new(list, json_string(texts->text[i]));
	return list;
}

static json_t *
office_json(const struct agency_office *office)
{
	return json_pack("{s:s, s:s, s:s}", "province", office->province,
	    "phone", office->phone, "address", office->address);
}

static json_t *
branches_json(const struct agency *agency)
{
	json_t *list = json_array();

	for (size_t i = 0; i < agency->branches_n; i++)
		json_array_append_new(list, office_json(&agency->branches[i]));
	return list;
}

static json_t *
destinations_json(const struct agency *agency)
{
	json_t *list = json_array();

	for (size_t i = 0; i < agency->destinations_n; i++)
		json_array_append_new(list, json_pack("{s:s, s:o, s:o}",
		    "country", agency->destinations[i].country,
		    "from", day_json(agency->destinations[i].from),
		    "until", day_json(agency->destinations[i].until)));
	return list;
}

json_t *
agency_json(const struct agency *agency, int64_t day)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:o, s:o, s:o, "
	    "s:o, s:o, s:o}",
	    "licence", agency->licence,
	    "name", agency->name,
	    "name_km", agency->name_km,
	    "aliases", texts_json(&agency->aliases),
	    "abbreviations", texts_json(&agency->abbreviations),
	    "status", agency_status_name(agency->status),
	    "status_now", agency_status_name(agency_status_on(agency, day)),
	    "valid_until", day_json(agency->valid_until),
	    "destinations", destinations_json(agency),
	    "head_office", office_json(&agency->head_office),
	    "branches", branches_json(agency),
	    "representatives", texts_json(&agency->representatives),
	    "last_seen", day_json(agency->last_seen));
}

json_t *
register_json(const struct register_head *head, int64_t now)
{
	if (head->generation == 0)
		return json_null();
	return json_pack("{s:I, s:o, s:s, s:I, s:I, s:I, s:I}",
	    "import", (json_int_t)head->import,
	    "as_of", day_json(head->as_of),
	    "source", head->source,
	    "loaded_at", (json_int_t)head->loaded_at,
	    "generation", (json_int_t)head->generation,
	    "rows", (json_int_t)head->rows,
	    "age_days", (json_int_t)register_age_days(head, now));
}

json_t *
change_json(const struct agency_change *change)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}",
	    "licence", change->licence,
	    "name", change->name,
	    "field", change->field,
	    "was", change->was,
	    "is", change->is,
	    "revives", change->revives);
}

json_t *
changes_json(const struct agency_change *change, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, change_json(&change[i]));
	return list;
}

/* Whether it was older is not kept; what is left says so. */
static json_t *
reason_json(const struct import *import)
{
	bool had_to = diff_needs_second(&import->counts, import->before,
	    false);
	bool waits = import->state == IMPORT_PENDING;
	char *reason;
	json_t *value;

	if (!had_to && !waits)
		return json_null();
	reason = proposal_reason(NULL, &import->counts, import->before,
	    !had_to);
	value = json_string(reason);
	talloc_free(reason);
	return value;
}

json_t *
import_json(const struct import *import)
{
	return json_pack("{s:I, s:s, s:o, s:s, s:s, s:I, s:I, s:I, s:I, s:I, "
	    "s:I, s:o, s:s, s:s, s:I}",
	    "import", (json_int_t)import->n,
	    "state", import_state_name(import->state),
	    "as_of", day_json(import->as_of),
	    "source", import->source,
	    "importer", importer_text(import->importer),
	    "begun_at", (json_int_t)import->begun_at,
	    "rows", (json_int_t)import->rows,
	    "added", (json_int_t)import->counts.added,
	    "removed", (json_int_t)import->counts.removed,
	    "changed", (json_int_t)import->counts.changed,
	    "revived", (json_int_t)import->counts.revived,
	    "reason", reason_json(import),
	    "confirmed_by", import->confirmed_by,
	    "decided_by", import->decided_by,
	    "decided_at", (json_int_t)import->decided_at);
}

json_t *
event_json(const struct event_of_licence *event)
{
	json_t *object = change_json(&event->change);
	char day[DAY_TEXT];

	json_object_update_new(object, json_pack("{s:I, s:s, s:s, s:s, s:s, "
	    "s:I}",
	    "import", (json_int_t)event->import.n,
	    "as_of", day_text(event->import.as_of, day),
	    "source", event->import.source,
	    "importer", importer_text(event->import.importer),
	    "decided_by", importer_text(event->import.decided_by),
	    "decided_at", (json_int_t)event->import.decided_at));
	return object;
}
