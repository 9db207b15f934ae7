/*
 * Who did what: to a lead the rows of her centre's members, to an
 * administrator all.  A case stands there by its reference.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/audit.h"
#include "store/cases.h"

enum { LOOKED_AT = 2000, SHOWN = 200, ID_TEXT = 2 * ID_OCTETS };

struct listing {
	struct visit *visit;
	struct members *members;
	json_t *list;
	const char *by, *to, *did;	/* NULL: any */
	unsigned looked;
	int64_t next;
};

static bool
is_hers(const struct listing *listing, const char *actor)
{
	const struct member *me = &listing->visit->session->member;

	if (me->role == AS_ADMINISTRATOR)
		return true;
	for (size_t i = 0; i < listing->members->n; i++)
		if (strcmp(listing->members->member[i].name, actor) == 0)
			return listing->members->member[i].centre ==
			    me->centre;
	return false;
}

static bool
fits(const char *want, const char *is)
{
	return want == NULL || want[0] == '\0' || strcmp(want, is) == 0;
}

static bool
is_asked_for(const struct listing *listing, const struct audit_row *row)
{
	return fits(listing->by, row->actor) && fits(listing->to,
	    row->object) && fits(listing->did, row->action);
}

static bool
add_row(void *arg, const struct audit_row *row)
{
	struct listing *listing = arg;

	if (is_asked_for(listing, row) && is_hers(listing, row->actor))
		json_array_append_new(listing->list, json_pack(
		    "{s:I, s:I, s:s, s:s, s:s}",
		    "row", (json_int_t)row->seq, "at", (json_int_t)row->at,
		    "by", row->actor, "did", row->action,
		    "to", row->object));
	listing->next = row->seq;
	return ++listing->looked < LOOKED_AT &&
	    json_array_size(listing->list) < SHOWN;
}

/* 32 hex digits are a case; who lists may know its reference. */
static void
name_case(struct visit *visit, json_t *row)
{
	const char *to = json_string_value(json_object_get(row, "to"));
	struct matter matter;
	struct id id;
	unsigned octet;

	if (strlen(to) != ID_TEXT ||
	    strspn(to, "0123456789abcdef") != ID_TEXT)
		return;
	for (int i = 0; i < ID_OCTETS; i++) {
		if (sscanf(to + 2 * i, "%2x", &octet) != 1)
			return;
		id.octets[i] = (unsigned char)octet;
	}
	json_object_set_new(row, "to", json_string(
	    case_load(visit->desk->store, &id, &matter) == 0 ? matter.ref :
	    "erased"));
}

static int64_t
before_of(const struct visit *visit)
{
	const char *text = request_query(visit->request, "before");

	return text != NULL && text[strspn(text, "0123456789")] == '\0' &&
	    strlen(text) < 19 ? strtoll(text, NULL, 10) : INT64_MAX;
}

/* A case by its reference, as it stands in the rows; what is none stays as it
   is.  A case that is not there has no rows. */
static const char *
object_of(struct visit *visit, const char *to)
{
	struct matter matter;
	char *hex;

	if (to == NULL || strlen(to) != REF_DIGITS ||
	    strspn(to, "0123456789") != REF_DIGITS)
		return to;
	if (case_find(visit->desk->store, to, &matter) != 0)
		return "none";
	hex = talloc_strdup(visit, "");
	for (int i = 0; i < ID_OCTETS; i++)
		hex = talloc_asprintf_append(hex, "%02x",
		    matter.id.octets[i]);
	return hex;
}

struct reply *
audit_get(struct visit *visit)
{
	struct listing listing = { .visit = visit,
	    .by = request_query(visit->request, "by"),
	    .to = object_of(visit, request_query(visit->request, "to")),
	    .did = request_query(visit->request, "did") };
	json_t *row;
	size_t i;
	int rc = staff_load(visit->desk->store, visit, &listing.members);

	if (rc != 0)
		return visit_failed(visit, rc);
	listing.list = json_array();
	rc = audit_back(visit->desk->store, before_of(visit), LOOKED_AT,
	    add_row, &listing);
	if (rc != 0) {
		json_decref(listing.list);
		return visit_failed(visit, rc);
	}
	json_array_foreach(listing.list, i, row)
		name_case(visit, row);
	return reply_json(visit, 200, json_pack("{s:o, s:I}",
	    "rows", listing.list,
	    "before", (json_int_t)(listing.next > 1 ? listing.next : 0)));
}
