#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/backup/pack.h"
#include "store/vault.h"

enum { NAME_LONGEST = 255 };

struct unpacking {
	struct vault_reader *vault;
	int dir;
	int rc;				/* of the vault */
};

static la_ssize_t
get(struct archive *archive, void *arg, const void **octets)
{
	struct unpacking *u = arg;
	ssize_t n = vault_read(u->vault, octets);

	if (n >= 0)
		return n;
	u->rc = (int)n;
	archive_set_error(archive, -u->rc, "%s", strerror(-u->rc));
	return -1;
}

/* No path, nothing hidden; else whatever people call a file beside the store,
   "Agencies 2026.csv" too: a backup of theirs must come back. */
static bool
is_name(const char *name)
{
	size_t n = name != NULL ? strlen(name) : 0;

	return n > 0 && n <= NAME_LONGEST && name[0] != '.' &&
	    strchr(name, '/') == NULL;
}

static int
write_at(int fd, const void *octets, size_t n, int64_t at)
{
	ssize_t did;

	while (n > 0) {
		did = pwrite(fd, octets, n, at);
		if (did < 0)
			return errno == ENOSPC || errno == EDQUOT ? -ENOSPC :
			    -EIO;
		octets = (const char *)octets + did;
		n -= (size_t)did;
		at += did;
	}
	return 0;
}

static int
fill(struct unpacking *u, struct archive *archive, int fd)
{
	const void *block;
	la_int64_t at;
	size_t n;
	int rc = 0, got;

	while ((got = archive_read_data_block(archive, &block, &n, &at)) ==
	    ARCHIVE_OK && rc == 0)
		rc = write_at(fd, block, n, at);
	if (rc == 0 && got != ARCHIVE_EOF)
		rc = u->rc != 0 ? u->rc : -EBADMSG;
	if (rc == 0 && fsync(fd) != 0)
		rc = -EIO;
	return rc;
}

static int
unpack_one(struct unpacking *u, struct archive *archive,
    struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);
	int fd, rc;

	if (!is_name(name) || archive_entry_filetype(entry) != AE_IFREG)
		return -EBADMSG;
	fd = openat(u->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == EEXIST ? -EEXIST : errno == ENOSPC ? -ENOSPC :
		    -EIO;
	rc = fill(u, archive, fd);
	close(fd);
	return rc;
}

/* To the mark of its end: tar stops reading before that. */
static int
drain(struct unpacking *u)
{
	const void *rest;
	ssize_t n;

	do
		n = vault_read(u->vault, &rest);
	while (n > 0);
	return (int)n;
}

static int
unpack_all(struct unpacking *u, struct archive *archive)
{
	struct archive_entry *entry;
	int rc = 0, got = ARCHIVE_OK;

	while (rc == 0 && (got = archive_read_next_header(archive, &entry)) ==
	    ARCHIVE_OK)
		rc = unpack_one(u, archive, entry);
	if (rc == 0 && got != ARCHIVE_EOF)
		rc = u->rc != 0 ? u->rc : -EBADMSG;
	if (rc == 0)
		rc = drain(u);
	if (rc == 0 && fsync(u->dir) != 0)
		rc = -EIO;
	return rc;
}

static int
read_archive(struct unpacking *u)
{
	struct archive *archive = archive_read_new();
	int rc;

	if (archive_read_support_format_tar(archive) == ARCHIVE_OK &&
	    archive_read_support_filter_gzip(archive) == ARCHIVE_OK &&
	    archive_read_open(archive, u, NULL, get, NULL) == ARCHIVE_OK)
		rc = unpack_all(u, archive);
	else
		rc = u->rc != 0 ? u->rc : -EBADMSG;
	archive_read_free(archive);
	return rc;
}

int
unpack_into(int fd, const struct secret *secret, const char *dir)
{
	struct unpacking u = { .dir = open(dir, O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC) };
	int rc;

	if (u.dir < 0)
		return -EIO;
	rc = vault_open(NULL, fd, secret, &u.vault);
	if (rc == 0)
		rc = read_archive(&u);
	talloc_free(u.vault);
	close(u.dir);
	return rc;
}
