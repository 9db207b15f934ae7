#include "store/parcel.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/centre.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/ref.h"

/* A parcel while it is made. */
struct packing {
	struct store *store;
	struct parcel *parcel;
	unsigned char sec[SEAL_SECRET];
	int64_t n, now;
};

static int
insert_item(struct packing *p, const char *kind, const char *text,
    int64_t at)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct seal_place place = { p->parcel->id, ++p->n, kind };
	struct sealed sealed;
	struct query *q;
	int rc = seal_item(ctx, p->parcel->pub, &place, text, strlen(text),
	    &sealed);

	if (rc == 0) {
		q = query_start(p->store, SQL_PARCEL_ITEM_ADD);
		query_bind_blob(q, &place.case_id, sizeof(place.case_id));
		query_bind_int(q, place.n);
		query_bind_text(q, kind);
		query_bind_blob(q, sealed.nonce, sizeof(sealed.nonce));
		query_bind_blob(q, sealed.ct, sealed.ct_n);
		query_bind_blob(q, sealed.key, sizeof(sealed.key));
		query_bind_int(q, at);
		rc = query_run(q);
	}
	talloc_free(ctx);
	return rc;
}

static bool
is_chosen(const struct parcel_wish *wish, int64_t n)
{
	for (size_t i = 0; i < wish->items_n; i++)
		if (wish->item[i] == n)
			return true;
	return false;
}

static bool
is_there(const struct reading *reading, int64_t n)
{
	for (size_t i = 0; i < reading->n; i++)
		if (reading->entry[i].n == n)
			return true;
	return false;
}

/* In the order she said them; why they are sent comes last. */
static int
copy_items(struct packing *p, const struct parcel_wish *wish)
{
	const struct reading *all = wish->reading;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < wish->items_n; i++)
		if (!is_there(all, wish->item[i]))
			rc = store_fail(p->store, -EINVAL, "items: one of "
			    "them is not in the case");
	for (size_t i = 0; rc == 0 && i < all->n; i++)
		if (is_chosen(wish, all->entry[i].n))
			rc = insert_item(p, all->entry[i].kind,
			    all->entry[i].text, all->entry[i].at);
	return rc != 0 ? rc : insert_item(p, "referral", wish->text,
	    matter_hour(wish->now));
}

static int
seal_for(struct packing *p, int64_t centre, unsigned char box[SEAL_KEY_BOX])
{
	unsigned char pub[KEY_OCTETS];
	int rc = centre_public(p->store, centre, pub);

	return rc == 0 ? seal_key(pub, p->sec, box) : rc;
}

static int
insert(struct packing *p)
{
	const struct parcel *parcel = p->parcel;
	unsigned char to[SEAL_KEY_BOX], from[SEAL_KEY_BOX];
	struct query *q;
	int rc = seal_for(p, parcel->to, to);

	if (rc == 0)
		rc = seal_for(p, parcel->from, from);
	if (rc != 0)
		return rc;
	q = query_start(p->store, SQL_PARCEL_ADD);
	query_bind_blob(q, &parcel->id, sizeof(parcel->id));
	query_bind_text(q, parcel->ref);
	query_bind_blob(q, &parcel->case_id, sizeof(parcel->case_id));
	query_bind_int(q, parcel->to);
	query_bind_int(q, parcel->from);
	query_bind_blob(q, parcel->pub, sizeof(parcel->pub));
	query_bind_blob(q, to, sizeof(to));
	query_bind_blob(q, from, sizeof(from));
	return query_run(q);
}

int
parcel_make(struct store *store, const struct matter *of,
    const struct parcel_wish *wish, struct parcel *out)
{
	struct parcel parcel = { .case_id = of->id, .to = wish->to,
	    .from = wish->from };
	struct packing p = { .store = store, .parcel = &parcel };
	int rc = ref_choose(store, parcel.ref);

	if (rc != 0)
		return rc;
	randombytes_buf(&parcel.id, sizeof(parcel.id));
	seal_pair(parcel.pub, p.sec);
	rc = insert(&p);
	if (rc == 0)
		rc = copy_items(&p, wish);
	sodium_memzero(p.sec, sizeof(p.sec));
	if (rc == 0)
		*out = parcel;
	return rc;
}

