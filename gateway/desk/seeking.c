/*
 * A search in words: the part of it that runs in the loop.
 */
#include "gateway/desk/seeking.h"

#include <errno.h>
#include <event2/event.h>
#include <string.h>

#include "gateway/desk/around.h"
#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/gone.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/desk/worker.h"
#include "locales/clean.h"

enum {
	AT_ONCE = 4,			/* searches of all members */
	PAUSE_US = 20000,		/* while the worker's queue is full */
};

/* Hangs under its visit. */
struct seeking {
	struct seeking *next;
	struct visit *visit;
	int64_t member, centre;
	unsigned char session[TOKEN_HASH];
	struct seek *seek;
	struct scan_key *key;
	struct around *around;
	struct part *part;		/* NULL, or on its way */
	bool waits;			/* for room in the worker's queue */
	/* The case of which not all was read yet. */
	bool midway;
	int64_t after;
	struct find carried;
	bool over;			/* every case was looked at */
	size_t items, cases, broken, n;
	struct find found[SEEKING_FOUND_MAX];
};

static struct reply *go_on(struct seeking *);

static void
leave(struct seeking *s)
{
	struct seeking **at = &s->visit->desk->seekings;

	while (*at != NULL && *at != s)
		at = &(*at)->next;
	if (*at != NULL)
		*at = s->next;
	TALLOC_FREE(s->part);
}

static void
answer(struct seeking *s, struct reply *reply)
{
	leave(s);
	visit_finish(s->visit, reply);
}

/* ---- what is found ---- */

static bool
is_found(const struct seeking *s, const struct matter *matter)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->found[i].matter.ref, matter->ref) == 0)
			return true;
	return false;
}

/* Its texts outlive the part. */
static struct find
take_over(struct seeking *s, const struct find *find)
{
	struct find own = *find;

	if (own.best == 0)
		return own;
	own.kind = talloc_strdup(s, find->kind);
	talloc_steal(s, own.seen.before);
	talloc_steal(s, own.seen.hit);
	talloc_steal(s, own.seen.after);
	return own;
}

static void
judge(struct seeking *s, const struct find *find)
{
	if (find->words == seek_all(s->seek) && s->n < SEEKING_FOUND_MAX &&
	    !is_found(s, &find->matter))
		s->found[s->n++] = take_over(s, find);
}

static void
take_part(struct seeking *s)
{
	struct part *part = s->part;
	size_t whole = s->midway ? part->n - 1 : part->n;

	s->items += part->looked;
	s->broken += part->broken;
	for (size_t i = 0; i < whole; i++)
		judge(s, &part->find[i]);
	if (s->midway)
		s->carried = take_over(s, &part->find[whole]);
	TALLOC_FREE(s->part);
}

static json_t *
find_json(struct visit *visit, const struct find *find)
{
	return json_pack("{s:o, s:I, s:s, s:I, s:s, s:s, s:s, s:b, s:b}",
	    "case", casing_json(visit, &find->matter),
	    "n", (json_int_t)find->n,
	    "kind", find->kind,
	    "at", (json_int_t)find->at,
	    "before", find->seen.before,
	    "hit", find->seen.hit,
	    "after", find->seen.after,
	    "more_before", find->seen.more_before,
	    "more_after", find->seen.more_after);
}

/* Words leave when the audit says whose. */
static struct reply *
show(struct seeking *s, const struct session *session)
{
	char refs[SEEKING_FOUND_MAX][REF_DIGITS + 1];
	bool shown[SEEKING_FOUND_MAX] = { false };
	json_t *list;
	int rc;

	for (size_t i = 0; i < s->n; i++)
		memcpy(refs[i], s->found[i].matter.ref, sizeof(refs[i]));
	rc = scan_end(s->visit->desk->store, session->login, refs, s->n,
	    s->visit->now, shown);
	if (rc != 0)
		return visit_failed(s->visit, rc);
	list = json_array();
	for (size_t i = 0; i < s->n; i++)
		if (shown[i])
			json_array_append_new(list, find_json(s->visit,
			    &s->found[i]));
	return reply_json(s->visit, 200, json_pack(
	    "{s:o, s:I, s:I, s:I, s:b}", "found", list,
	    "cases", (json_int_t)s->cases, "items", (json_int_t)s->items,
	    "broken", (json_int_t)s->broken, "whole", s->over));
}

/* ---- what is looked at ---- */

/* 1 there is a case to read on in; 0 none; -EAGAIN, -EIO. */
static int
next_case(struct seeking *s)
{
	struct matter matter;
	int rc;

	if (s->midway)
		return 1;
	rc = around_next(s->around, &matter);
	s->over = rc == 0;
	if (rc != 1)
		return rc;
	s->carried = (struct find){ .matter = matter };
	s->after = 0;
	s->cases++;
	return 1;
}

