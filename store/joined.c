#include "store/joined.h"

#include <errno.h>
#include <string.h>

#include "store/deadline.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/piece.h"
#include "store/referral.h"

enum { STEPS_MAX = 100 };	/* of joined to joined to joined */

/* A row of joined, with the columns that case_parted needs. */
struct row {
	struct joining joining;
	enum case_state state;
	int64_t owner, due_at;
	char waits_for[WAITS_FOR_MAX + 1];
};

static int
find_row(struct store *store, const struct id *id, struct row *out)
{
	struct query *q = query_start(store, SQL_JOINED_OF);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, &out->joining.into, sizeof(struct id));
		out->joining.undoes = query_int(q, 1) != 0;
		out->owner = query_int(q, 3);
		out->due_at = query_int(q, 4);
		query_copy_text(q, 5, out->waits_for, sizeof(out->waits_for));
		rc = case_state_find(query_text(q, 2), &out->state) == 0 ? 1 :
		    -EIO;
	}
	query_end(q);
	return rc;
}

int
joined_is(struct store *store, const struct id *id)
{
	struct row row;

	return find_row(store, id, &row);
}

int
joined_find(struct store *store, const struct id *id, struct joining *out)
{
	struct row row;
	int rc = find_row(store, id, &row);

	if (rc == 1)
		*out = row.joining;
	if (rc == 0)
		return -ENOENT;
	return rc == 1 ? 0 : rc;
}

/* ---- joining ---- */

/* Open, in her own centre's queue, and on no way to another. */
static int
check_joinable(struct store *store, const struct piece *piece,
    const struct matter *matter)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct referral referral;
	int rc = referral_find(store, ctx, &matter->id, &referral);

	talloc_free(ctx);
	if (rc != 0)
		return rc;
	return matter->state == CASE_FINISHED ||
	    matter->centre != login_member(piece->login)->centre ||
	    referral.state != REFERRAL_NONE ? -EPERM : 0;
}

static int
end_duplicate(struct store *store, const struct opened *own,
    const struct piece *piece)
{
	struct query *q = query_start(store, SQL_CASE_END_JOINED);
	int rc;

	query_bind_blob(q, &own->matter.id, sizeof(struct id));
	query_bind_int(q, matter_hour(piece->now));
	rc = query_run(q);
	return rc == 0 ? opened_edit(store, own, piece->login, "joined",
	    piece->now) : rc;
}

/* How it was is remembered, the versions as they are now. */
static int
write_row(struct store *store, const struct opened *own,
    const struct opened *into, const struct piece *piece)
{
	const struct matter *was = &own->matter;
	unsigned char box[SEAL_KEY_BOX];
	struct query *q;
	int rc = seal_key(into->pub, own->secret->octets, box);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_JOINED_ADD);
	query_bind_blob(q, &was->id, sizeof(was->id));
	query_bind_blob(q, &into->matter.id, sizeof(struct id));
	query_bind_blob(q, box, sizeof(box));
	query_bind_int(q, matter_hour(piece->now));
	query_bind_text(q, case_state_name(was->state));
	if (was->owner != 0)
		query_bind_int(q, was->owner);
	else
		query_bind_text(q, NULL);
	query_bind_int(q, was->due_at);
	query_bind_text(q, was->waits_for);
	return query_run(q);
}

struct wish { const char *into_ref, *outcome; };

static int
join_opened(struct store *store, const struct opened *own,
    const struct opened *into, const struct piece *piece,
    const struct wish *wish)
{
	int rc = check_joinable(store, piece, &own->matter);

	if (memcmp(&own->matter.id, &into->matter.id, sizeof(struct id)) == 0)
		return store_fail(store, -EINVAL,
		    "into: another case is needed");
	if (rc == 0)
		rc = check_joinable(store, piece, &into->matter);
	if (rc == 0)
		rc = case_add(store, &own->matter.id, "outcome",
		    wish->outcome, piece->now);
	if (rc == 0)
		rc = end_duplicate(store, own, piece);
	if (rc == 0)
		rc = piece_touch(store, into, piece, "joined");
	return rc == 0 ? write_row(store, own, into, piece) : rc;
}

