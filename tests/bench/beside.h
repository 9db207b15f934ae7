/*
 * beside.h - another program at work on the same data directory while a trial
 * is made.
 */
#ifndef TESTS_BENCH_BESIDE_H
#define TESTS_BENCH_BESIDE_H

#include <sys/types.h>

struct beside { pid_t pid; int in; };

/* Run a command of the shell, with the data directory in BENCH_DIR, and wait
   until it has said a line.  NULL: nothing is run. */
struct beside beside_start(const char *command, const char *dir);
/* End its input, and wait for its end. */
void beside_stop(struct beside *);

#endif
