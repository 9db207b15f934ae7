#include "store/draft.h"

#include <errno.h>

#include "store/query.h"
#include "store/seal.h"
#include "store/secret.h"

struct row {
	int64_t staff;
	const char *form;
	unsigned char box[SEAL_KEY_BOX];
};
struct rows { size_t n; struct row *row; };

static int
collect(struct store *store, int64_t centre, struct rows *rows)
{
	struct query *q = query_start(store, SQL_OWN_DRAFTS_OF_CENTRE);
	struct row *row;
	int rc;

	query_bind_int(q, centre);
	while ((rc = query_next(q)) == 1) {
		rows->row = talloc_realloc(rows, rows->row, struct row,
		    (unsigned)(rows->n + 1));
		row = &rows->row[rows->n++];
		row->staff = query_int(q, 0);
		row->form = talloc_strdup(rows, query_text(q, 1));
		query_copy(q, 2, row->box, SEAL_KEY_BOX);
	}
	query_end(q);
	return rc;
}

static int
drop(struct store *store, const struct row *row)
{
	struct query *q = query_start(store, SQL_OWN_DRAFT_DROP);

	query_bind_int(q, row->staff);
	query_bind_text(q, row->form);
	return query_run(q);
}

/* One that does not open is lost anyway, and must not stand in the way. */
static int
reseal(struct store *store, struct row *row, const struct secret *old,
    const unsigned char *fresh_pub)
{
	struct query *q;
	int rc = seal_key_again(old->octets, fresh_pub, row->box);

	if (rc != 0)
		return rc == -EBADMSG ? drop(store, row) : rc;
	q = query_start(store, SQL_OWN_DRAFT_RESEAL);
	query_bind_int(q, row->staff);
	query_bind_text(q, row->form);
	query_bind_blob(q, row->box, sizeof(row->box));
	return query_run(q);
}

int
own_drafts_reseal(struct store *store, int64_t centre,
    const struct secret *old, const unsigned char *fresh_pub)
{
	struct rows *rows = talloc_zero(NULL, struct rows);
	int rc = collect(store, centre, rows);

	for (size_t i = 0; rc == 0 && i < rows->n; i++)
		rc = old == NULL ? drop(store, &rows->row[i]) :
		    reseal(store, &rows->row[i], old, fresh_pub);
	talloc_free(rows);
	return rc;
}
