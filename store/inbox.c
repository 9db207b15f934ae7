#include "store/inbox.h"

#include "store/query.h"

int
inbox_add(struct store *store, int64_t time, const char *id)
{
	struct query *q = query_start(store, SQL_INBOX_ADD);

	query_bind_int(q, time);
	query_bind_text(q, id);
	return query_run(q);
}
