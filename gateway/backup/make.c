#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "gateway/backup/backup.h"
#include "gateway/backup/pack.h"
#include "gateway/backup/places.h"
#include "gateway/known.h"
#include "store/keyfile.h"

const char manifest_name[] = "manifest.json", store_name[] = "helpline.db";

/* What an operator may have put beside the store; kannel.conf too. */
static const char *const kept_endings[] = { ".yaml", ".csv", ".conf", NULL };

struct making {
	const struct settings *settings;
	struct store *store;
	int64_t now;
	unsigned char pub[VAULT_PUBLIC];
	char *dir;			/* of the backups */
	char *copy;			/* of the store: a directory in it */
	char *part;			/* the file until it is whole */
	const char *packing;		/* what just goes into it */
	int held;			/* dir, locked, or -1 */
	char **why;
};

static int
fail(struct making *m, int rc, const char *what)
{
	*m->why = talloc_asprintf(talloc_parent(m), "%s: %s", what,
	    strerror(-rc));
	return rc;
}

static int
fail_store(struct making *m, int rc, const struct store *store)
{
	*m->why = talloc_strdup(talloc_parent(m), store_why(store));
	return rc;
}

/* Of an interrupted run, or of this one. */
static void
clean_up(const struct making *m)
{
	backup_discard(m->copy);
	unlink(m->part);
}

/* The copy and the packed copy lie there at once. */
static int
check_space(struct making *m)
{
	char *path = settings_path(m, m->settings, store_name);
	struct statvfs fs;
	struct stat st;

	if (stat(path, &st) != 0 || statvfs(m->dir, &fs) != 0)
		return fail(m, -errno, m->dir);
	if ((double)fs.f_bavail * (double)fs.f_frsize > 2.0 * (double)st.st_size)
		return 0;
	*m->why = talloc_asprintf(talloc_parent(m), "%s has no room for a "
	    "backup: twice the store's %" PRId64 " MiB is needed", m->dir,
	    (int64_t)(st.st_size >> 20));
	return -ENOSPC;
}

/* One at a time: the copy and the part are of one name, and whoever began
   would give its name to what another has written half of. */
static int
hold(struct making *m)
{
	int fd = open(m->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return fail(m, -errno, m->dir);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		m->held = fd;
		return 0;
	}
	close(fd);
	*m->why = talloc_asprintf(talloc_parent(m), "%s: another backup is "
	    "just being made; see helpline backup %s list", m->dir,
	    m->settings->dir);
	return -EAGAIN;
}

/* Root's copy is of who owns the backups, as rounds does: what is left of one
   that was cut short must not stand in the way of the next. */
static void
give_copy(const struct making *m)
{
	int fd = open(m->copy, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(m->held, &st) == 0 && st.st_uid != geteuid())
		(void)!fchown(fd, st.st_uid, st.st_gid);
	close(fd);
}

static int
prepare(struct making *m)
{
	int rc;

	if (mkdir(m->dir, 0700) != 0 && errno != EEXIST)
		return fail(m, -errno, m->dir);
	rc = hold(m);
	if (rc != 0)
		return rc;
	clean_up(m);
	if (mkdir(m->copy, 0700) != 0)
		return fail(m, -errno, m->copy);
	give_copy(m);
	return check_space(m);
}

/* A store that is damaged makes no backup: the older ones are better. */
static int
verify_copy(struct making *m)
{
	struct store *copy;
	int rc = store_open(m, m->copy, ROLE_ROUNDS, &copy, m->why);

	if (rc != 0)
		return rc;
	rc = store_verify(copy);
	if (rc == 0)
		rc = store_checkpoint(copy);
	if (rc != 0)
		rc = fail_store(m, rc, copy);
	talloc_free(copy);
	return rc;
}

/* The store too: copying mends its indexes, and a copy of what is damaged may
   be sound and short. */
static int
copy_store(struct making *m)
{
	int rc = store_verify(m->store);

	if (rc == 0)
		rc = store_copy(m->store, talloc_asprintf(m, "%s/%s", m->copy,
		    store_name));
	return rc == 0 ? verify_copy(m) : fail_store(m, rc, m->store);
}

static bool
is_kept(const char *name)
{
	size_t n = strlen(name), ending;

	for (size_t i = 0; kept_endings[i] != NULL; i++) {
		ending = strlen(kept_endings[i]);
		if (n > ending && name[0] != '.' &&
		    strcmp(name + n - ending, kept_endings[i]) == 0)
			return true;
	}
	return false;
}

/* Every file of a directory that passes.  One that cannot be read to its end
   would make a backup that opens and is short. */
static int
pack_files(struct pack *pack, const char *path, bool (*passes)(const char *),
    const char **packing)
{
	const struct dirent *entry;
	DIR *dir = opendir(path);
	int rc = 0;

	if (dir == NULL)
		return -errno;
	for (errno = 0; rc == 0 && (entry = readdir(dir)) != NULL; errno = 0)
		if (entry->d_name[0] != '.' && passes(entry->d_name)) {
			*packing = talloc_asprintf(talloc_parent(pack),
			    "%s/%s", path, entry->d_name);
			rc = pack_file(pack, entry->d_name, *packing);
		}
	if (rc == 0)
		rc = -errno;
	closedir(dir);
	return rc;
}

