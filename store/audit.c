#include "store/audit.h"

#include <errno.h>
#include <sodium.h>

#include "store/inside.h"
#include "store/query.h"

int
audit_add(struct store *store, const char *actor, const char *action,
    const char *object, int64_t now)
{
	struct query *q = query_start(store, SQL_AUDIT_INSERT);

	query_bind_int(q, now);
	query_bind_text(q, actor);
	query_bind_text(q, action);
	query_bind_text(q, object);
	if (query_run(q) != 0)
		return store_fail(store, -EIO, "the audit row was refused");
	return 0;
}

int
audit_add_case(struct store *store, const char *actor, const char *action,
    const struct id *id, int64_t now)
{
	char hex[2 * ID_OCTETS + 1];

	sodium_bin2hex(hex, sizeof(hex), id->octets, ID_OCTETS);
	return audit_add(store, actor, action, hex, now);
}
