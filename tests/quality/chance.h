/*
 * chance.h - numbers drawn from a seed: the same seed, the same names.
 */
#ifndef TESTS_QUALITY_CHANCE_H
#define TESTS_QUALITY_CHANCE_H

#include <stdint.h>

struct chance { uint64_t state; };

/* splitmix64 */
static inline uint64_t
chance_next(struct chance *c)
{
	uint64_t z = c->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* 0 to n - 1; n > 0. */
static inline unsigned
chance_of(struct chance *c, unsigned n)
{
	return (unsigned)(chance_next(c) >> 33) % n;
}

#endif
