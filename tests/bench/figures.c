#include "tests/bench/figures.h"

#include <inttypes.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

void
sleep_until_ns(uint64_t until)
{
	struct timespec ts = { (time_t)(until / 1000000000),
		(long)(until % 1000000000) };

	if (until > now_ns())
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

int
instructions_open(pid_t pid)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_INSTRUCTIONS,
		.inherit = 1,
	};

	return (int)syscall(SYS_perf_event_open, &attr, pid, -1, -1, 0);
}

static uint64_t
cpu_ns(pid_t pid)
{
	char path[64];
	uint64_t ns = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	if (fscanf(file, "%" SCNu64, &ns) != 1)
		ns = 0;
	fclose(file);
	return ns;
}

struct usage
usage_read(pid_t pid, int instructions, const uint64_t *syncs)
{
	struct usage usage = { .cpu_ns = cpu_ns(pid),
		.syncs = *(volatile const uint64_t *)syncs };

	if (instructions >= 0 && read(instructions, &usage.instructions,
	    sizeof(usage.instructions)) != sizeof(usage.instructions))
		usage.instructions = 0;
	return usage;
}

struct usage
usage_since(struct usage now, struct usage then)
{
	return (struct usage){ now.cpu_ns - then.cpu_ns,
		now.instructions - then.instructions,
		now.syncs - then.syncs };
}

double
resident_mb(pid_t pid)
{
	char path[64], line[128];
	long kb = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	while (fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "VmHWM: %ld", &kb) == 1)
			break;
	fclose(file);
	return (double)kb / 1024;
}

static int
compare(const void *one, const void *two)
{
	const uint64_t *a = one, *b = two;

	return *a < *b ? -1 : *a > *b;
}

void
figures_times(struct figures *f, uint64_t *times, size_t n)
{
	if (n == 0)
		return;
	qsort(times, n, sizeof(*times), compare);
	f->p50_us = (double)times[n / 2] / 1000;
	f->p99_us = (double)times[n * 99 / 100] / 1000;
	f->p999_us = (double)times[n * 999 / 1000] / 1000;
	f->longest_us = (double)times[n - 1] / 1000;
}

void
figures_waits(struct figures *f, uint64_t *times, size_t n)
{
	struct figures sorted = {0};

	figures_times(&sorted, times, n);
	f->waits = n;
	f->wait_p50_us = sorted.p50_us;
	f->wait_p99_us = sorted.p99_us;
	f->wait_max_us = sorted.longest_us;
}
