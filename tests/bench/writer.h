/*
 * writer.h - one who writes as a desk does: a row now and then, in a process
 * of its own, while callers are answered.
 */
#ifndef TESTS_BENCH_WRITER_H
#define TESTS_BENCH_WRITER_H

#include <sys/types.h>

#include "tests/bench/figures.h"

struct writer { pid_t pid; struct waits *waits; };

struct writer writer_start(const char *dir);
/* Its waits for the store's lock, into figures. */
void writer_stop(struct writer *, struct figures *);

#endif
