#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <talloc.h>

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

int
lock_take(int fd)
{
	int rc;

	do
		rc = flock(fd, LOCK_EX);
	while (rc != 0 && errno == EINTR);
	return rc == 0 ? 0 : -EIO;
}

void
lock_give(int fd)
{
	flock(fd, LOCK_UN);
}