/* 0, with room less than before, or -EIO. */
static int
add_case(struct seeking *s, struct part *part, unsigned *room)
{
	struct scan *scan;
	int rc = scan_load(s->visit->desk->store, part,
	    &s->carried.matter.id, s->centre, s->after, *room, &scan);

	s->midway = false;
	if (rc != 0)
		return rc == -ENOENT ? 0 : rc;
	part->scan[part->n] = scan;
	part->find[part->n++] = s->carried;
	if (scan->n == *room) {
		s->midway = true;
		s->after = scan->item[scan->n - 1].after;
	}
	*room -= (unsigned)scan->n;
	return 0;
}

/* A part may be empty: where a filter lets nothing through, others have their
   turn all the same. */
static int
fill(struct seeking *s, struct part *part)
{
	unsigned room = SEEKING_PART;
	int rc = 1;

	while (rc > 0 && room > 0 && part->n < SEEKING_CASES) {
		rc = next_case(s);
		if (rc == 1 && add_case(s, part, &room) != 0)
			rc = -EIO;
	}
	return rc == -EIO ? rc : 0;
}

static void
opened(void *arg, bool ran)
{
	struct seeking *s = arg;
	struct reply *reply;

	if (ran) {
		take_part(s);
		reply = go_on(s);
	} else
		reply = visit_refuse(s->visit, BUSY);
	if (reply != NULL)
		answer(s, reply);
}

static void
run(void *arg)
{
	part_open(((struct seeking *)arg)->part);
}

static void again(evutil_socket_t, short, void *);

/* Its turn comes after those who sign in. */
static void
hand_over(struct seeking *s)
{
	static const struct timeval pause = { 0, PAUSE_US };
	struct desk *desk = s->visit->desk;

	s->waits = worker_add(desk->worker,
	    (struct job){ run, opened, s }) != 0;
	if (s->waits)
		event_base_once(desk->base, -1, EV_TIMEOUT, again, desk,
		    &pause);
}

static void
again(evutil_socket_t, short, void *arg)
{
	struct desk *desk = arg;

	for (struct seeking *s = desk->seekings; s != NULL; s = s->next)
		if (s->waits)
			hand_over(s);
}

/* Nobody waits for it any more, or nobody may read it any more. */
static enum refusal
call_off(const struct seeking *s, const struct session *session)
{
	if (session == NULL)
		return SIGNED_OUT;
	if (session->login == NULL)
		return LOCKED;
	return request_is_gone(s->visit->request) ? SEARCHING : REFUSAL_NONE;
}

static bool
is_enough(const struct seeking *s)
{
	return s->over || s->n == SEEKING_FOUND_MAX ||
	    s->items >= SEEKING_ITEMS_MAX;
}

/* NULL: a part of it is on its way. */
static struct reply *
go_on(struct seeking *s)
{
	const struct session *session = session_by_hash(
	    s->visit->desk->sessions, s->session);
	enum refusal refusal = call_off(s, session);

	if (refusal != REFUSAL_NONE)
		return visit_refuse(s->visit, refusal);
	if (is_enough(s))
		return show(s, session);
	/* No parent: it is another thread's for a while. */
	s->part = talloc_zero(NULL, struct part);
	s->part->seek = s->seek;
	s->part->key = s->key;
	if (fill(s, s->part) != 0)
		return visit_failed(s->visit, -EIO);
	if (s->over && s->part->n == 0)
		return show(s, session);
	hand_over(s);
	return NULL;
}

/* ---- its beginning and its end ---- */

static bool
may_begin(const struct desk *desk, int64_t member)
{
	int n = 0;

	for (const struct seeking *s = desk->seekings; s != NULL;
	    s = s->next, n++)
		if (s->member == member)
			return false;
	return n < AT_ONCE;
}

static struct seeking *
begin(struct visit *visit, struct seek *seek)
{
	struct seeking *s = talloc_zero(visit, struct seeking);
	struct filter filter = filter_of_body(visit);

	s->visit = visit;
	s->member = visit->session->member.id;
	s->centre = visit->session->member.centre;
	memcpy(s->session, visit->session->hash, TOKEN_HASH);
	s->seek = seek;
	s->around = around_new(s, visit, &visit->session->member, &filter);
	return s;
}

/* What may look for anything: the audit says that she searched, not what
   for. */
struct reply *
words_post(struct visit *visit)
{
	struct desk *desk = visit->desk;
	const char *words = visit_text(visit, "words");
	struct seek *seek = seek_new(visit, text_clean(visit, words,
	    strlen(words), CODING_GSM7, NULL));
	struct reply *reply;
	struct seeking *s;
	int rc;

	if (seek == NULL)
		return reply_refuse_why(visit, BAD_BODY,
		    "words: at least two letters of one");
	if (!may_begin(desk, visit->session->member.id))
		return visit_refuse(visit, SEARCHING);
	s = begin(visit, seek);
	rc = scan_begin(desk->store, s, visit->session->login, visit->now,
	    &s->key);
	if (rc != 0)
		return visit_failed(visit, rc);
	s->next = desk->seekings;
	desk->seekings = s;
	reply = go_on(s);
	if (reply != NULL)
		leave(s);
	return reply;
}

void
seekings_stop(struct desk *desk)
{
	while (desk->seekings != NULL)
		answer(desk->seekings, visit_refuse(
		    desk->seekings->visit, BUSY));
}
