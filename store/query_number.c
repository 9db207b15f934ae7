#include "store/query.h"

int
query_number(struct query *q, int64_t *out)
{
	int rc = query_next(q);

	if (rc < 0)
		return rc;
	*out = rc == 1 ? query_int(q, 0) : 0;
	query_end(q);
	return 0;
}
