/*
 * index_inside.h - how an index is laid out, for index.c, find.c and rank.c.
 */
#ifndef GATEWAY_LICENCES_INDEX_INSIDE_H
#define GATEWAY_LICENCES_INDEX_INSIDE_H

#include "gateway/licences/index.h"
#include "gateway/licences/licence.h"
#include "gateway/licences/names.h"

enum {
	BUCKETS = 1 << 16,	/* of groups of three sounds */
	GRAMS_MAX = NAME_LETTERS + 2,
	SHORT_OWN = 5,		/* fewer letters of its own tell too little:
				   found by all of its letters */
	SOUND_BEGINS = 0x1fe, SOUND_ENDS = 0x1ff,
};

struct typed;

struct spelling {
	unsigned agency;
	unsigned letters, sounds, exact;	/* where each begins */
	unsigned short exact_n;
	unsigned char letters_n, sounds_n, words_n, own_n, own_letters;
	unsigned char form;
	bool romanised;		/* ours, from Khmer: never exact */
};

struct index {
	struct vocabulary *vocabulary;
	size_t n;
	struct spelling *spelling;
	uint16_t *letters, *sounds;	/* of all spellings, one after another */
	size_t letters_n, sounds_n;
	char *exact;
	size_t exact_n;
	/* What has a bucket's sounds: posting[start[b]] to [start[b + 1]]. */
	unsigned *start, *posting;
	/* Exact keys, and how common each word is: open hash tables. */
	unsigned slots;			/* a power of two */
	unsigned *slot;			/* spelling + 1 */
	struct licence_slot { uint64_t hash; unsigned agency; } *licence;
	unsigned licence_slots;
	struct word_count { uint32_t hash, n; } *word;
	unsigned word_slots;
	/* While a query is answered. */
	uint16_t *score;
	unsigned *touched;
	struct typed *typed;
};

/* The groups of three of some sounds, as buckets; returns how many. */
unsigned grams_of(const uint16_t *sounds, unsigned n, bool own_only,
    uint16_t *out);

uint64_t octets_hash(const char *octets, size_t n);
uint32_t letters_hash(const uint16_t *letters, unsigned n);
/* In how many spellings a word stands. */
unsigned word_count(const struct index *, const uint16_t *letters,
    unsigned n);

#endif
