#include "store/cases.h"

#include <errno.h>
#include <string.h>

#include "store/alarm.h"
#include "store/consent.h"
#include "store/deadline.h"
#include "store/inside.h"
#include "store/joined.h"
#include "store/matter.h"

int
case_load(struct store *store, const struct id *id, struct matter *out)
{
	struct query *q = query_start(store, SQL_CASE_LOAD);

	query_bind_blob(q, id, sizeof(*id));
	return matter_find(q, out);
}

int
case_find(struct store *store, const char *ref, struct matter *out)
{
	struct query *q = query_start(store, SQL_CASE_FIND);

	query_bind_text(q, ref);
	return matter_find(q, out);
}

/* A change to one case, its id and the time bound first. */
static struct query *
start_change(struct store *store, enum statement which, const struct id *id,
    int64_t now)
{
	struct query *q = query_start(store, which);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, matter_hour(now));
	return q;
}

/* Ends it; none when there was nothing to change. */
static int
run_change(struct store *store, struct query *q, int none)
{
	int rc = query_run(q);

	return rc == 0 && query_changed(store) == 0 ? none : rc;
}

/* The place of the next item, and the key it is sealed to. */
static int
find_place(struct store *store, struct seal_place *place,
    unsigned char pub[SEAL_PUBLIC])
{
	struct query *q = query_start(store, SQL_CASE_SEAL);
	int rc;

	query_bind_blob(q, &place->case_id, sizeof(place->case_id));
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, pub, SEAL_PUBLIC);
		place->n = query_int(q, 1);
	}
	query_end(q);
	if (rc == 0)
		return -ENOENT;
	return rc < 0 ? rc : 0;
}

static int
insert_item(struct store *store, const struct seal_place *place,
    const struct sealed *sealed, int64_t now)
{
	struct query *q = query_start(store, SQL_CASE_ITEM_ADD);

	query_bind_blob(q, &place->case_id, sizeof(place->case_id));
	query_bind_int(q, place->n);
	query_bind_text(q, place->kind);
	query_bind_blob(q, sealed->nonce, sizeof(sealed->nonce));
	query_bind_blob(q, sealed->ct, sealed->ct_n);
	query_bind_blob(q, sealed->key, sizeof(sealed->key));
	query_bind_int(q, matter_hour(now));
	return query_run(q);
}

int
matter_add(struct store *store, struct sealer *sealer,
    const struct seal_place *place, const unsigned char pub[SEAL_PUBLIC],
    const char *text, int64_t now)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed sealed;
	int rc = seal_item_by(ctx, sealer, pub, place, text, strlen(text),
	    &sealed);

	if (rc == 0)
		rc = insert_item(store, place, &sealed, now);
	talloc_free(ctx);
	return rc;
}

int
matter_touch(struct store *store, const struct id *id, int64_t now)
{
	return run_change(store, start_change(store, SQL_CASE_TOUCH, id, now),
	    -ENOENT);
}

int
case_add(struct store *store, const struct id *id, const char *kind,
    const char *text, int64_t now)
{
	struct seal_place place = { .case_id = *id, .kind = kind };
	unsigned char pub[SEAL_PUBLIC];
	int rc = find_place(store, &place, pub);

	if (rc == 0)
		rc = matter_add(store, NULL, &place, pub, text, now);
	if (rc != 0)
		return rc;
	return matter_touch(store, id, now);
}

int
case_discard(struct store *store, const struct id *id, int64_t now)
{
	struct matter matter;
	struct query *q;
	int rc = case_load(store, id, &matter);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CASE_DISCARD);
	query_bind_blob(q, id, sizeof(*id));
	rc = run_change(store, q, -EEXIST);
	return rc == 0 ? consent_forget(store, id, now) : rc;
}

int
case_set_urgent(struct store *store, const struct id *id, int64_t now)
{
	struct matter matter;
	struct query *q;
	int64_t due;
	int rc = alarm_raise(store, id, true, now);

	if (rc == 0)
		rc = case_load(store, id, &matter);
	if (rc != 0)
		return rc;
	/* Whatever was done with it: somebody looks now. */
	matter.urgent = true;
	matter.state = CASE_NEW;
	rc = deadline_of(store, &matter, matter_hour(now), &due);
	if (rc != 0)
		return rc;
	q = start_change(store, SQL_CASE_SET_URGENT, id, now);
	query_bind_int(q, due);
	return run_change(store, q, -ENOENT);
}

static bool
is_country(const char *iso)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t n = strspn(iso, letters);

	return iso[n] == '\0' && (n == 0 || n == 2);
}

int
case_set_destination(struct store *store, const struct id *id,
    const char *iso, int64_t now)
{
	struct query *q;

	if (!is_country(iso))
		return -EINVAL;
	q = start_change(store, SQL_CASE_SET_DESTINATION, id, now);
	query_bind_text(q, iso);
	return run_change(store, q, -ENOENT);
}

int
case_set_state(struct store *store, const struct id *id, enum case_state to,
    int64_t version, int64_t now)
{
	struct matter matter;
	struct query *q;
	int rc = case_load(store, id, &matter);

	if (rc != 0)
		return rc;
	if (matter.version != version)
		return -EEXIST;
	rc = matter.state == CASE_FINISHED ? joined_is(store, id) : 0;
	if (rc != 0 || !case_may(matter.state, to))
		return rc < 0 ? rc : -EPERM;
	q = start_change(store, SQL_CASE_SET_STATE, id, now);
	query_bind_text(q, case_state_name(to));
	query_bind_int(q, version);
	return run_change(store, q, -EEXIST);
}

int
cases_oldest_due(struct store *store, bool urgent, int64_t *out)
{
	struct query *q = query_start(store, SQL_CASES_OLDEST_DUE);

	query_bind_int(q, urgent);
	return query_number(q, out);
}