static int
pack_manifest(struct making *m, struct pack *pack)
{
	char *whole = realpath(m->settings->dir, NULL);
	json_t *manifest = json_pack("{s:i, s:I, s:s, s:i, s:s}", "version", 1,
	    "made_at", (json_int_t)m->now, "program", known_shipped,
	    "schema", store_schema(), "dir", whole != NULL ? whole :
	    m->settings->dir);
	char *text = json_dumps(manifest, JSON_INDENT(1));
	int rc = pack_octets(pack, manifest_name, text, strlen(text));

	json_decref(manifest);
	free(text);
	free(whole);
	return rc;
}

static int
fill(struct making *m, struct pack *pack)
{
	int rc = pack_manifest(m, pack);

	if (rc == 0)
		rc = pack_file(pack, store_name, talloc_asprintf(m, "%s/%s",
		    m->copy, store_name));
	if (rc == 0)
		rc = pack_files(pack, m->settings->dir, is_kept,
		    &m->packing);
	return rc;
}

/* A link or a directory with the name of a file, or one that is not ours to
   read: it is named, or nobody would find it. */
static bool
is_its_fault(const struct making *m, int rc)
{
	return m->packing != NULL && (rc == -EINVAL || rc == -ELOOP ||
	    rc == -EACCES);
}

static int
write_part(struct making *m)
{
	int fd = open(m->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct pack *pack;
	int rc;

	if (fd < 0)
		return fail(m, -errno, m->part);
	rc = pack_create(m, fd, m->pub, &pack);
	if (rc == 0) {
		rc = fill(m, pack);
		if (rc == 0)
			rc = pack_close(pack);
		else
			talloc_free(pack);
	}
	close(fd);
	return rc == 0 ? 0 : fail(m, rc, is_its_fault(m, rc) ? m->packing :
	    m->part);
}

/* The name appears when the whole is durable. */
static int
give_name(struct making *m, char **path)
{
	char *to = place_of(talloc_parent(m), m->dir, m->now);

	if (rename(m->part, to) != 0 || keyfile_sync_name(to) != 0)
		return fail(m, -EIO, to);
	*path = to;
	return 0;
}

int
backup_make(TALLOC_CTX *ctx, const struct settings *settings,
    struct store *store, int64_t now, char **path, char **why)
{
	struct making *m = talloc_zero(ctx, struct making);
	int rc;

	m->settings = settings;
	m->store = store;
	m->now = now;
	m->why = why;
	m->held = -1;
	m->dir = place_backups(m, settings);
	m->copy = talloc_asprintf(m, "%s/copy", m->dir);
	m->part = talloc_asprintf(m, "%s/part", m->dir);
	rc = backup_key(ctx, settings, m->pub, why);
	if (rc == 0)
		rc = prepare(m);
	if (rc == 0)
		rc = copy_store(m);
	if (rc == 0)
		rc = write_part(m);
	if (rc == 0)
		rc = give_name(m, path);
	if (m->held >= 0) {
		clean_up(m);
		close(m->held);
	}
	talloc_free(m);
	return rc;
}

static bool
is_any(const char *)
{
	return true;
}

static int
pack_keys_into(TALLOC_CTX *ctx, const struct settings *settings, int fd,
    const unsigned char pub[VAULT_PUBLIC])
{
	struct pack *pack;
	const char *packing;
	int rc = pack_create(ctx, fd, pub, &pack);

	if (rc != 0)
		return rc;
	rc = pack_files(pack, settings_path(pack, settings, "keys"), is_any,
	    &packing);
	if (rc == 0)
		return pack_close(pack);
	talloc_free(pack);
	return rc;
}

static int
pack_keys(TALLOC_CTX *ctx, const struct settings *settings, const char *path,
    const unsigned char pub[VAULT_PUBLIC])
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int rc = fd < 0 ? -errno : pack_keys_into(ctx, settings, fd, pub);

	if (fd >= 0)
		close(fd);
	return rc;
}

/* As a backup, it gets its name when it is whole; what an interrupted run left
   beside it goes. */
int
backup_keys(TALLOC_CTX *ctx, const struct settings *settings,
    const char *path, char **why)
{
	char *part = talloc_asprintf(ctx, "%s.part", path);
	unsigned char pub[VAULT_PUBLIC];
	struct stat st;
	int rc = backup_key(ctx, settings, pub, why);

	if (rc != 0)
		return rc;
	rc = lstat(path, &st) == 0 ? -EEXIST : 0;
	if (rc == 0) {
		unlink(part);
		rc = pack_keys(ctx, settings, part, pub);
		if (rc == 0)
			rc = rename(part, path) == 0 ? 0 : -errno;
		if (rc != 0)
			unlink(part);
	}
	if (rc == 0)
		rc = keyfile_sync_name(path);
	if (rc != 0)
		*why = talloc_asprintf(ctx, "%s: %s", path, strerror(-rc));
	return rc;
}
