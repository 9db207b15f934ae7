#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/backup/backup.h"
#include "gateway/backup/pack.h"
#include "gateway/backup/places.h"
#include "store/canary.h"
#include "store/secret.h"

enum { OPEN_AT_ONCE = 8 };

static int
remove_one(const char *path, const struct stat *, int, struct FTW *)
{
	return remove(path);
}

void
backup_discard(const char *dir)
{
	(void)nftw(dir, remove_one, OPEN_AT_ONCE, FTW_DEPTH | FTW_PHYS);
}

static const char *
words_of(int rc)
{
	switch (rc) {
	case -EINVAL:
		return "this is no backup of helpline, or of a newer program";
	case -EACCES:
		return "it is sealed to another key than the one typed";
	case -EBADMSG:
		return "it was changed or cut off since it was made; take "
		    "another";
	case -ENOSPC:
		return "there is no room to unpack it";
	default:
		return strerror(-rc);
	}
}

static int
unpack(TALLOC_CTX *ctx, const char *path, const struct secret *secret,
    const char *dir, char **why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc = fd < 0 ? -errno : unpack_into(fd, secret, dir);

	if (fd < 0)
		*why = talloc_asprintf(ctx, "%s: %s", path, strerror(-rc));
	else if (rc != 0)
		*why = talloc_asprintf(ctx, "%s: %s", path, words_of(rc));
	if (fd >= 0)
		close(fd);
	return rc;
}

static int
unpack_keys(TALLOC_CTX *ctx, const char *path, const struct secret *secret,
    const char *dir, char **why)
{
	char *keys = talloc_asprintf(ctx, "%s/keys", dir);

	if (path == NULL)
		return 0;
	if (mkdir(keys, 0700) != 0) {
		*why = talloc_asprintf(ctx, "%s: %s", keys, strerror(errno));
		return -EIO;
	}
	return unpack(ctx, path, secret, keys, why);
}

static int
read_manifest(TALLOC_CTX *ctx, const char *dir, struct restored *out,
    char **why)
{
	const char *path = talloc_asprintf(ctx, "%s/%s", dir, manifest_name);
	json_t *manifest = json_load_file(path, 0, NULL);
	json_int_t made_at;
	const char *was;
	int rc = json_unpack(manifest, "{s:I, s:i, s:s}", "made_at", &made_at,
	    "schema", &out->schema, "dir", &was) == 0 && was[0] != '\0' ? 0 :
	    -EBADMSG;

	if (rc == 0) {
		out->made_at = made_at;
		out->dir = talloc_strdup(ctx, was);
	} else {
		*why = talloc_strdup(ctx, "what was unpacked is no backup of a "
		    "data directory; one of keys goes with --keys");
	}
	json_decref(manifest);
	unlink(path);
	return rc;
}

static int
check(TALLOC_CTX *ctx, const char *dir, char **why)
{
	struct store *store;
	int rc = store_open(ctx, dir, ROLE_ROUNDS, &store, why);

	if (rc != 0)
		return rc;
	rc = store_verify(store);
	if (rc != 0)
		*why = talloc_strdup(ctx, store_why(store));
	talloc_free(store);
	return rc;
}

int
backup_rehearse(TALLOC_CTX *ctx, const char *dir, const struct secret *secret,
    char **why)
{
	struct store *store;
	int rc = store_open(ctx, dir, ROLE_ROUNDS, &store, why);

	if (rc != 0)
		return rc;
	rc = canary_open(store, secret);
	if (rc != 0)
		*why = talloc_strdup(ctx, "the store opens, but not what was "
		    "sealed in it for this rehearsal: a key was made while "
		    "this backup was; make another backup");
	talloc_free(store);
	return rc;
}

int
backup_restore(TALLOC_CTX *ctx, const char *path, const char *keys,
    const struct secret *secret, const char *dir, struct restored *out,
    char **why)
{
	int rc = unpack(ctx, path, secret, dir, why);

	if (rc == 0)
		rc = read_manifest(ctx, dir, out, why);
	if (rc == 0)
		rc = unpack_keys(ctx, keys, secret, dir, why);
	if (rc == 0)
		rc = check(ctx, dir, why);
	return rc;
}
