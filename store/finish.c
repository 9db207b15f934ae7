#include "store/finish.h"

int
store_finish(struct store *store, int rc)
{
	if (rc == 0)
		return store_commit(store);
	store_rollback(store);
	return rc;
}
