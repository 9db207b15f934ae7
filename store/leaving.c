#include "store/leaving.h"

#include <errno.h>

#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/rekey.h"
#include "store/work.h"

static int
check_cases(struct store *store, int64_t member)
{
	int64_t n = 0;
	int rc = cases_owned(store, member, &n);

	return rc != 0 || n == 0 ? rc : store_fail(store, -EPERM,
	    "she still has %lld open case%s: give them on first",
	    (long long)n, n == 1 ? "" : "s");
}

static int
leave(struct store *store, const struct member_row *row, const char *name,
    const struct secret *key, const char *by, int64_t now)
{
	int rc = check_cases(store, row->id);

	if (rc == 0 && role_holds_key(row->role) && key == NULL)
		rc = store_fail(store, -EINVAL, "the centre's key is needed: "
		    "it is changed");
	return rc == 0 ? member_depart(store, name, by, now) : rc;
}

int
staff_leave(struct store *store, const char *name, const struct secret *key,
    const char *by, int64_t now, struct secret *fresh, bool *rekeyed)
{
	struct member_row row = { 0 };
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = member_find(store, name, &row);
	if (rc == 0)
		rc = leave(store, &row, name, key, by, now);
	if (rc == 0 && role_holds_key(row.role))
		rc = rekey_start(store, row.centre, key, by, now, fresh);
	rc = store_finish(store, rc);
	if (rc == 0)
		*rekeyed = role_holds_key(row.role);
	return rc;
}