static int
join(struct store *store, const struct opened *own, const struct piece *piece,
    void *arg)
{
	const struct wish *wish = arg;
	struct opened into = { .secret = secret_new(NULL) };
	int rc = opened_case(store, wish->into_ref, piece->login, "join",
	    piece->now, &into);

	if (rc == 0)
		rc = join_opened(store, own, &into, piece, wish);
	talloc_free(into.secret);
	return rc;
}

int
case_join(struct store *store, const char *ref, const struct login *login,
    const char *into_ref, const char *outcome, int64_t version, int64_t now,
    struct matter *out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "join", .version = version, .now = now };
	struct wish wish = { into_ref, outcome };

	return piece_do(store, &piece, join, &wish, out);
}

/* ---- parting ---- */

/* As it was, or (something was changed since) worked on. */
static int
restore(struct store *store, const struct opened *own,
    const struct piece *piece, const struct row *row)
{
	bool undoes = row->joining.undoes;
	struct matter worked = own->matter;
	struct query *q;
	int64_t due = 0;
	int rc;

	worked.state = CASE_WORKING;
	rc = deadline_of(store, &worked, matter_hour(piece->now), &due);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CASE_PARTED);
	query_bind_blob(q, &own->matter.id, sizeof(struct id));
	query_bind_int(q, matter_hour(piece->now));
	query_bind_text(q, case_state_name(undoes ? row->state :
	    CASE_WORKING));
	query_bind_int(q, undoes ? row->due_at : due);
	query_bind_text(q, undoes ? row->waits_for : "");
	query_bind_int(q, row->owner);
	rc = query_run(q);
	return rc == 0 ? opened_edit(store, own, piece->login, "parted",
	    piece->now) : rc;
}

static int
drop_row(struct store *store, const struct id *id)
{
	struct query *q = query_start(store, SQL_JOINED_DROP);

	query_bind_blob(q, id, sizeof(*id));
	return query_run(q);
}

static int
part(struct store *store, const struct opened *own, const struct piece *piece,
    void *arg)
{
	const struct wish *wish = arg;
	struct opened into = { 0 };
	struct row row;
	int rc = find_row(store, &own->matter.id, &row);

	if (rc != 1)
		return rc == 0 ? -EPERM : rc;
	if (!row.joining.undoes && wish->outcome[0] == '\0')
		return store_fail(store, -EINVAL, "reason: something was "
		    "changed since; say why they are parted");
	into.matter.id = row.joining.into;
	rc = drop_row(store, &own->matter.id);
	if (rc == 0 && wish->outcome[0] != '\0')
		rc = case_add(store, &own->matter.id, "reopened",
		    wish->outcome, piece->now);
	if (rc == 0)
		rc = restore(store, own, piece, &row);
	return rc == 0 ? piece_touch(store, &into, piece, "parted") : rc;
}

int
case_part(struct store *store, const char *ref, const struct login *login,
    const char *reason, int64_t version, int64_t now, struct matter *out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "part", .version = version, .now = now };
	struct wish wish = { NULL, reason };

	return piece_do(store, &piece, part, &wish, out);
}

/* ---- for the caller ---- */

int
case_shown(struct store *store, const struct matter *matter,
    struct matter *out)
{
	struct matter is = *matter;
	struct row row;
	int rc = 0;

	for (int i = 0; i < STEPS_MAX && is.state == CASE_FINISHED; i++) {
		rc = find_row(store, &is.id, &row);
		if (rc != 1)
			break;
		rc = case_load(store, &row.joining.into, &is);
		if (rc != 0)
			return rc;
	}
	if (rc == 0)
		*out = is;
	return rc;
}

static int
touch(struct store *store, const struct id *id, int64_t now)
{
	struct query *q = query_start(store, SQL_CASE_TOUCH);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, matter_hour(now));
	return query_run(q);
}

int
case_take_up(struct store *store, const struct id *id, int64_t now)
{
	struct matter matter, shown;
	int rc = case_load(store, id, &matter);

	if (rc == 0)
		rc = case_shown(store, &matter, &shown);
	if (rc != 0)
		return rc;
	return shown.state == CASE_FINISHED ?
	    case_set_state(store, &shown.id, CASE_WORKING, shown.version,
	    now) : touch(store, &shown.id, now);
}
