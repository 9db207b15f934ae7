#include "store/canned.h"

#include <errno.h>
#include <string.h>

#include "store/centre.h"
#include "store/day.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/piece.h"
#include "store/query.h"

/* Told apart by what she is to do: call, come, wait, keep. */
const struct canned_kind canned_kinds[] = {
	{ "call", false },
	{ "news", false },
	{ "one_more", false },
	{ "write_more", false },
	{ "not_reached", false },
	{ "come", true },
	{ "papers", true },
	{ "meeting", true },
	{ "we_call", true },
	{ "ready", true },
	{ "wait_them", false },
	{ "wait_office", false },
	{ "longer", false },
	{ "other_centre", false },
	{ "keep_papers", false },
	{ "not_ours", false },
	{ 0 }
};

const struct canned_kind *
canned_find(const char *code)
{
	for (const struct canned_kind *k = canned_kinds; k->code != NULL; k++)
		if (strcmp(k->code, code) == 0)
			return k;
	return NULL;
}

static int
check_day(struct store *store, const struct canned_kind *kind, int64_t day,
    int64_t now)
{
	int64_t today = day_at(now);

	if (!kind->day)
		return day == DAY_NONE ? 0 : store_fail(store, -EINVAL,
		    "day: this sentence names none");
	if (day >= today && day <= today + CANNED_DAYS_MAX)
		return 0;
	return store_fail(store, -EINVAL, "day: one from today to %d days "
	    "ahead is needed", CANNED_DAYS_MAX);
}

static int
check_centre(struct store *store, int64_t id)
{
	struct centres *centres;
	int rc = id != 0 ? centres_load(store, NULL, &centres) : 0;

	if (rc != 0 || id == 0)
		return rc;
	if (centre_by_id(centres, id) == NULL)
		rc = store_fail(store, -EINVAL, "centre: there is none of "
		    "this number");
	talloc_free(centres);
	return rc;
}

static int
check(struct store *store, const struct canned *new, int64_t now)
{
	const struct canned_kind *kind = canned_find(new->code);
	int rc;

	if (kind == NULL)
		return store_fail(store, -EINVAL, "code: there is no such "
		    "sentence");
	rc = check_day(store, kind, new->day, now);
	return rc == 0 ? check_centre(store, new->centre) : rc;
}

static int
insert(struct store *store, const struct id *id, const struct canned *new,
    const struct login *login, int64_t now)
{
	struct query *q = query_start(store, SQL_CANNED_ADD);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_text(q, new->code);
	query_bind_int(q, new->day);
	query_bind_int(q, new->centre);
	query_bind_text(q, login_member(login)->name);
	query_bind_int(q, matter_hour(now));
	return query_run(q);
}

static int
put(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct canned *new = arg;
	int rc;

	if (!opened->matter.filed)
		return store_fail(store, -EPERM, "she has no 4 digits for this "
		    "case, so she could not read it");
	rc = check(store, new, piece->now);
	return rc == 0 ? insert(store, &opened->matter.id, new, piece->login,
	    piece->now) : rc;
}

int
canned_put(struct store *store, const char *ref, const struct login *login,
    const struct canned *new, int64_t version, int64_t now,
    struct matter *out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "answer", .what = "answer", .version = version,
	    .now = now };
	struct canned wish = *new;

	return piece_do(store, &piece, put, &wish, out);
}

static int
take_back(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct id *id = &opened->matter.id;
	struct query *q = query_start(store, SQL_CANNED_TAKE_BACK);
	int rc;

	(void)piece, (void)arg;
	query_bind_blob(q, id, sizeof(*id));
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -ENOENT : rc;
}

int
canned_take_back(struct store *store, const char *ref,
    const struct login *login, int64_t now)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "answer_back", .what = "answer_back",
	    .version = ANY_VERSION, .now = now };

	return piece_do(store, &piece, take_back, NULL, NULL);
}

static struct canned
read_row(struct query *q)
{
	struct canned canned = {
		.n = query_int(q, 0), .day = query_int(q, 2),
		.centre = query_int(q, 3), .at = query_int(q, 4),
		.read_on = query_int(q, 5), .taken_back = query_int(q, 6) != 0,
	};

	query_copy_text(q, 1, canned.code, sizeof(canned.code));
	return canned;
}

int
canned_of(struct store *store, TALLOC_CTX *ctx, const struct id *id,
    struct canneds **out)
{
	struct canneds *all = talloc_zero(ctx, struct canneds);
	struct query *q = query_start(store, SQL_CANNED_OF);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	while ((rc = query_next(q)) == 1) {
		all->canned = talloc_realloc(all, all->canned, struct canned,
		    (unsigned)(all->n + 1));
		all->canned[all->n] = read_row(q);
		all->canned[all->n++].by = talloc_strdup(all,
		    query_text(q, 7));
	}
	if (rc != 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

int
canned_standing(struct store *store, const struct id *id, struct canned *out)
{
	struct query *q = query_start(store, SQL_CANNED_LAST);
	struct canned last = { 0 };
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	if (rc == 1)
		last = read_row(q);
	query_end(q);
	if (rc < 0)
		return rc;
	if (rc == 0 || last.taken_back)
		return -ENOENT;
	*out = last;
	return 0;
}

int
canned_read(struct store *store, const struct id *id, int64_t n, int64_t day,
    int64_t now)
{
	struct query *q = query_start(store, SQL_CANNED_READ);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, n);
	query_bind_int(q, day);
	rc = query_run(q);
	return rc == 0 && query_changed(store) > 0 ?
	    matter_touch(store, id, now) : rc;
}
