#include "store/contact.h"

#include <errno.h>

#include "store/finish.h"
#include "store/query.h"

static int
insert(struct store *store, struct contact *c)
{
	struct query *q = query_start(store, SQL_CONTACT_ADD);
	int rc;

	query_bind_int(q, c->centre);
	query_bind_int(q, c->day);
	query_bind_int(q, c->staff);
	query_bind_text(q, c->kind);
	query_bind_text(q, c->channel);
	query_bind_text(q, c->sex);
	query_bind_text(q, c->age);
	query_bind_text(q, c->province);
	query_bind_text(q, c->destination);
	query_bind_text(q, c->stage);
	query_bind_text(q, c->sector);
	query_bind_int(q, c->heads);
	query_bind_text(q, c->regular);
	rc = query_run(q);
	if (rc == 0)
		c->id = query_inserted(store);
	return rc;
}

int
contact_add(struct store *store, struct contact *contact)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, insert(store, contact));
}

static int
take_back(struct store *store, int64_t id, int64_t staff, int64_t day)
{
	struct query *q = query_start(store, SQL_CONTACT_DELETE);
	int rc;

	query_bind_int(q, id);
	query_bind_int(q, staff);
	query_bind_int(q, day);
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -ENOENT : rc;
}

int
contact_take_back(struct store *store, int64_t id, int64_t staff, int64_t day)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, take_back(store, id, staff,
	    day));
}

static struct contact
read_row(struct query *q, int64_t centre)
{
	return (struct contact){
		.id = query_int(q, 0), .centre = centre,
		.day = query_int(q, 1), .staff = query_int(q, 2),
		.kind = query_text(q, 3), .channel = query_text(q, 4),
		.sex = query_text(q, 5), .age = query_text(q, 6),
		.province = query_text(q, 7),
		.destination = query_text(q, 8), .stage = query_text(q, 9),
		.sector = query_text(q, 10), .heads = query_int(q, 11),
		.regular = query_text(q, 12),
	};
}

int
contacts_each(struct store *store, int64_t centre, int64_t from,
    int64_t until, void (*each)(void *, const struct contact *), void *arg)
{
	struct query *q = query_start(store, SQL_CONTACTS_BETWEEN);
	struct contact contact;
	int rc;

	query_bind_int(q, centre);
	query_bind_int(q, from);
	query_bind_int(q, until);
	while ((rc = query_next(q)) == 1) {
		contact = read_row(q, centre);
		each(arg, &contact);
	}
	return rc;
}
