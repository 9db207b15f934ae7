/*
 * place.h - a data directory for the bench, and `helpline calls` on it.
 */
#ifndef TESTS_BENCH_PLACE_H
#define TESTS_BENCH_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct place {
	const char *helpline, *shim;	/* program and slow_sync.so */
	const char *dir;		/* what is copied for each case */
	uint32_t callers;		/* in its table */
	const char *callgrind;		/* calls runs under valgrind, which
					   writes this file; NULL: it does not */
};

/* init --demo at dir with our port; ends the program when that fails. */
void place_make(struct place *, unsigned port);
/* Fill its table of callers up to so many. */
void place_fill(struct place *, uint32_t callers);
/* A copy of it, made anew. */
void place_copy(const struct place *, const char *to);
/* Cases in a data directory, all or those that were filed. */
size_t place_cases(const char *dir, bool filed);
void place_remove(const char *dir);

struct process { pid_t pid; int ready; uint64_t *syncs; uint64_t started; };
/* Start calls on a core of its own; ready gets one octet. */
struct process process_start(const struct place *, const char *dir,
    unsigned sync_ms);
/* Ends it; what it exits with. */
int process_stop(struct process *);

/* A store opened as calls opens it, or the end of the program. */
struct store *place_open(const char *dir);
/* On the core of calls, or on the other one. */
enum { CORE_OF_DRIVER, CORE_OF_CALLS };
void pin(size_t core);

/* Run a program to its end, without its output: did it end well? */
bool can_run(const char *const argv[]);

/* Say what failed and end. */
_Noreturn void die(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
