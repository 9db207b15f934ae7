#include "gateway/licences/import/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "gateway/licences/import/table.h"
#include "menus/document.h"

static int
fail(struct faults *faults, const char *path, int error)
{
	faults_add(faults, path, 0, "%s", strerror(error));
	return error == ENOENT ? -ENOENT : -EIO;
}

/* One octet more than may be read, so that too much is seen. */
static int
read_all(int fd, char *octets, size_t *n)
{
	ssize_t got = 1;

	for (*n = 0; *n <= FILE_MAX && got != 0;) {
		got = read(fd, octets + *n, FILE_MAX + 1 - *n);
		if (got < 0 && errno != EINTR)
			return -errno;
		*n += got > 0 ? (size_t)got : 0;
		got = got < 0 ? 1 : got;
	}
	return 0;
}

static int
load(int fd, TALLOC_CTX *ctx, const char *path,
    const struct reading_options *options, struct faults *faults,
    struct list **out)
{
	char *octets = talloc_size(NULL, FILE_MAX + 1);
	size_t n = 0;
	int rc = read_all(fd, octets, &n);

	if (rc != 0)
		rc = fail(faults, path, -rc);
	else
		rc = reading_parse(ctx, path, octets, n, options, faults,
		    out);
	if (rc != 0)
		talloc_free(octets);
	else
		talloc_steal(*out, octets);
	return rc;
}

int
reading_load(TALLOC_CTX *ctx, const char *path,
    const struct reading_options *options, struct faults *faults,
    struct list **out)
{
	int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) :
	    open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int rc;

	if (fd < 0)
		return fail(faults, path, errno);
	rc = load(fd, ctx, path, options, faults, out);
	close(fd);
	return rc;
}
