/*
 * Whom an office writes to: a small table of its own.  A telephone number is a
 * fact that was checked, or what a lead entered and stands for.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/partners.h"
#include "gateway/desk/session.h"
#include "gateway/desk/told.h"
#include "gateway/desk/visit.h"
#include "gateway/known.h"
#include "gateway/procedures.h"
#include "locales/clean.h"
#include "store/centre.h"
#include "store/partner.h"

/* What phones are shown of a contact; "" when it may not be shown. */
static const char *
phone_of(struct visit *visit, const struct fact_rows *rows, const char *id)
{
	const char *shown = NULL;

	for (size_t i = 0; i < rows->n && shown == NULL; i++)
		if (strcmp(rows->row[i].id, id) == 0 && rows->row[i].contact) {
			struct fact fact = known_fact(&rows->row[i]);

			shown = fact_shown(visit, &fact, visit->now);
		}
	return shown != NULL ? shown : "";
}

/* Contacts that may be shown, to choose from. */
static json_t *
facts_json(struct visit *visit, const struct fact_rows *rows)
{
	json_t *list = json_array();

	for (size_t i = 0; i < rows->n; i++) {
		const char *phone = phone_of(visit, rows, rows->row[i].id);

		if (phone[0] != '\0')
			json_array_append_new(list, json_pack("{s:s, s:s}",
			    "fact", rows->row[i].id, "phone", phone));
	}
	return list;
}

int64_t
partner_chase(struct visit *visit, const struct partner *partner)
{
	struct centres *centres;
	const struct centre *own = NULL;

	if (centres_load(visit->desk->store, visit, &centres) == 0)
		own = centre_by_id(centres, visit->session->member.centre);
	return deadline_chase(visit->desk->store, partner->kind,
	    partner->country, own != NULL ? own->area : "", visit->now);
}

static json_t *
partner_json(struct visit *visit, const struct fact_rows *rows,
    const struct partner *p)
{
	return json_pack("{s:I, s:s, s:s, s:{s:s, s:s, s:s}, s:s, s:s, s:s, "
	    "s:b, s:s, s:I, s:I}", "id", (json_int_t)p->id, "kind", p->kind,
	    "country", p->country, "name", "km", p->name[0], "th",
	    p->name[1], "en", p->name[2], "address", p->address,
	    "phone", p->fact[0] != '\0' ? phone_of(visit, rows, p->fact) :
	    p->phone, "fact", p->fact, "active", p->active, "by", p->by,
	    "at", (json_int_t)p->at,
	    "chase_at", (json_int_t)partner_chase(visit, p));
}

static struct reply *
show(struct visit *visit, const struct partners *all,
    const struct fact_rows *rows)
{
	json_t *list = json_array();

	for (size_t i = 0; i < all->n; i++)
		json_array_append_new(list, partner_json(visit, rows,
		    &all->partner[i]));
	return reply_json(visit, 200, json_pack("{s:o, s:o}", "partners",
	    list, "facts", facts_json(visit, rows)));
}

struct reply *
partners_get(struct visit *visit)
{
	struct store *store = visit->desk->store;
	struct partners *all;
	struct fact_rows *rows;
	int rc = partners_load(store, visit, visit->session->member.centre,
	    &all);

	if (rc == 0)
		rc = facts_load(store, visit, &rows);
	return rc != 0 ? visit_failed(visit, rc) : show(visit, all, rows);
}

static const char *
clean(struct visit *visit, const char *text)
{
	return text_clean(visit, text, strlen(text), CODING_GSM7, NULL);
}

static const char *
name_of(struct visit *visit, const char *language)
{
	const char *text = json_string_value(json_object_get(json_object_get(
	    visit->body, "name"), language));

	return text != NULL ? clean(visit, text) : "";
}

static const char *
fault_of(const struct partner *p)
{
	if (p->name[0][0] == '\0' && p->name[1][0] == '\0' &&
	    p->name[2][0] == '\0')
		return "name: in one language at least";
	return p->phone[0] != '\0' && p->fact[0] != '\0' ?
	    "phone: a number or a fact, and not both" : NULL;
}

static struct reply *
save(struct visit *visit, int64_t id)
{
	struct partner p = {
		.id = id, .centre = visit->session->member.centre,
		.kind = visit_text(visit, "kind"),
		.country = visit_text(visit, "country"),
		.name = { name_of(visit, "km"), name_of(visit, "th"),
		    name_of(visit, "en") },
		.address = clean(visit, visit_text(visit, "address")),
		.phone = clean(visit, visit_text(visit, "phone")),
		.fact = visit_text(visit, "fact"),
		.active = !json_is_false(json_object_get(visit->body,
		    "active")),
	};
	const char *fault = fault_of(&p);
	int rc;

	if (fault != NULL)
		return reply_refuse_why(visit, BAD_BODY, fault);
	rc = partner_save(visit->desk->store, &p,
	    visit->session->member.name, visit->now);
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:I}", "id", (json_int_t)p.id));
}

struct reply *
partner_post(struct visit *visit)
{
	return save(visit, 0);
}

struct reply *
partner_put(struct visit *visit)
{
	int64_t id = told_number(visit, 0);

	return id > 0 ? save(visit, id) : visit_refuse(visit, NOT_FOUND);
}
