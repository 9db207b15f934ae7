#include "store/facet.h"

#include "store/finish.h"
#include "store/matter.h"
#include "store/opened.h"
#include "store/query.h"

int
facets_of(struct store *store, const struct id *id, struct facets *out)
{
	struct query *q = query_start(store, SQL_FACETS_OF);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	if (rc >= 0)
		*out = (struct facets){ 0 };
	if (rc == 1) {
		query_copy_text(q, 0, out->sex, sizeof(out->sex));
		query_copy_text(q, 1, out->age, sizeof(out->age));
		query_copy_text(q, 2, out->province, sizeof(out->province));
		query_copy_text(q, 3, out->regular, sizeof(out->regular));
	}
	query_end(q);
	return rc < 0 ? rc : 0;
}

int
facets_add(struct store *store, const struct id *id,
    const struct facets *facets)
{
	struct query *q = query_start(store, SQL_FACETS_SET);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_text(q, facets->sex);
	query_bind_text(q, facets->age);
	query_bind_text(q, facets->province);
	query_bind_text(q, facets->regular);
	return query_run(q);
}

static int
change(struct store *store, const char *ref, const struct login *login,
    const struct facets *facets, int64_t now, struct opened *opened)
{
	struct query *q;
	int rc = opened_case(store, ref, login, "facets", now, opened);

	if (rc == 0)
		rc = facets_add(store, &opened->matter.id, facets);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CASE_TOUCH);
	query_bind_blob(q, &opened->matter.id, sizeof(opened->matter.id));
	query_bind_int(q, matter_hour(now));
	rc = query_run(q);
	return rc == 0 ? opened_edit(store, opened, login, "facets", now) : rc;
}

int
facets_set(struct store *store, const char *ref, const struct login *login,
    const struct facets *facets, int64_t now)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = store_begin(store);

	if (rc == 0)
		rc = store_finish(store, change(store, ref, login, facets, now,
		    &opened));
	talloc_free(opened.secret);
	return rc;
}
