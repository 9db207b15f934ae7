#include "store/worklist.h"

#include <errno.h>
#include <stddef.h>

#include "store/centre.h"
#include "store/matter.h"
#include "store/opened.h"

enum { CHUNK = 64 };

const char *const worklist_names[] = { "mine", "centre", "unassigned",
	"urgent", "overdue", "waiting", "stand_in", "finished", NULL };

/* A list is walked in parts: each is one statement about one subject. */
struct part {
	enum statement which;
	bool urgent;
	int64_t subject;		/* a member or a centre */
	int64_t until;			/* due before; INT64_MAX: any */
	bool last_first;
	bool as_stand_in;		/* each case is asked whether it shows */
};

enum { PARTS_MAX = 2 * 256 };

struct walk {
	struct store *store;
	const struct worklist_ask *ask;
	struct worklist_page *page;
	struct part part[PARTS_MAX];
	int parts;
	unsigned looked;
};

static void
add_part(struct walk *walk, struct part part)
{
	if (walk->parts < PARTS_MAX)
		walk->part[walk->parts++] = part;
}

/* Urgent, then the others; what is urgent a stand-in is always shown. */
static void
add_both(struct walk *walk, struct part part)
{
	struct part urgent = part;

	urgent.urgent = true;
	urgent.as_stand_in = false;
	add_part(walk, urgent);
	part.urgent = false;
	add_part(walk, part);
}

/* Of another centre only what opened_by_stand_in shows is met: what is urgent,
   and of a centre that is too small everything, without asking each case. */
static int
add_stand_in(struct walk *walk)
{
	int64_t own = walk->ask->member->centre;
	const struct centre *centre, *other;
	struct part part = { .which = SQL_WORK_OF_CENTRE,
	    .until = INT64_MAX };
	struct centres *centres;
	int rc = centres_load(walk->store, walk->page, &centres);

	for (size_t i = 0; rc == 0 && i < centres->n; i++) {
		centre = &centres->centre[i];
		other = centre_stand_in(centres, centre);
		if (centre->id == own || other == NULL || other->id != own)
			continue;
		part.subject = centre->id;
		part.as_stand_in = centre->active_staff >= OPENED_STAFF_ENOUGH;
		add_both(walk, part);
	}
	return rc;
}

static int
plan(struct walk *walk)
{
	static const struct { enum statement which; bool urgent_only; }
	table[LISTS] = {
		[LIST_MINE] = { SQL_WORK_OF_OWNER, false },
		[LIST_CENTRE] = { SQL_WORK_OF_CENTRE, false },
		[LIST_UNASSIGNED] = { SQL_WORK_OF_NOBODY, false },
		[LIST_URGENT] = { SQL_WORK_OF_CENTRE, true },
		[LIST_OVERDUE] = { SQL_WORK_OF_CENTRE, false },
		[LIST_WAITING] = { SQL_WORK_THAT_WAITS, false },
		[LIST_FINISHED] = { SQL_WORK_FINISHED, true },
	};
	const struct worklist_ask *ask = walk->ask;
	struct part part = {
		.which = table[ask->list].which,
		.urgent = true,
		.subject = ask->list == LIST_MINE ? ask->member->id :
		    ask->member->centre,
		.until = ask->list == LIST_OVERDUE ? ask->now : INT64_MAX,
		.last_first = ask->list == LIST_FINISHED,
	};

	if (ask->list == LIST_STAND_IN)
		return add_stand_in(walk);
	if (table[ask->list].urgent_only)
		add_part(walk, part);
	else
		add_both(walk, part);
	return 0;
}

static int64_t
time_of(const struct part *part, const struct matter *matter)
{
	return part->last_first ? matter->changed_at : matter->due_at;
}

/* How many rows: where each belongs no more than there is room for. */
static int
chunk_of(const struct walk *walk, const struct part *part)
{
	unsigned room = walk->ask->max - (unsigned)walk->page->n;

	return walk->ask->fits != NULL || part->as_stand_in || room > CHUNK ?
	    CHUNK : (int)room;
}

static int
load_chunk(struct walk *walk, const struct part *part,
    const struct worklist_place *after, int max,
    struct matter chunk[CHUNK])
{
	struct query *q = query_start(walk->store, part->which);
	int n = 0, rc;

