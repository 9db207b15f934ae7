/*
 * bare.h - what this machine takes for a step in which we do nothing: wake up,
 * write two pages and sync them, answer.  Nothing durable is faster here.
 */
#ifndef TESTS_BENCH_BARE_H
#define TESTS_BENCH_BARE_H

/* Steps a second, one at a time, with a file of its own at path. */
double bare_steps(const char *path);

#endif
