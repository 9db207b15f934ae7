/*
 * fuzz.h - what the fuzz targets share.
 *
 * A target takes any octets, uses one parser and holds what comes out against
 * the invariant at its head.  It ends the process when that is broken; it
 * prints nothing else, keeps nothing and draws no random numbers, so the same
 * octets always do the same.  libFuzzer drives it in `make fuzz`, replay.c in
 * `make check`.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);
/* How many changes replay.c makes of each file; a target that writes files for
   each input says fewer. */
extern unsigned fuzz_changes;

/* Like assert, which a build may leave out. */
#define must(holds) do {						\
	if (!(holds)) {							\
		fprintf(stderr, "%s:%d: broken: %s\n", __FILE__,	\
		    __LINE__, #holds);					\
		abort();						\
	}								\
} while (0)

/* Octets that decide something are taken from the front; 0 at the end. */
struct draw { const uint8_t *at; size_t n; };

static inline uint8_t
draw_octet(struct draw *draw)
{
	if (draw->n == 0)
		return 0;
	draw->n--;
	return *draw->at++;
}

/* At most n octets, in place; *got is how many there were. */
static inline const uint8_t *
draw_octets(struct draw *draw, size_t n, size_t *got)
{
	const uint8_t *at = draw->at;

	*got = n < draw->n ? n : draw->n;
	if (*got > 0)
		draw->at += *got;
	draw->n -= *got;
	return at;
}

#endif
