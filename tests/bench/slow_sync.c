/*
 * slow_sync.c - loaded before libc (LD_PRELOAD) to stand for a slower disk:
 * counts every sync in the file SYNC_COUNT and adds SYNC_MS milliseconds.
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int fsync(int fd);
int fdatasync(int fd);

static _Atomic uint64_t *count;
static struct timespec more;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("SYNC_COUNT"), *text = getenv("SYNC_MS");
	long ms = text != NULL ? strtol(text, NULL, 10) : 0;
	int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *map;

	more = (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
	if (fd < 0)
		return;
	map = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	if (map != MAP_FAILED)
		count = map;
	close(fd);
}

static int
sync_by(long call, int fd)
{
	if (count != NULL)
		atomic_fetch_add(count, 1);
	if (more.tv_sec > 0 || more.tv_nsec > 0)
		nanosleep(&more, NULL);
	return (int)syscall(call, fd);
}

int
fsync(int fd)
{
	return sync_by(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return sync_by(SYS_fdatasync, fd);
}
