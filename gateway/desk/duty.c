/*
 * Who is on duty: the roster of a centre, kept by who leads it.  Phones are set
 * here and shown to nobody.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "locales/catalogue.h"
#include "store/day.h"
#include "store/roster.h"

static const struct member *
self(const struct visit *visit)
{
	return &visit->session->member;
}

static json_t *
shift_json(const struct shift *shift, int64_t now)
{
	char since[DAY_TEXT], until[DAY_TEXT];

	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:b, s:b}",
	    "id", (json_int_t)shift->id, "name", shift->name,
	    "part", shift_part_name(shift->part), "hours", shift->hours,
	    "since", day_text(shift->since, since),
	    "until", day_text(shift->until, until),
	    "reachable", shift->reachable,
	    "now", shift_holds(shift, now));
}

static json_t *
shifts_json(const struct roster *roster, int64_t now)
{
	json_t *list = json_array();

	for (size_t i = 0; i < roster->n; i++)
		json_array_append_new(list, shift_json(&roster->shift[i],
		    now));
	return list;
}

/* When nobody can be told, within a week. */
static json_t *
gaps_json(const struct roster *roster, int64_t now)
{
	json_t *list = json_array();
	int64_t begins, ends;

	for (int part = 0; part < SHIFT_PARTS; part++)
		if (roster_gap(roster, (enum shift_part)part, now, &begins,
		    &ends))
			json_array_append_new(list, json_pack(
			    "{s:s, s:I, s:I}", "part",
			    shift_part_name((enum shift_part)part),
			    "begins", (json_int_t)begins,
			    "ends", (json_int_t)ends));
	return list;
}

static const struct phone_row *
phone_of(const struct phone_rows *phones, int64_t staff)
{
	for (size_t i = 0; i < phones->n; i++)
		if (phones->row[i].staff == staff)
			return &phones->row[i];
	return NULL;
}

static json_t *
people_json(struct visit *visit, const struct members *members,
    const struct phone_rows *phones)
{
	json_t *list = json_array();

	for (size_t i = 0; i < members->n; i++) {
		const struct member *member = &members->member[i];

		if (member->active && member->centre == self(visit)->centre &&
		    member->role != AS_NUMBERS)
			json_array_append_new(list, json_pack("{s:s, s:b}",
			    "name", member->name, "phone",
			    phone_of(phones, member->id) != NULL));
	}
	return list;
}

static json_t *
own_json(struct visit *visit, const struct phone_rows *phones)
{
	const struct phone_row *own = phone_of(phones, self(visit)->id);

	return json_pack("{s:b, s:s, s:b}", "phone", own != NULL,
	    "language", locale_name(own != NULL ? (enum locale)own->language :
	    LOCALE_KM_LATN), "reminders", own != NULL && own->reminders);
}

struct reply *
duty_get(struct visit *visit)
{
	struct store *store = visit->desk->store;
	struct roster *roster;
	struct members *members;
	struct phone_rows *phones;
	int rc = roster_load(store, visit, self(visit)->centre, &roster);

	if (rc == 0)
		rc = staff_load(store, visit, &members);
	if (rc == 0)
		rc = phones_load(store, visit, &phones);
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:o, s:o, s:o, s:o}",
	    "shifts", shifts_json(roster, visit->now),
	    "gaps", gaps_json(roster, visit->now),
	    "members", people_json(visit, members, phones),
	    "own", own_json(visit, phones)));
}

static struct reply *
add(struct visit *visit, struct shift *shift)
{
	int rc = shift_add(visit->desk->store, shift, self(visit)->name,
	    visit->now);

	if (rc == -EINVAL || rc == -ENOENT)
		return reply_refuse_why(visit, BAD_BODY,
		    store_why(visit->desk->store));
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:I}", "id", (json_int_t)shift->id));
}

struct reply *
duty_post(struct visit *visit)
{
	struct shift shift = { .centre = self(visit)->centre,
	    .name = visit_text(visit, "name"),
	    .hours = visit_text(visit, "hours") };

	if (shift_part_find(visit_text(visit, "part"), &shift.part) != 0 ||
	    day_read(visit_text(visit, "since"), &shift.since) != 0 ||
	    day_read(visit_text(visit, "until"), &shift.until) != 0)
		return reply_refuse_why(visit, BAD_BODY,
		    "since, until: a day is 2026-03-01");
	return add(visit, &shift);
}

struct reply *
duty_delete(struct visit *visit)
{
	char *end;
	int64_t id = strtoll(visit->param[0], &end, 10);
	int rc = *end != '\0' || id <= 0 ? -ENOENT : shift_remove(
	    visit->desk->store, self(visit)->centre, id, self(visit)->name,
	    visit->now);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

static struct reply *
set_phone(struct visit *visit, const char *name, bool reminders)
{
	enum locale locale = LOCALE_KM_LATN;
	int rc = locale_find(visit_text(visit, "language"), &locale);

	if (rc != 0)
		return visit_refuse(visit, BAD_BODY);
	rc = phone_set(visit->desk->store, name, visit_text(visit, "number"),
	    (int)locale, reminders, self(visit)->name, visit->now);
	if (rc == -EINVAL)
		return reply_refuse_why(visit, BAD_BODY,
		    "number: +855... with country code, or nothing");
	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

struct reply *
own_phone_put(struct visit *visit)
{
	return set_phone(visit, self(visit)->name,
	    json_is_true(json_object_get(visit->body, "reminders")));
}

struct reply *
reminders_put(struct visit *visit)
{
	int rc = phone_set_reminders(visit->desk->store, self(visit)->id,
	    json_is_true(json_object_get(visit->body, "reminders")));

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

/* Of another member: whether she is reminded stays as she wished. */
struct reply *
staff_phone_put(struct visit *visit)
{
	struct member member;
	struct phone_rows *phones;
	const struct phone_row *was;
	int rc = staff_find(visit->desk->store, visit, visit->param[0],
	    &member);

	if (rc == 0 && (member.departed ||
	    member.centre != self(visit)->centre))
		rc = -ENOENT;
	if (rc == 0)
		rc = phones_load(visit->desk->store, visit, &phones);
	if (rc != 0)
		return visit_failed(visit, rc);
	was = phone_of(phones, member.id);
	return set_phone(visit, member.name, was != NULL && was->reminders);
}
