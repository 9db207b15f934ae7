#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
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
static void
turn(int fd, short how)
{
	struct flock turn = { .l_type = how, .l_whence = SEEK_SET, .l_len = 1 };
	int rc;

	do
		rc = fcntl(fd, F_OFD_SETLKW, &turn);
	while (rc != 0 && errno == EINTR);
}

int
lock_take(int fd)
{
	int rc;

	turn(fd, F_WRLCK);
	do
		rc = flock(fd, LOCK_EX);
	while (rc != 0 && errno == EINTR);
	turn(fd, F_UNLCK);
	return rc == 0 ? 0 : -EIO;
}

void
lock_give(int fd)
{
	flock(fd, LOCK_UN);
}
