#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/chain.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/lock.h"
#include "store/query.h"

static int
fail_errno(struct store *store, const char *path, int error)
{
	store_fail(store, 0, "%s: %s", path, strerror(error));
	switch (error) {
	case EEXIST: case EACCES: case ENOENT: case ENOSPC:
		return -error;
	case EPERM: case EROFS:
		return -EACCES;
	case ENOTDIR:
		return -ENOENT;
	default:
		return -EIO;
	}
}

static int
make_dir(struct store *store)
{
	if (mkdir(store->dir, 0700) == 0 || errno == EEXIST)
		return 0;
	return fail_errno(store, store->dir, errno);
}

/* Claim the name: of two who make a store at once, one makes it. */
static int
make_file(struct store *store, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail_errno(store, path, errno);
	close(fd);
	return 0;
}

static void
unmake_file(struct store *store, const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm" };

	TALLOC_FREE(store->engine);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		unlink(talloc_asprintf(store, "%s%s", path, ends[i]));
}

static int
keep_check(struct store *store, enum key key)
{
	struct query *q = query_start(store, SQL_KEY_CHECK_ADD);
	unsigned char value[KEY_CHECK];

	keys_check(store->keys, key, value);
	query_bind_text(q, key_name(key));
	query_bind_blob(q, value, sizeof(value));
	return query_run(q);
}

static int
keep_checks(struct store *store)
{
	int rc = store_begin(store);

	for (int i = 0; rc == 0 && i < KEYS; i++)
		rc = keep_check(store, (enum key)i);
	if (rc == 0)
		rc = chain_set_seal(store, 0, (struct link){ 0 });
	return rc == 0 ? store_commit(store) : rc;
}

static int
make_keys(struct store *store, char **why, TALLOC_CTX *ctx)
{
	int rc = keys_make(store->dir, why, ctx);

	if (rc != 0)
		return rc;
	rc = keys_load(store, store->dir, &store->keys, why);
	if (rc != 0)
		talloc_steal(ctx, *why);
	else
		rc = keep_checks(store);
	/* They open nothing yet, but keys are never deleted by a program. */
	if (rc != 0 && *why == NULL)
		*why = talloc_asprintf(ctx, "%s; remove %s/keys, which belong"
		    " to no store, and try again", store->why, store->dir);
	return rc;
}

static int
fill_file(struct store *store, const char *path, char **why, TALLOC_CTX *ctx)
{
	int rc = engine_open(store, path);

	if (rc == 0)
		rc = store_bring_up(store, 0);
	lock_give(store->lock);
	return rc == 0 ? make_keys(store, why, ctx) : rc;
}

int
store_make(const char *dir, char **why, TALLOC_CTX *ctx)
{
	struct store *store = store_new(ctx, dir, ROLE_CALLS);
	char *path = talloc_asprintf(store, "%s/%s", dir, store_file);
	int rc = make_dir(store);

	*why = NULL;
	if (rc == 0)
		rc = make_file(store, path);
	if (rc == 0) {
		rc = store_lock(store);
		if (rc == 0)
			rc = fill_file(store, path, why, ctx);
		if (rc != 0)
			unmake_file(store, path);
	}
	if (rc != 0)
		return store_give_up(store, rc, why, ctx);
	talloc_free(store);
	return 0;
}
