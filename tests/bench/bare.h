/*
 * bare.h - what this machine takes for a step in which we do nothing: wake up,
 * write two pages and sync them, answer.  Nothing durable is faster here.
 */
#ifndef TESTS_BENCH_BARE_H
#define TESTS_BENCH_BARE_H

#include "tests/bench/figures.h"

/* With a file of its own at path: steps, seconds and the percentiles of a step;
   one at a time, or, with a rate, so many a second. */
struct figures bare_figures(const char *path, double rate);

#endif
