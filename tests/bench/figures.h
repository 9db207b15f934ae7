/*
 * figures.h - what a case measures of the process `calls`, and of its answers.
 */
#ifndef TESTS_BENCH_FIGURES_H
#define TESTS_BENCH_FIGURES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Counters of a process that only grow. */
struct usage { uint64_t cpu_ns, instructions, syncs; };

struct figures {
	double steps, seconds;
	struct usage used;		/* while measured */
	double p50_us, p99_us, p999_us, longest_us;
	double resident_mb, ready_ms;
	size_t waits;			/* of a writer, for the lock */
	double wait_p50_us, wait_p99_us, wait_max_us;
};

uint64_t now_ns(void);
/* Until now_ns() would say so, at once if it has. */
void sleep_until_ns(uint64_t);

/* A descriptor that counts instructions of a process, user and kernel; -1
   where the machine cannot. */
int instructions_open(pid_t);
struct usage usage_read(pid_t, int instructions, const uint64_t *syncs);
struct usage usage_since(struct usage now, struct usage then);
double resident_mb(pid_t);

/* Percentiles of n times in ns, which are sorted. */
void figures_times(struct figures *, uint64_t *times, size_t n);
void figures_waits(struct figures *, uint64_t *times, size_t n);

#endif
