/*
 * journey.h - what a caller does, step by step: ten steps each, three in four
 * look things up, the fourth files a complaint, whose four seals (her number,
 * the case's key to two offices, one answer) make one seal in ten steps.
 */
#ifndef TESTS_BENCH_JOURNEY_H
#define TESTS_BENCH_JOURNEY_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/kannel/packet.h"

enum { JOURNEY_STEPS = 10, NUMBER_TEXT = 16 };

struct journey {
	uint32_t number;		/* which caller */
	uint32_t nth;			/* of the run; every fourth complains */
	unsigned step;
	bool words;			/* one SMS of words, nothing else */
};

bool journey_complains(const struct journey *);
/* What she types next. */
const char *journey_text(const struct journey *);

/* "+855" and eight digits, and back; UINT32_MAX: not of ours. */
void number_write(uint32_t number, char out[NUMBER_TEXT]);
uint32_t number_read(struct octets);

/* Append her next message to *out, a talloc array of *n octets in use. */
void journey_write(const struct journey *, const char id[UUID_TEXT + 1],
    unsigned char **out, size_t *n);

#endif