	query_bind_int(q, part->urgent);
	query_bind_int(q, after->at);
	query_bind_blob(q, &after->id, sizeof(after->id));
	query_bind_int(q, max);
	query_bind_int(q, part->subject);
	query_bind_int(q, walk->ask->member->centre);
	while ((rc = query_next(q)) == 1 && n < max) {
		rc = matter_read(q, &chunk[n++]);
		if (rc != 0)
			break;
	}
	query_end(q);
	return rc < 0 ? rc : n;
}

static bool
belongs(const struct walk *walk, const struct part *part,
    const struct matter *matter)
{
	const struct worklist_ask *ask = walk->ask;

	return (!part->as_stand_in || opened_is_shown(matter, ask->now)) &&
	    (ask->fits == NULL || ask->fits(ask->arg, matter));
}

static bool
is_full(const struct walk *walk)
{
	return walk->page->n == walk->ask->max ||
	    walk->looked >= WORKLIST_LOOK;
}

/* 1 the part goes on after place; 0 it is over, or the page is full. */
static int
take_chunk(struct walk *walk, const struct part *part,
    struct worklist_place *place)
{
	struct matter chunk[CHUNK];
	int max = chunk_of(walk, part);
	int n = load_chunk(walk, part, place, max, chunk);

	for (int i = 0; i < n && !is_full(walk); i++) {
		if (time_of(part, &chunk[i]) >= part->until)
			return 0;
		if (belongs(walk, part, &chunk[i]))
			walk->page->matter[walk->page->n++] = chunk[i];
		walk->looked++;
		place->at = time_of(part, &chunk[i]);
		place->id = chunk[i].id;
	}
	return n < 0 ? n : n == max && !is_full(walk);
}

static struct worklist_place
top_of(const struct walk *walk, int part)
{
	return (struct worklist_place){ .part = part,
	    .at = part < walk->parts && walk->part[part].last_first ?
	    INT64_MAX : INT64_MIN };
}

static int
walk_on(struct walk *walk)
{
	struct worklist_place place = walk->ask->from;
	int rc = 0;

	if (place.part == 0 && place.at == 0)
		place = top_of(walk, 0);
	while (place.part >= 0 && place.part < walk->parts &&
	    !is_full(walk)) {
		rc = take_chunk(walk, &walk->part[place.part], &place);
		if (rc < 0)
			return rc;
		if (rc == 0 && !is_full(walk))
			place = top_of(walk, place.part + 1);
	}
	walk->page->next = is_full(walk) ? place :
	    (struct worklist_place){ .part = -1 };
	return 0;
}

int
worklist_load(struct store *store, TALLOC_CTX *ctx,
    const struct worklist_ask *ask, struct worklist_page **out)
{
	struct worklist_page *page = talloc_zero(ctx, struct worklist_page);
	struct walk *walk = talloc_zero(page, struct walk);
	int rc;

	page->matter = talloc_array(page, struct matter, ask->max);
	walk->store = store;
	walk->ask = ask;
	walk->page = page;
	rc = plan(walk);
	if (rc == 0)
		rc = walk_on(walk);
	if (rc != 0) {
		talloc_free(page);
		return rc;
	}
	*out = page;
	return 0;
}

static int
add_pulse(struct store *store, int64_t centre, int64_t *sum)
{
	struct query *q = query_start(store, SQL_PULSE_OF);
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1)
		*sum += query_int(q, 0);
	query_end(q);
	return rc < 0 ? rc : 0;
}

int
worklist_pulse(struct store *store, const struct member *member, int64_t *out)
{
	struct centres *centres;
	const struct centre *other;
	int64_t sum = 0;
	int rc = centres_load(store, NULL, &centres);

	if (rc != 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < centres->n; i++) {
		other = centre_stand_in(centres, &centres->centre[i]);
		if (centres->centre[i].id == member->centre ||
		    (other != NULL && other->id == member->centre))
			rc = add_pulse(store, centres->centre[i].id, &sum);
	}
	talloc_free(centres);
	if (rc == 0)
		*out = sum;
	return rc;
}
