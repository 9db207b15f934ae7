#include "store/store.h"

#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/inside.h"
#include "store/keys.h"
#include "store/lock.h"
#include "store/log_check.h"
#include "store/query.h"

const char store_file[] = "helpline.db";

bool
id_is_zero(const struct id *id)
{
	return sodium_is_zero(id->octets, sizeof(id->octets));
}

int
store_fail(struct store *store, int rc, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(store->why, sizeof(store->why), format, args);
	va_end(args);
	return rc;
}

const char *
store_why(const struct store *store)
{
	return store->why;
}

static int
close_store(struct store *store)
{
	store_rollback(store);
	TALLOC_FREE(store->engine);
	if (store->lock >= 0)
		close(store->lock);
	return 0;
}

struct store *
store_new(TALLOC_CTX *ctx, const char *dir, enum store_role role)
{
	struct store *store = talloc_zero(ctx, struct store);

	store->dir = talloc_strdup(store, dir);
	store->role = role;
	store->lock = -1;
	talloc_set_destructor(store, close_store);
	return store;
}

int
store_give_up(struct store *store, int rc, char **why, TALLOC_CTX *ctx)
{
	if (*why == NULL)
		*why = talloc_strdup(ctx, store->why);
	talloc_free(store);
	return rc;
}

static int
migrate(struct store *store, int to)
{
	int version = 0;
	int rc = engine_do(store, "BEGIN IMMEDIATE");

	if (rc == 0)
		rc = engine_do(store, migrations[to - 1]);
	if (rc == 0)
		rc = engine_version(store, &version);
	if (rc == 0 && version != to)
		rc = store_fail(store, -EIO, "migration %d set version %d",
		    to, version);
	if (rc == 0)
		rc = engine_do(store, "COMMIT");
	return rc;
}

int
store_bring_up(struct store *store, int version)
{
	char why[sizeof(store->why)];
	int rc = 0;

	while (rc == 0 && version < SCHEMA_VERSION)
		rc = migrate(store, ++version);
	if (rc == 0)
		return engine_prepare(store);
	snprintf(why, sizeof(why), "%s", store->why);
	return store_fail(store, rc, "it cannot be brought up to version %d:"
	    " %s; if the disk has room it is damaged, restore the last backup",
	    version, why);
}

static int
compare_check(struct store *store, enum key key)
{
	unsigned char is[KEY_CHECK], want[KEY_CHECK];
	struct query *q = query_start(store, SQL_KEY_CHECK);
	int rc;

	query_bind_text(q, key_name(key));
	rc = query_next(q);
	if (rc < 0)
		return rc;
	if (rc == 0)
		return store_fail(store, -EKEYREJECTED, "the store knows no"
		    " %s key: was `init` interrupted?", key_name(key));
	query_copy(q, 0, want, sizeof(want));
	query_end(q);
	keys_check(store->keys, key, is);
	if (sodium_memcmp(is, want, sizeof(is)) == 0)
		return 0;
	return store_fail(store, -EKEYREJECTED, "the %s key in %s/keys is not"
	    " this store's: put back the keys/ that was made with it",
	    key_name(key), store->dir);
}

static int
load_keys(struct store *store, TALLOC_CTX *ctx, char **why)
{
	int rc = keys_load(store, store->dir, &store->keys, why);

	/* Without it nothing is sent, but callers are answered. */
	if (rc == 0 && store->role == ROLE_CALLS) {
		rc = keys_load_outbox(store->keys, why, ctx);
		if (rc == -ENOENT) {
			TALLOC_FREE(*why);
			rc = 0;
		}
	}
	if (rc != 0 && *why != NULL)
		talloc_steal(ctx, *why);
	for (int i = 0; rc == 0 && i < KEYS; i++)
		rc = compare_check(store, (enum key)i);
	return rc == -ENOENT || rc == -EINVAL ? -EKEYREJECTED : rc;
}

/* The desk's lists look at hundreds of cases that lie far apart, again and
   again; calls looks at a row here and there. */
static int
widen(struct store *store)
{
	return store->role == ROLE_DESK ?
	    engine_do(store, "PRAGMA cache_size = -32768") : 0;
}

static int
open_file(struct store *store)
{
	char *path = talloc_asprintf(store, "%s/%s", store->dir, store_file);
	int version = 0, rc;
	struct stat st;

	if (stat(path, &st) != 0)
		return store_fail(store, errno == EACCES ? -EACCES : -ENOENT,
		    "%s: %s; make a store with `helpline init`, or restore a"
		    " backup", path,
		    strerror(errno));
	rc = log_check(store, path);
	if (rc == 0)
		rc = engine_open(store, path);
	if (rc == 0)
		rc = widen(store);
	if (rc == 0)
		rc = engine_version(store, &version);
	if (rc == 0 && version == 0)
		return store_fail(store, -ENOENT, "%s holds no store: if it"
		    " held one it is damaged, restore the last backup; if"
		    " `init` was interrupted remove it and run that again",
		    path);
	if (rc == 0 && version > SCHEMA_VERSION)
		return store_fail(store, -EPROTO, "%s is of version %d, this"
		    " program knows %d: install the newer program", path,
		    version, SCHEMA_VERSION);
	return rc == 0 ? store_bring_up(store, version) : rc;
}

int
store_lock(struct store *store)
{
	int fd = lock_open(store->dir);

	if (sodium_init() < 0)
		return store_fail(store, -EIO, "libsodium does not start");
	if (fd < 0)
		return store_fail(store, fd, "%s/lock: %s", store->dir,
		    strerror(-fd));
	store->lock = fd;
	if (lock_take(fd) != 0)
		return store_fail(store, -EIO, "%s/lock cannot be taken",
		    store->dir);
	return 0;
}

int
store_open(TALLOC_CTX *ctx, const char *dir, enum store_role role,
    struct store **out, char **why)
{
	struct store *store = store_new(ctx, dir, role);
	int rc = store_lock(store);

	*why = NULL;
	if (rc == 0)
		rc = open_file(store);
	if (rc == 0 && role != ROLE_LOOK && role != ROLE_ROUNDS)
		rc = load_keys(store, ctx, why);
	if (rc == 0 && role == ROLE_LOOK)
		rc = engine_do(store, "PRAGMA query_only = ON");
	if (rc != 0)
		return store_give_up(store, rc, why, ctx);
	lock_give(store->lock);
	/* Who was here before may have fallen between erasing and that. */
	store->erased = role == ROLE_CALLS || role == ROLE_DESK;
	*out = store;
	return 0;
}
