#include "store/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIGITS = 2 * KEYFILE_OCTETS };

static int
fail(TALLOC_CTX *ctx, const char *path, int error, char **why)
{
	*why = talloc_asprintf(ctx, "%s: %s", path, strerror(error));
	switch (error) {
	case ENOENT:
	case EACCES:
		return -error;
	case EPERM:
	case EROFS:
		return -EACCES;
	case ENOSPC:
	case EDQUOT:
		return -ENOSPC;
	default:
		return -EIO;
	}
}

/* The directory a path stands in; false when it cannot be looked at. */
static bool
stat_parent(const char *path, struct stat *st)
{
	char *copy = talloc_strdup(NULL, path);
	bool good = stat(dirname(copy), st) == 0;

	talloc_free(copy);
	return good;
}

/* What nobody but the owner may have. */
static mode_t
forbidden(enum keyfile_kind kind, const struct stat *parent)
{
	if (kind == KEYFILE_LENT)
		return S_IWGRP | S_IXGRP | S_IRWXO;
	if (kind == KEYFILE_PUBLIC && (parent->st_mode & S_ISGID) != 0)
		return S_IWGRP | S_IXGRP | S_IRWXO;
	return S_IRWXG | S_IRWXO;
}

static int
judge(TALLOC_CTX *ctx, const char *path, const struct stat *st,
    enum keyfile_kind kind, char **why)
{
	struct stat parent;

	if (!S_ISREG(st->st_mode) || !stat_parent(path, &parent))
		return fail(ctx, path, EIO, why);
	if ((st->st_mode & forbidden(kind, &parent)) != 0) {
		*why = talloc_asprintf(ctx, "%s: others may read this key; "
		    "say: chmod 600 %s", path, path);
		return -EACCES;
	}
	if (st->st_uid != 0 && st->st_uid != geteuid() &&
	    st->st_uid != parent.st_uid) {
		*why = talloc_asprintf(ctx, "%s: this key belongs to somebody "
		    "else (user %u); give it to who owns its directory: chown "
		    "%u %s", path, (unsigned)st->st_uid,
		    (unsigned)parent.st_uid, path);
		return -EACCES;
	}
	return 0;
}

/* The descriptor, or a negative errno. */
static int
open_checked(TALLOC_CTX *ctx, const char *path, enum keyfile_kind kind,
    char **why)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	int rc;

	if (fd < 0)
		return fail(ctx, path, errno, why);
	rc = fstat(fd, &st) == 0 ? judge(ctx, path, &st, kind, why) :
	    fail(ctx, path, EIO, why);
	if (rc == 0)
		return fd;
	close(fd);
	return rc;
}

/* What is in fd, at most max octets; -1 it cannot be read. */
static ssize_t
read_all(int fd, char *out, size_t max)
{
	size_t n = 0;
	ssize_t got;

	while (n < max && (got = read(fd, out + n, max - n)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		n += (size_t)got;
	}
	return (ssize_t)n;
}

static int
read_key(const char *text, size_t n, unsigned char key[KEYFILE_OCTETS])
{
	unsigned char octets[KEYFILE_OCTETS];
	size_t read = 0;
	int rc = -EINVAL;

	if ((n == DIGITS || (n == DIGITS + 1 && text[DIGITS] == '\n')) &&
	    sodium_hex2bin(octets, sizeof(octets), text, DIGITS, NULL, &read,
	    NULL) == 0 && read == sizeof(octets)) {
		memcpy(key, octets, sizeof(octets));
		rc = 0;
	}
	sodium_memzero(octets, sizeof(octets));
	return rc;
}

int
keyfile_read(TALLOC_CTX *ctx, const char *path, enum keyfile_kind kind,
    unsigned char key[KEYFILE_OCTETS], char **why)
{
	char text[DIGITS + 2];
	int fd = open_checked(ctx, path, kind, why);
	ssize_t n;
	int rc;

	if (fd < 0)
		return fd;
	n = read_all(fd, text, sizeof(text));
	if (n < 0) {
		rc = fail(ctx, path, errno, why);
	} else if ((rc = read_key(text, (size_t)n, key)) != 0) {
		*why = talloc_asprintf(ctx, "%s: not a key of %d hex digits; "
		    "restore it from where the keys are kept", path, DIGITS);
	}
	close(fd);
	sodium_memzero(text, sizeof(text));
	return rc;
}

int
keyfile_check(TALLOC_CTX *ctx, const char *path, enum keyfile_kind kind,
    char **why)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return fail(ctx, path, errno, why);
	return judge(ctx, path, &st, kind, why);
}

int
keyfile_check_dir(TALLOC_CTX *ctx, const char *path, char **why)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return fail(ctx, path, errno, why);
	if ((st.st_mode & (S_IWGRP | S_IRWXO)) == 0)
		return 0;
	*why = talloc_asprintf(ctx, "%s: others may put keys there or look at "
	    "them; say: chmod g-w,o= %s", path, path);
	return -EACCES;
}

/* A name is durable when its directory is. */
int
keyfile_sync_name(const char *path)
{
	char *copy = talloc_strdup(NULL, path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 || fsync(fd) != 0 ? -EIO : 0;

	if (fd >= 0)
		close(fd);
	talloc_free(copy);
	return rc;
}

static int
write_new(const char *path, mode_t mode, const char *text, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW |
	    O_CLOEXEC, mode);
	ssize_t put;
	int rc;

	if (fd < 0)
		return -1;
	put = write(fd, text, n);
	if (put >= 0 && (size_t)put < n)
		errno = ENOSPC;
	rc = put >= 0 && (size_t)put == n ? fsync(fd) : -1;
	if (close(fd) != 0)
		rc = -1;
	return rc;
}

int
keyfile_write(TALLOC_CTX *ctx, const char *path, enum keyfile_kind kind,
    const unsigned char key[KEYFILE_OCTETS], char **why)
{
	char text[DIGITS + 1];
	char *made = talloc_asprintf(ctx, "%s.new", path);
	struct stat parent;
	mode_t mode = kind == KEYFILE_PUBLIC && stat_parent(path, &parent) &&
	    (parent.st_mode & S_ISGID) != 0 ? 0640 : 0600;
	int rc = 0;

	sodium_bin2hex(text, sizeof(text), key, KEYFILE_OCTETS);
	text[DIGITS] = '\n';
	if (write_new(made, mode, text, sizeof(text)) != 0 ||
	    rename(made, path) != 0 || keyfile_sync_name(path) != 0) {
		rc = fail(ctx, path, errno, why);
		unlink(made);
	}
	sodium_memzero(text, sizeof(text));
	talloc_free(made);
	return rc;
}
