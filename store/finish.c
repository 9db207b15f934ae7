#include "store/finish.h"

#include <errno.h>

#include "store/cases.h"

int
store_finish(struct store *store, int rc)
{
	if (rc == 0)
		return store_commit(store);
	store_rollback(store);
	return rc;
}

int
store_finish_case(struct store *store, int rc, const struct id *id,
    struct matter *out)
{
	bool shown = out != NULL && (rc == 0 || rc == -EEXIST);
	struct matter is;
	int seen = shown ? case_load(store, id, &is) : 0;

	rc = store_finish(store, seen != 0 ? seen : rc);
	if (shown && (rc == 0 || rc == -EEXIST))
		*out = is;
	return rc;
}
