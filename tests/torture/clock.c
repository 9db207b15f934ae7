/*
 * clock.c - loaded before libc (LD_PRELOAD): the wall clock is as many
 * seconds ahead of the true one as the file CLOCK_AHEAD says, which holds two
 * int64_t and may change at any time; the second says for how long the machine
 * slept (CLOCK_BOOTTIME).  CLOCK_MONOTONIC stays as it is.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *ahead;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("CLOCK_AHEAD");
	int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *map;

	if (fd < 0)
		return;
	map = mmap(NULL, 2 * sizeof(*ahead), PROT_READ, MAP_SHARED, fd, 0);
	if (map != MAP_FAILED)
		ahead = map;
	close(fd);
}

int
clock_gettime(clockid_t clock, struct timespec *out)
{
	int rc = (int)syscall(SYS_clock_gettime, clock, out);

	if (rc == 0 && ahead != NULL &&
	    (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		out->tv_sec += ahead[0];
	else if (rc == 0 && ahead != NULL && clock == CLOCK_BOOTTIME)
		out->tv_sec += ahead[1];
	return rc;
}

int
gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &now) != 0)
		return -1;
	*out = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
	return 0;
}

time_t
time(time_t *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (out != NULL)
		*out = now.tv_sec;
	return now.tv_sec;
}
