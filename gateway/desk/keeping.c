/*
 * A centre's key and what it stands on: its paper, its rehearsal, its start, and
 * what its stand-in does where nobody is left.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/regrant.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/centre.h"
#include "store/footing.h"
#include "store/paper.h"
#include "store/rekey.h"

static const struct member *
self(const struct visit *visit)
{
	return &visit->session->member;
}

static const struct secret *
own_key(const struct visit *visit)
{
	return login_centre_key(visit->session->login);
}

/* What a demonstration stands on does not matter. */
static bool
has_started(const struct visit *visit, const struct footing *footing)
{
	return footing->started_at != 0 || visit->desk->settings->demo;
}

static struct reply *
show(struct visit *visit)
{
	struct footing footing;
	int rc = footing_load(visit->desk->store, self(visit)->centre,
	    &footing);

	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:b, s:i, s:b, s:b, s:i, s:i, s:I, s:I, s:I, s:b}",
	    "started", has_started(visit, &footing),
	    "members", (int)footing.members,
	    "stand_in", footing.stand_in,
	    "paper", footing.paper_at != 0,
	    "found", (int)footing.found, "needed", FOOTING_NEEDED,
	    "rehearsed_at", (json_int_t)footing.rehearsed_at,
	    "key_number", (json_int_t)footing.epoch,
	    "key_due", (json_int_t)footing.key_due,
	    "changing", footing.changing));
}

struct reply *
footing_get(struct visit *visit)
{
	return show(visit);
}

struct reply *
start_post(struct visit *visit)
{
	int rc = footing_start(visit->desk->store, self(visit)->centre,
	    self(visit)->name, visit->now);

	if (rc == -EPERM)
		return reply_refuse_why(visit, NOT_NOW,
		    store_why(visit->desk->store));
	return rc == 0 ? show(visit) : visit_failed(visit, rc);
}

/* Which of its groups shall be typed back. */
static int
choose_group(void)
{
	unsigned char octet = 0;

	return getrandom(&octet, 1, 0) == 1 ? octet % PAPER_GROUPS + 1 : 1;
}

struct reply *
paper_post(struct visit *visit)
{
	char *paper;
	int rc = paper_show(visit->desk->store, visit, self(visit)->centre,
	    own_key(visit), self(visit)->name, visit->now, &paper);

	if (rc == -EPERM)
		return reply_refuse_why(visit, NOT_NOW,
		    store_why(visit->desk->store));
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    json_pack("{s:s, s:i, s:i}", "paper", paper,
	    "group", choose_group(), "groups", PAPER_GROUPS));
}

struct reply *
paper_back_post(struct visit *visit)
{
	char *paper = paper_key(visit, own_key(visit)->octets);
	int rc;

	if (!paper_matches_part(paper, (unsigned)visit_number(visit, "group"),
	    visit_text(visit, "text")))
		return visit_refuse(visit, WRONG_CODE);
	rc = paper_kept(visit->desk->store, self(visit)->centre,
	    self(visit)->name, visit->now);
	return rc == 0 ? show(visit) : visit_failed(visit, rc);
}

struct reply *
rehearsal_post(struct visit *visit)
{
	int rc = paper_rehearse(visit->desk->store, self(visit)->centre,
	    visit_text(visit, "paper"), self(visit)->name, visit->now);

	if (rc == -EINVAL || rc == -EACCES || rc == -EBADMSG)
		return visit_refuse(visit, WRONG_CODE);
	return rc == 0 ? show(visit) : visit_failed(visit, rc);
}

/* Somebody who knows the key left without it being changed. */
struct reply *
rekey_post(struct visit *visit)
{
	struct secret *fresh = secret_new(visit);
	struct desk *desk = visit->desk;
	int64_t centre = self(visit)->centre;
	int rc = rekey_finish(desk->store, centre, own_key(visit));

	if (rc == 0)
		rc = centre_rekey(desk->store, centre, own_key(visit),
		    self(visit)->name, visit->now, fresh);
	if (rc != 0)
		return visit_failed(visit, rc);
	sessions_take_key(desk->sessions, centre, fresh);
	regrant_go(desk, centre, fresh);
	return show(visit);
}

/* Nobody can log in there any more: we stand in for it. */
struct reply *
remake_post(struct visit *visit)
{
	struct desk *desk = visit->desk;
	char *code;
	int rc = centre_remake(desk->store, visit,
	    strtoll(visit->param[0], NULL, 10), visit->session->login,
	    visit_text(visit, "name"), visit->now, &code);

	if (rc == -EEXIST)
		return visit_refuse(visit, TAKEN);
	if (rc == -EPERM)
		return reply_refuse_why(visit, NOT_NOW,
		    store_why(desk->store));
	if (rc != 0)
		return visit_failed(visit, rc);
	regrant_go(desk, self(visit)->centre, own_key(visit));
	return reply_json(visit, 200, json_pack("{s:s, s:i}", "code", code,
	    "days", CODE_DAYS));
}
