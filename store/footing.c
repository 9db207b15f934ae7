#include "store/footing.h"

#include <errno.h>

#include "store/empty_box.h"
#include "store/centre.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/paper.h"
#include "store/query.h"
#include "store/remake.h"

static int
load_row(struct store *store, int64_t centre, struct footing *out)
{
	struct query *q = query_start(store, SQL_CENTRE_FOOTING);
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1)
		*out = (struct footing){
			.epoch = query_int(q, 0), .key_due = query_int(q, 1),
			.paper_at = query_int(q, 2),
			.rehearsed_at = query_int(q, 3),
			.started_at = query_int(q, 4),
			.changing = query_int(q, 5) != 0,
		};
	query_end(q);
	return rc == 0 ? store_fail(store, -ENOENT, "no such centre") :
	    rc < 0 ? rc : 0;
}

static void
count(struct footing *out, const struct centres *centres, int64_t id)
{
	const struct centre *centre = centre_by_id(centres, id);
	const struct centre *other = centre == NULL ? NULL :
	    centre_stand_in(centres, centre);

	out->members = centre == NULL ? 0 : centre->active_staff;
	out->stand_in = other != NULL && other->active_staff > 0;
	out->found = (out->members >= FOOTING_MEMBERS ? 1u : 0u) +
	    (out->stand_in ? 1u : 0u) + (out->paper_at != 0 ? 1u : 0u);
}

int
footing_load(struct store *store, int64_t centre, struct footing *out)
{
	struct footing footing = { 0 };
	struct centres *centres;
	int rc = load_row(store, centre, &footing);

	if (rc == 0)
		rc = centres_load(store, NULL, &centres);
	if (rc != 0)
		return rc;
	count(&footing, centres, centre);
	talloc_free(centres);
	*out = footing;
	return 0;
}

/* A column of a centre that takes a time, noted as an action. */
static int
set_time(struct store *store, enum statement which, const char *action,
    int64_t centre, const char *by, int64_t now)
{
	struct query *q = query_start(store, which);
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, now);
	rc = query_run(q);
	return rc == 0 && query_changed(store) > 0 ?
	    rekey_audit(store, by, action, centre, now) : rc;
}

static int
start(struct store *store, int64_t centre, const char *by, int64_t now)
{
	struct footing footing;
	int rc = footing_load(store, centre, &footing);

	if (rc != 0 || footing.started_at != 0)
		return rc;
	if (footing.found < FOOTING_NEEDED)
		return store_fail(store, -EPERM, "two of three are needed: a "
		    "second member who can log in, a stand-in with a member "
		    "who can log in, a paper key that was typed back");
	return set_time(store, SQL_CENTRE_STARTED, "start", centre, by, now);
}

int
footing_start(struct store *store, int64_t centre, const char *by,
    int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, start(store, centre, by,
	    now));
}

static int
note_shown(struct store *store, int64_t centre, const char *by, int64_t now)
{
	struct footing footing;
	int rc = load_row(store, centre, &footing);

	if (rc == 0 && footing.paper_at != 0)
		rc = store_fail(store, -EPERM, "the paper key was typed back "
		    "and is not shown again");
	return rc == 0 ? rekey_audit(store, by, "paper", centre, now) : rc;
}

int
paper_show(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    const struct secret *key, const char *by, int64_t now, char **paper)
{
	int rc = centre_check_secret(store, centre, key);

	if (rc == 0)
		rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, note_shown(store, centre, by, now));
	if (rc == 0)
		*paper = paper_key(ctx, key->octets);
	return rc;
}

int
paper_kept(struct store *store, int64_t centre, const char *by, int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, set_time(store,
	    SQL_CENTRE_PAPER_KEPT, "paper_kept", centre, by, now));
}

/* A centre from before there were canaries gets one. */
static int
open_canary(struct store *store, int64_t centre, const struct secret *key)
{
	struct query *q = query_start(store, SQL_CENTRE_CANARY);
	unsigned char pub[KEY_OCTETS], canary[EMPTY_BOX];
	size_t n = 0;
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1) {
		(void)query_blob(q, 0, &n);
		query_copy(q, 0, canary, EMPTY_BOX);
	}
	query_end(q);
	if (rc < 0 || n == EMPTY_BOX)
		return rc < 0 ? rc : empty_box_open(key, canary);
	rc = centre_public(store, centre, pub);
	if (rc == 0)
		rc = empty_box_make(pub, canary);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CENTRE_CANARY_SET);
	query_bind_int(q, centre);
	query_bind_blob(q, canary, EMPTY_BOX);
	rc = query_run(q);
	return rc == 0 ? empty_box_open(key, canary) : rc;
}

static int
rehearse(struct store *store, int64_t centre, const struct secret *key,
    const char *by, int64_t now)
{
	int rc = open_canary(store, centre, key);

	if (rc == 0)
		rc = set_time(store, SQL_CENTRE_PAPER_KEPT, "paper_kept",
		    centre, by, now);
	return rc == 0 ? set_time(store, SQL_CENTRE_REHEARSED, "rehearse",
	    centre, by, now) : rc;
}

int
paper_rehearse(struct store *store, int64_t centre, const char *paper,
    const char *by, int64_t now)
{
	struct secret *key;
	int rc = centre_from_paper(store, NULL, centre, paper, &key);

	if (rc != 0)
		return rc;
	rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, rehearse(store, centre, key, by,
		    now));
	talloc_free(key);
	return rc;
}
