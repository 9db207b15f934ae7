#include "store/parcel.h"

#include <errno.h>

#include "store/query.h"
#include "store/seal.h"
#include "store/secret.h"

struct box { struct id id; int64_t to; unsigned char ek[SEAL_KEY_BOX]; };
struct boxes { size_t n; struct box *box; };

/* Few: what is offered and not answered. */
static int
load(struct store *store, int64_t centre, struct boxes *boxes)
{
	struct query *q = query_start(store, SQL_PARCEL_BOXES);
	struct box *box;
	int rc;

	query_bind_int(q, centre);
	while ((rc = query_next(q)) == 1) {
		boxes->box = talloc_realloc(boxes, boxes->box, struct box,
		    (unsigned)boxes->n + 1);
		box = &boxes->box[boxes->n++];
		query_copy(q, 0, &box->id, sizeof(box->id));
		box->to = query_int(q, 1);
		query_copy(q, 2, box->ek, SEAL_KEY_BOX);
	}
	return rc;
}

static int
save(struct store *store, const struct box *box)
{
	struct query *q = query_start(store, SQL_PARCEL_BOX_SET);

	query_bind_blob(q, &box->id, sizeof(box->id));
	query_bind_int(q, box->to);
	query_bind_blob(q, box->ek, SEAL_KEY_BOX);
	return query_run(q);
}

int
parcel_reseal(struct store *store, int64_t centre, const struct secret *old,
    const unsigned char pub[SEAL_PUBLIC])
{
	struct boxes *boxes = talloc_zero(NULL, struct boxes);
	int rc = load(store, centre, boxes);

	for (size_t i = 0; rc == 0 && i < boxes->n; i++) {
		rc = seal_key_again(old->octets, pub, boxes->box[i].ek);
		if (rc == 0)
			rc = save(store, &boxes->box[i]);
		/* Lost with the key before this one (remake.h): who leaves
		   does not wait for it; the other office takes it back. */
		else if (rc == -EBADMSG)
			rc = 0;
	}
	talloc_free(boxes);
	return rc;
}
