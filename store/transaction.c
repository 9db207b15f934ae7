#include "store/store.h"

#include <assert.h>
#include <errno.h>
#include <sys/stat.h>

#include "store/inside.h"
#include "store/lock.h"
#include "store/query.h"

/* Octets of a store that are looked at in 0.2 to 0.3 s: callers shall not wait
   longer after each fall. */
enum { INDICES_MAX = 1 << 23, PAGES_MAX = 1 << 26 };

static int
refuse(struct store *store)
{
	if (store->broken)
		return -EIO;
	if (store->role == ROLE_LOOK)
		return store_fail(store, -EACCES, "the store was opened to"
		    " look only");
	return 0;
}

static int
begin(struct store *store)
{
	int rc = lock_take(store->lock);

	if (rc != 0)
		return store_fail(store, rc, "%s/lock cannot be taken",
		    store->dir);
	rc = engine_begin(store);
	if (rc != 0)
		lock_give(store->lock);
	return rc;
}

int
store_begin(struct store *store)
{
	int rc = refuse(store);

	assert(!store->writing);
	if (rc == 0)
		rc = begin(store);
	store->writing = rc == 0;
	return rc;
}

static void
finish(struct store *store)
{
	store->writing = store->marked = false;
	lock_give(store->lock);
}

int
store_commit(struct store *store)
{
	int rc = 0;

	assert(store->writing);
	/* The engine rolls back by itself after some failures; what came
	   after such a one must not look done. */
	if (store->broken || !engine_in_transaction(store))
		rc = -EIO;
	if (rc == 0)
		rc = query_run(query_start(store, SQL_COMMIT));
	if (rc == 0)
		finish(store);
	else
		store_rollback(store);
	return rc == 0 ? 0 : -EIO;
}

void
store_rollback(struct store *store)
{
	if (!store->writing)
		return;
	if (engine_in_transaction(store)) {
		int rc = engine_do(store, "ROLLBACK");

		/* Nothing of a transaction that cannot even be undone was
		   committed, and the store is marked broken by now. */
		(void)rc;
	}
	finish(store);
}

int
store_mark(struct store *store)
{
	int rc = 0;

	assert(store->writing);
	if (store->marked)
		rc = query_run(query_start(store, SQL_MARK_REMOVE));
	if (rc == 0)
		rc = query_run(query_start(store, SQL_MARK));
	store->marked = rc == 0;
	return rc;
}

int
store_back_to_mark(struct store *store)
{
	assert(store->writing && store->marked);
	return query_run(query_start(store, SQL_MARK_RETURN));
}

unsigned
store_log_pages(const struct store *store)
{
	return engine_log_pages(store);
}

static int
checkpoint(struct store *store, bool whole)
{
	int rc = refuse(store);

	assert(!store->writing);
	if (rc != 0)
		return rc;
	rc = lock_take(store->lock);
	if (rc != 0)
		return rc;
	rc = engine_checkpoint(store, whole);
	lock_give(store->lock);
	return rc;
}

int
store_checkpoint(struct store *store)
{
	return checkpoint(store, false);
}

int
store_truncate(struct store *store)
{
	int rc = checkpoint(store, true);

	if (rc == 0)
		store->erased = false;
	return rc;
}

bool
store_erased(const struct store *store)
{
	return store->erased;
}

int
store_verify(struct store *store)
{
	return store->broken ? -EIO : engine_verify(store, VERIFY_ROWS);
}

static int64_t
size_of(struct store *store)
{
	char *path = talloc_asprintf(store, "%s/%s", store->dir, store_file);
	struct stat st;
	int64_t size = stat(path, &st) == 0 ? st.st_size : 0;

	talloc_free(path);
	return size;
}

int
store_verify_start(struct store *store)
{
	int64_t size = size_of(store);

	if (store->broken)
		return -EIO;
	if (size > PAGES_MAX)
		return 0;
	return engine_verify(store, size > INDICES_MAX ? VERIFY_PAGES :
	    VERIFY_INDICES);
}

bool
store_is_broken(const struct store *store)
{
	return store->broken;
}

int
store_probe(struct store *store)
{
	int rc = store_begin(store);

	if (rc == 0)
		rc = query_run(query_start(store, SQL_PROBE));
	if (rc == 0)
		rc = store_commit(store);
	store_rollback(store);
	return rc == 0 ? 0 : -EIO;
}
