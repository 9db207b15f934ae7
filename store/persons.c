#include "store/persons.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/inside.h"
#include "store/link_key.h"
#include "store/matter.h"
#include "store/person.h"
#include "store/piece.h"

static struct piece
piece_of(const char *ref, const struct login *login, int64_t version,
    int64_t now)
{
	return (struct piece){ .ref = ref, .login = login, .action = "people",
	    .what = "people", .version = version, .now = now };
}

static bool
stands_in(const struct persons *persons, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(persons->person[i].key, key) == 0)
			return true;
	return false;
}

struct adding { struct persons *persons; bool twice; };

/* Who is new gets a place after the last. */
static int
choose_places(struct store *store, const struct adding *adding,
    const struct persons *there)
{
	int64_t last = there->n > 0 ? there->person[there->n - 1].n : 0;
	size_t room = PERSONS_MAX - there->n;

	for (size_t i = 0; i < adding->persons->n; i++) {
		struct person *p = &adding->persons->person[i];

		p->n = 0;
		if (!adding->twice &&
		    (stands_in(there, there->n, p->key) ||
		    stands_in(adding->persons, i, p->key)))
			continue;
		if (room-- == 0)
			return store_fail(store, -EINVAL, "names: a case has "
			    "at most %d people", PERSONS_MAX);
		p->n = ++last;
		randombytes_buf(&p->who, sizeof(p->who));
	}
	return 0;
}

static int
insert_new(struct store *store, const struct opened *opened,
    const struct piece *piece, const struct secret *link,
    const struct persons *persons)
{
	int64_t centre = login_member(piece->login)->centre;
	bool any = false;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < persons->n; i++)
		if (persons->person[i].n != 0) {
			rc = person_insert(store, opened, link, centre,
			    &persons->person[i]);
			any = true;
		}
	return rc == 0 && !any ? NOTHING_DONE : rc;
}

static int
add(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct adding *adding = arg;
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct persons *there;
	struct secret *link;
	int rc = persons_open(store, ctx, opened, &there);

	if (rc == 0)
		rc = choose_places(store, adding, there);
	if (rc == 0)
		rc = link_key_open(store, ctx, piece->login, &link);
	if (rc == 0)
		rc = insert_new(store, opened, piece, link, adding->persons);
	talloc_free(ctx);
	return rc;
}

int
persons_add(struct store *store, const char *ref, const struct login *login,
    struct persons *persons, bool twice, int64_t version, int64_t now,
    struct matter *out)
{
	const struct piece piece = piece_of(ref, login, version, now);
	struct adding adding = { persons, twice };

	return piece_do(store, &piece, add, &adding, out);
}

struct request { TALLOC_CTX *ctx; struct persons **out; };

static int
give(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct request *request = arg;
	int rc = persons_open(store, request->ctx, opened, request->out);

	(void)piece;
	return rc == 0 ? NOTHING_DONE : rc;
}

int
persons_read(struct store *store, TALLOC_CTX *ctx, const char *ref,
    const struct login *login, const char *action, int64_t now,
    struct persons **persons, struct matter *out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = action, .version = ANY_VERSION, .now = now };
	struct request request = { ctx, persons };

	return piece_do(store, &piece, give, &request, out);
}

static int
set(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct secret *link;
	int rc = link_key_open(store, ctx, piece->login, &link);

	if (rc == 0)
		rc = person_update(store, opened, link,
		    login_member(piece->login)->centre, arg);
	talloc_free(ctx);
	return rc;
}

int
person_set(struct store *store, const char *ref, const struct login *login,
    const struct person *person, int64_t version, int64_t now,
    struct matter *out)
{
	const struct piece piece = piece_of(ref, login, version, now);
	struct person wish = *person;

	return piece_do(store, &piece, set, &wish, out);
}

static struct query *
start_on(struct store *store, enum statement which, const struct id *id,
    int64_t n)
{
	struct query *q = query_start(store, which);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, n);
	return q;
}

static int
drop(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const int64_t *n = arg;
	int rc = query_run(start_on(store, SQL_PERSON_DROP,
	    &opened->matter.id, *n));

	(void)piece;
	return rc == 0 && query_changed(store) == 0 ? -ENOENT : rc;
}

int
person_remove(struct store *store, const char *ref, const struct login *login,
    int64_t n, int64_t version, int64_t now, struct matter *out)
{
	const struct piece piece = piece_of(ref, login, version, now);

	return piece_do(store, &piece, drop, &n, out);
}

/* ---- one person in several cases ---- */

static int
find_who(struct store *store, const struct id *id, int64_t n, struct id *out)
{
	struct query *q = start_on(store, SQL_PERSON_WHO, id, n);
	int rc = query_next(q);

	if (rc == 1)
		query_copy(q, 0, out, sizeof(*out));
	query_end(q);
	if (rc == 0)
		return -ENOENT;
	return rc == 1 ? 0 : rc;
}

struct sameness { int64_t n, other_n; const char *other_ref; };

/* Two of one case never become one: the index of persons refuses it. */
static int
unite(struct store *store, const struct id *who, const struct id *other)
{
	struct query *q;
	int rc;

	if (memcmp(who, other, sizeof(*who)) == 0)
		return NOTHING_DONE;
	q = query_start(store, SQL_PERSON_BECOMES);
	query_bind_blob(q, who, sizeof(*who));
	query_bind_blob(q, other, sizeof(*other));
	rc = query_run(q);
	return rc == -EEXIST ? store_fail(store, -EINVAL, "n: they stand in "
	    "one case as two people") : rc;
}

static int
make_one(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct sameness *same = arg;
	struct opened other = { .secret = secret_new(NULL) };
	struct id who, other_who;
	int rc = opened_case(store, same->other_ref, piece->login, "person",
	    piece->now, &other);

	talloc_free(other.secret);
	if (rc == 0 && memcmp(&other.matter.id, &opened->matter.id,
	    sizeof(struct id)) == 0)
		rc = store_fail(store, -EINVAL,
		    "ref: another case is needed");
	if (rc == 0)
		rc = find_who(store, &opened->matter.id, same->n, &who);
	if (rc == 0)
		rc = find_who(store, &other.matter.id, same->other_n,
		    &other_who);
	return rc == 0 ? unite(store, &who, &other_who) : rc;
}

int
person_is(struct store *store, const char *ref, const struct login *login,
    int64_t n, const char *other_ref, int64_t other_n, int64_t version,
    int64_t now, struct matter *out)
{
	const struct piece piece = piece_of(ref, login, version, now);
	struct sameness same = { n, other_n, other_ref };

	return piece_do(store, &piece, make_one, &same, out);
}

static int
part(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const int64_t *n = arg;
	struct query *q = start_on(store, SQL_PERSON_PARTS,
	    &opened->matter.id, *n);
	struct id who;
	int rc;

	(void)piece;
	randombytes_buf(&who, sizeof(who));
	query_bind_blob(q, &who, sizeof(who));
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -ENOENT : rc;
}

int
person_is_alone(struct store *store, const char *ref,
    const struct login *login, int64_t n, int64_t version, int64_t now,
    struct matter *out)
{
	const struct piece piece = piece_of(ref, login, version, now);

	return piece_do(store, &piece, part, &n, out);
}
