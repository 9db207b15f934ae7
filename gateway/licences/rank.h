/*
 * rank.h - how far a query is from one spelling of a name; for find.c only.
 */
#ifndef GATEWAY_LICENCES_RANK_H
#define GATEWAY_LICENCES_RANK_H

#include "gateway/licences/index_inside.h"
#include "gateway/licences/nearness.h"

/* What was typed, made ready once. */
struct typed {
	struct name name;
	uint16_t own[NAME_LETTERS];	/* letters of own words, or of all */
	unsigned own_n;
	uint16_t sounds[NAME_LETTERS], own_sounds[NAME_LETTERS];
	unsigned sounds_n, own_sounds_n;
	struct pattern whole, bare, heard;
	/* For one word at a time; empty in between. */
	struct pattern word;
	bool romanised;		/* it was Khmer, and is ours in Latin letters */
};

void typed_begin(struct typed *, const struct vocabulary *, const char *clean);
/* Forget what was typed. */
void typed_end(struct typed *);

/* Hundredths of a slip between the two as wholes. */
unsigned rank_whole(const struct typed *, const struct index *,
    const struct spelling *);
/* The same when the name is what the query begins with: something was put
   behind it. */
unsigned rank_longer(const struct typed *, const struct index *,
    const struct spelling *);
/* The same word by word: in another order, with words too many or too few. */
unsigned rank_words(struct typed *, const struct index *,
    const struct spelling *, bool *whole);
/* Up to which cost it is near enough to be shown. */
unsigned rank_limit(const struct typed *);

#endif
