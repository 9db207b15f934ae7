/*
 * planted.c - loaded before libc (LD_PRELOAD): what the kernel says of the
 * machine is what a test planted in the directory PLANTED.
 *
 * PLANTED/proc/... and PLANTED/sys/... stand for /proc and /sys where they are
 * there; PLANTED/space holds free octets and free inodes; PLANTED/clock holds 1
 * for a clock that somebody steers, 0 for one that nobody does; PLANTED/kind
 * holds the magic number of the filesystem.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

static void *
real(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

/* PLANTED/name; "" where nothing is planted. */
static const char *
planted(const char *name, char *path, size_t n)
{
	const char *dir = getenv("PLANTED");

	if (dir == NULL || snprintf(path, n, "%s/%s", dir, name) >= (int)n ||
	    access(path, R_OK) != 0)
		return "";
	return path;
}

/* How many of the numbers of a planted file were read. */
static int
numbers(const char *name, unsigned long *one, unsigned long *other)
{
	FILE *(*open_file)(const char *, const char *) = real("fopen");
	char path[4096];
	FILE *file = open_file(planted(name, path, sizeof(path)), "re");
	int n = 0;

	if (file == NULL)
		return 0;
	n = fscanf(file, "%lu %lu", one, other);
	fclose(file);
	return n;
}

FILE *
fopen(const char *path, const char *mode)
{
	FILE *(*open_file)(const char *, const char *) = real("fopen");
	char instead[4096];

	if (strncmp(path, "/proc/", 6) == 0 || strncmp(path, "/sys/", 5) == 0) {
		const char *p = planted(path + 1, instead, sizeof(instead));

		if (p[0] != '\0')
			path = p;
	}
	return open_file(path, mode);
}

int
statvfs(const char *restrict path, struct statvfs *restrict out)
{
	int (*ask)(const char *, struct statvfs *) = real("statvfs");
	unsigned long octets, inodes;
	int rc = ask(path, out);

	if (rc == 0 && numbers("space", &octets, &inodes) == 2) {
		out->f_bavail = octets / out->f_frsize;
		out->f_favail = inodes;
		out->f_files = inodes + 1;
	}
	return rc;
}

int
statfs(const char *path, struct statfs *out)
{
	int (*ask)(const char *, struct statfs *) = real("statfs");
	unsigned long kind, nothing;
	int rc = ask(path, out);

	if (rc == 0 && numbers("kind", &kind, &nothing) >= 1)
		out->f_type = (__fsword_t)kind;
	return rc;
}

int
adjtimex(struct timex *clock)
{
	int (*ask)(struct timex *) = real("adjtimex");
	unsigned long steered, nothing;
	int state = ask(clock);

	if (numbers("clock", &steered, &nothing) < 1)
		return state;
	clock->status = steered ? 0 : STA_UNSYNC;
	return steered ? TIME_OK : TIME_ERROR;
}
