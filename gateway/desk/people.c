/*
 * Offices and the people in them.  Who leads a centre looks after its members;
 * an administrator looks after accounts that open no case, of every centre.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/people.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "locales/catalogue.h"
#include "store/centre.h"
#include "store/factor.h"

static const struct member *
self(const struct visit *visit)
{
	return &visit->session->member;
}

static bool
is_administrator(const struct visit *visit)
{
	return self(visit)->role == AS_ADMINISTRATOR;
}

static json_t *
centre_json(const struct centres *centres, const struct centre *centre,
    int64_t own)
{
	const struct centre *other = centre_stand_in(centres, centre);
	json_t *names = json_object();

	for (int i = 0; i < LOCALES; i++)
		json_object_set_new(names, locale_name((enum locale)i),
		    json_string(centre->name[i]));
	return json_pack("{s:I, s:o, s:s, s:s, s:s, s:I, s:b, s:b, s:b, s:i}",
	    "id", (json_int_t)centre->id, "name", names,
	    "area", centre->area, "hours", centre->hours,
	    "phone", centre->phone,
	    "stand_in", (json_int_t)(other != NULL ? other->id : 0),
	    "intake", centre->intake, "own", centre->id == own,
	    "we_stand_in", other != NULL && other->id == own,
	    "members", (int)centre->active_staff);
}

struct reply *
centres_get(struct visit *visit)
{
	struct centres *centres;
	json_t *list;

	if (centres_load(visit->desk->store, visit, &centres) != 0)
		return visit_refuse(visit, STORE_FAILED);
	list = json_array();
	for (size_t i = 0; i < centres->n; i++)
		json_array_append_new(list, centre_json(centres,
		    &centres->centre[i], self(visit)->centre));
	return reply_json(visit, 200, json_pack("{s:o}", "centres", list));
}

static json_t *
member_json(const struct visit *visit, const struct member *member)
{
	return json_pack("{s:s, s:I, s:s, s:s, s:s, s:I, s:I, s:i}",
	    "name", member->name, "centre", (json_int_t)member->centre,
	    "role", role_name(member->role),
	    "state", member->departed ? "departed" : member->active ?
	    "active" : "coded",
	    "factor", factor_name(member->factor),
	    "since", (json_int_t)member->changed_at,
	    "practised_at", (json_int_t)member->practised_at,
	    "sessions", (int)session_count(visit->desk->sessions,
	    member->id));
}

struct reply *
staff_get(struct visit *visit)
{
	struct members *members;
	json_t *list;

	if (staff_load(visit->desk->store, visit, &members) != 0)
		return visit_refuse(visit, STORE_FAILED);
	list = json_array();
	for (size_t i = 0; i < members->n; i++)
		if (is_administrator(visit) ||
		    members->member[i].centre == self(visit)->centre)
			json_array_append_new(list,
			    member_json(visit, &members->member[i]));
	return reply_json(visit, 200, json_pack("{s:o}", "members", list));
}

/* What she hands on: the key of her own centre, to a role that holds it. */
static const struct secret *
key_for(const struct visit *visit, enum role role)
{
	return role_holds_key(role) ? login_centre_key(visit->session->login) :
	    NULL;
}

static struct reply *
show_code(struct visit *visit, const char *code)
{
	return reply_json(visit, 200, json_pack("{s:s, s:i}", "code", code,
	    "days", CODE_DAYS));
}

/* An administrator has no key to hand on. */
static bool
may_give(const struct visit *visit, enum role role)
{
	return !is_administrator(visit) || !role_holds_key(role);
}

struct reply *
staff_post(struct visit *visit)
{
	int64_t centre = visit_number(visit, "centre");
	enum role role;
	char *code;
	int rc = role_find(visit_text(visit, "role"), &role);

	if (rc != 0)
		return visit_refuse(visit, BAD_BODY);
	if (!may_give(visit, role) || (centre != 0 &&
	    centre != self(visit)->centre && !is_administrator(visit)))
		return visit_refuse(visit, NOT_ALLOWED);
	rc = staff_add_as(visit->desk->store, visit,
	    visit_text(visit, "name"), centre != 0 ? centre :
	    self(visit)->centre, role, key_for(visit, role),
	    self(visit)->name, visit->now, &code);
	if (rc == -EEXIST)
		return visit_refuse(visit, TAKEN);
	return rc == 0 ? show_code(visit, code) : visit_failed(visit, rc);
}

struct reply *
people_find(struct visit *visit, struct member *out)
{
	int rc = staff_find(visit->desk->store, visit, visit->param[0], out);

	if (rc == 0 && (out->departed || (is_administrator(visit) ?
	    role_holds_key(out->role) : out->centre != self(visit)->centre)))
		rc = -ENOENT;
	return rc == 0 ? NULL : visit_failed(visit, rc);
}

bool
people_is_self(const struct visit *visit, const struct member *member)
{
	return member->id == self(visit)->id;
}

bool
people_may_own(const struct member *leaver, const struct member *to)
{
	return to->active && to->centre == leaver->centre &&
	    role_holds_key(to->role) && to->id != leaver->id;
}

struct reply *
role_post(struct visit *visit)
{
	struct member member;
	enum role role;
	struct reply *reply = people_find(visit, &member);
	int rc = role_find(visit_text(visit, "role"), &role);

	if (reply != NULL || rc != 0)
		return reply != NULL ? reply : visit_refuse(visit, BAD_BODY);
	if (people_is_self(visit, &member))
		return visit_refuse(visit, NOT_NOW);
	rc = staff_set_role(visit->desk->store, member.name, role,
	    key_for(visit, role), self(visit)->name, visit->now);
	/* What her sessions hold was another role's. */
	if (rc == 0)
		session_end_others(visit->desk->sessions, member.id, NULL);
	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

struct reply *
recode_post(struct visit *visit)
{
	struct member member;
	char *code;
	struct reply *reply = people_find(visit, &member);
	int rc;

	if (reply != NULL)
		return reply;
	if (people_is_self(visit, &member))
		return visit_refuse(visit, NOT_NOW);
	rc = staff_recode(visit->desk->store, visit, member.name,
	    key_for(visit, member.role), self(visit)->name, visit->now,
	    &code);
	if (rc != 0)
		return visit_failed(visit, rc);
	session_end_others(visit->desk->sessions, member.id, NULL);
	return show_code(visit, code);
}

struct reply *
lost_code_post(struct visit *visit)
{
	struct member member;
	struct reply *reply = people_find(visit, &member);
	int rc;

	if (reply != NULL)
		return reply;
	rc = factor_set(visit->desk->store, member.name, FACTOR_NONE, NULL, 0,
	    self(visit)->name, visit->now);
	if (rc == 0)
		session_end_others(visit->desk->sessions, member.id, NULL);
	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

/* Wherever she is signed in, she is so no more. */
struct reply *
sessions_delete(struct visit *visit)
{
	struct member member;
	struct reply *reply = people_find(visit, &member);

	if (reply != NULL)
		return reply;
	if (people_is_self(visit, &member))
		return visit_refuse(visit, NOT_NOW);
	session_end_others(visit->desk->sessions, member.id, NULL);
	return reply_done(visit);
}
