#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/file.h>
#include <talloc.h>
#include <unistd.h>

int
lock_open(const char *dir)
{
	char *path = talloc_asprintf(NULL, "%s/lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int rc = fd < 0 ? -errno : fd;

	talloc_free(path);
	if (rc == -EROFS || rc == -EPERM)
		return -EACCES;
	if (rc == -ENOTDIR)
		return -ENOENT;
	if (rc >= 0 || rc == -ENOENT || rc == -EACCES)
		return rc;
	return -EIO;
}

/*
 * Whoever waits for the lock holds the turn, a lock on the file's first octet;
 * whoever has let the lock go must have the turn before it asks again.  Where
 * there is no turn to be had the lock alone still keeps the store whole.
 */
static int
turn(int fd, short how)
{
	struct flock turn = { .l_type = how, .l_whence = SEEK_SET, .l_len = 1 };
	int rc;

	do
		rc = fcntl(fd, F_OFD_SETLKW, &turn);
	while (rc != 0 && errno == EINTR);
	return rc;
}

static int
lock(int fd, int how)
{
	int rc;

	do
		rc = flock(fd, how);
	while (rc != 0 && errno == EINTR);
	return rc;
}

/* What we cannot let go all others would wait for as long as we live. */
static void
must_be_gone(int rc)
{
	if (rc != 0)
		abort();
}

int
lock_take(int fd)
{
	bool in_turn = turn(fd, F_WRLCK) == 0;
	int rc = lock(fd, LOCK_EX);

	if (in_turn)
		must_be_gone(turn(fd, F_UNLCK));
	return rc == 0 ? 0 : -EIO;
}

void
lock_give(int fd)
{
	must_be_gone(lock(fd, LOCK_UN));
}
