#include "gateway/instance.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <talloc.h>
#include <unistd.h>

#include "gateway/log.h"

int
instance_take(const char *dir, const char *name, int *fd)
{
	char *path = talloc_asprintf(NULL, "%s/%s.lock", dir, name);
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	talloc_free(path);
	if (lock < 0)
		return -EIO;
	if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
		int error = errno;

		close(lock);
		return error == EWOULDBLOCK ? -EEXIST : -EIO;
	}
	/* For the one who wants to send it a signal. */
	if (ftruncate(lock, 0) == 0)
		dprintf(lock, "%ld\n", (long)getpid());
	*fd = lock;
	return 0;
}

int
instance_hold(const char *dir, const char *name)
{
	int lock, error = instance_take(dir, name, &lock);

	if (error == 0)
		return lock;
	if (error == -EEXIST)
		log_line(LOG_ERR, "another helpline %s runs on %s", name, dir);
	else
		log_line(LOG_ERR, "%s/%s.lock cannot be written", dir, name);
	return -1;
}
