#include "store/member.h"

#include <errno.h>

#include "store/query.h"

int
member_find(struct store *store, const char *name, struct member_row *out)
{
	struct query *q = query_start(store, SQL_STAFF_BY_NAME);
	int rc;

	query_bind_text(q, name);
	rc = query_next(q);
	if (rc != 1)
		return rc < 0 ? rc : -ENOENT;
	out->id = query_int(q, 0);
	out->centre = query_int(q, 1);
	out->state = (enum member_state)query_int(q, 2);
	query_copy(q, 3, out->salt, sizeof(out->salt));
	query_copy(q, 4, out->verifier, sizeof(out->verifier));
	query_copy(q, 5, out->wrapped, sizeof(out->wrapped));
	query_copy(q, 6, out->pub, sizeof(out->pub));
	out->changed_at = query_int(q, 7);
	query_end(q);
	return 0;
}
