#include "store/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
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

/* The descriptor, or a negative errno. */
static int
open_checked(TALLOC_CTX *ctx, const char *path, char **why)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return fail(ctx, path, errno, why);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return fail(ctx, path, EIO, why);
	}
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		close(fd);
		*why = talloc_asprintf(ctx, "%s: others may read this key; "
		    "say: chmod 600 %s", path, path);
		return -EACCES;
	}
	return fd;
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
keyfile_read(TALLOC_CTX *ctx, const char *path,
    unsigned char key[KEYFILE_OCTETS], char **why)
{
	char text[DIGITS + 2];
	int fd = open_checked(ctx, path, why);
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
keyfile_check(TALLOC_CTX *ctx, const char *path, char **why)
{
	int fd = open_checked(ctx, path, why);

	if (fd < 0)
		return fd;
	close(fd);
	return 0;
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
write_new(const char *path, const char *text, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
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
keyfile_write(TALLOC_CTX *ctx, const char *path,
    const unsigned char key[KEYFILE_OCTETS], char **why)
{
	char text[DIGITS + 1];
	char *made = talloc_asprintf(ctx, "%s.new", path);
	int rc = 0;

	sodium_bin2hex(text, sizeof(text), key, KEYFILE_OCTETS);
	text[DIGITS] = '\n';
	if (write_new(made, text, sizeof(text)) != 0 ||
	    rename(made, path) != 0 || keyfile_sync_name(path) != 0) {
		rc = fail(ctx, path, errno, why);
		unlink(made);
	}
	sodium_memzero(text, sizeof(text));
	talloc_free(made);
	return rc;
}
