/*
 * nearness.h - how many slips of the finger lie between two words.
 *
 * Optimal string alignment: a letter put in, left out, changed, or two
 * neighbours swapped, each counts one.  Bit-parallel (Hyyro 2003): one step
 * per letter of the text compared with, for patterns of up to 64 letters.
 */
#ifndef GATEWAY_LICENCES_NEARNESS_H
#define GATEWAY_LICENCES_NEARNESS_H

#include <stdint.h>

#include "gateway/licences/names.h"

enum { PATTERN_MAX = 64 };

struct pattern {
	unsigned n;			/* letters, at most PATTERN_MAX */
	uint64_t mask[LETTER + 1];	/* where each letter stands in it */
};

/* Where the comparison stands after some letters of a text. */
struct nearness {
	uint64_t plus, minus, diagonal, before;
	unsigned distance;		/* of the pattern and these letters */
};

/* Letters without their flags; what is longer is cut. */
void pattern_set(struct pattern *, const uint16_t *letters, unsigned n);
/* Makes it empty again; cheaper than a new one. */
void pattern_clear(struct pattern *, const uint16_t *letters, unsigned n);

static inline struct nearness
nearness_begin(const struct pattern *p)
{
	return (struct nearness){ .plus = ~(uint64_t)0, .distance = p->n };
}

static inline void
nearness_step(const struct pattern *p, struct nearness *s, uint16_t letter)
{
	uint64_t here = p->mask[letter & LETTER];
	uint64_t swap = ((~s->diagonal & here) << 1) & s->before;
	uint64_t last = (uint64_t)1 << (p->n - 1);
	uint64_t up, down;

	s->diagonal = (((here & s->plus) + s->plus) ^ s->plus) | here |
	    s->minus | swap;
	up = s->minus | ~(s->diagonal | s->plus);
	down = s->diagonal & s->plus;
	s->distance += (up & last) != 0;
	s->distance -= (down & last) != 0;
	up = up << 1 | 1;
	down <<= 1;
	s->plus = down | ~(s->diagonal | up);
	s->minus = up & s->diagonal;
	s->before = here;
}

/* The distance of the text so far, n letters, and the pattern's first i. */
static inline unsigned
nearness_at(const struct nearness *s, unsigned n, unsigned i)
{
	uint64_t first = i < PATTERN_MAX ? ((uint64_t)1 << i) - 1 :
	    ~(uint64_t)0;

	return n + (unsigned)__builtin_popcountll(s->plus & first) -
	    (unsigned)__builtin_popcountll(s->minus & first);
}

/* The distance of a pattern and a whole text. */
unsigned nearness_of(const struct pattern *, const uint16_t *text,
    unsigned n);

#endif