static int
read_row(struct query *q, struct parcel *out)
{
	int rc = query_next(q);

	if (rc == 1) {
		query_copy(q, 0, &out->id, sizeof(out->id));
		query_copy(q, 1, &out->case_id, sizeof(out->case_id));
		query_copy_text(q, 2, out->ref, sizeof(out->ref));
		out->to = query_int(q, 3);
		out->from = query_int(q, 4);
		query_copy(q, 5, out->pub, sizeof(out->pub));
	}
	query_end(q);
	if (rc == 0)
		return -ENOENT;
	return rc < 0 ? rc : 0;
}

int
parcel_find(struct store *store, const char *ref, struct parcel *out)
{
	struct query *q = query_start(store, SQL_PARCEL_BY_REF);

	query_bind_text(q, ref);
	return read_row(q, out);
}

int
parcel_of_case(struct store *store, const struct id *id, struct parcel *out)
{
	struct query *q = query_start(store, SQL_PARCEL_BY_CASE);

	query_bind_blob(q, id, sizeof(*id));
	return read_row(q, out);
}

static int
find_box(struct store *store, const struct parcel *parcel, int64_t centre,
    unsigned char box[SEAL_KEY_BOX])
{
	struct query *q = query_start(store, SQL_PARCEL_KEY);
	int rc;

	query_bind_blob(q, &parcel->id, sizeof(parcel->id));
	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1)
		query_copy(q, 0, box, SEAL_KEY_BOX);
	query_end(q);
	if (rc == 0)
		return -ENOENT;
	return rc < 0 ? rc : 0;
}

/* Who has it, what it waits for and when it is due stay where it is. */
static struct matter
as_offered(const struct parcel *parcel, const struct matter *of)
{
	struct matter matter = {
		.id = parcel->id, .centre = parcel->to, .state = CASE_NEW,
		.urgent = of->urgent, .channel = of->channel,
		.language = of->language, .opened_at = of->opened_at,
		.changed_at = of->opened_at,
	};

	memcpy(matter.ref, parcel->ref, sizeof(matter.ref));
	memcpy(matter.category, of->category, sizeof(matter.category));
	memcpy(matter.destination, of->destination,
	    sizeof(matter.destination));
	return matter;
}

int
parcel_open(struct store *store, const struct parcel *parcel,
    const struct login *login, struct opened *out)
{
	unsigned char box[SEAL_KEY_BOX];
	struct matter of;
	int rc = opened_member(store, login);

	if (rc == 0)
		rc = find_box(store, parcel, login_member(login)->centre,
		    box);
	if (rc == 0)
		rc = case_load(store, &parcel->case_id, &of);
	if (rc != 0)
		return rc;
	out->matter = as_offered(parcel, &of);
	memcpy(out->pub, parcel->pub, sizeof(out->pub));
	return login_open_case(login, box, out->secret);
}

static int
run(struct store *store, enum statement which, const struct parcel *parcel)
{
	struct query *q = query_start(store, which);

	query_bind_blob(q, &parcel->id, sizeof(parcel->id));
	return query_run(q);
}

int
parcel_drop(struct store *store, const struct parcel *parcel)
{
	return run(store, SQL_PARCEL_DELETE, parcel);
}

int
parcel_accept(struct store *store, const struct parcel *parcel,
    int64_t owner, int64_t due_at, int64_t now)
{
	struct query *q = query_start(store, SQL_PARCEL_BECOMES_CASE);
	int rc;

	query_bind_blob(q, &parcel->id, sizeof(parcel->id));
	query_bind_int(q, matter_hour(now));
	query_bind_int(q, owner);
	query_bind_int(q, due_at);
	rc = query_run(q);
	if (rc == 0)
		rc = run(store, SQL_PARCEL_ITEMS_MOVE, parcel);
	if (rc == 0)
		rc = run(store, SQL_PARCEL_READERS, parcel);
	return rc == 0 ? parcel_drop(store, parcel) : rc;
}
