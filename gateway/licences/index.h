/*
 * index.h - all names of one register in memory, found however they are
 * typed.
 *
 * Built whole from one generation of the register and never changed: a new
 * generation is a new index.  Knows no status and no date: what is found is
 * an agency's place in the register and how sure it is.  Only `exact` may
 * ever be answered as "this company"; all else are candidates to choose from.
 * Keeps nothing of what it is asked.
 */
#ifndef GATEWAY_LICENCES_INDEX_H
#define GATEWAY_LICENCES_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

enum called_by { BY_NAME, BY_LICENCE };

/* One of the things that an agency is called by; clean UTF-8. */
struct called { const char *text; unsigned agency; enum called_by by; };

struct index;

/* The texts are not needed afterwards. */
struct index *index_build(TALLOC_CTX *, const struct called *, size_t n);

enum { HITS_MAX = 12 };

struct hit {
	unsigned agency;
	unsigned cost;		/* hundredths of a slip; 0: nothing differs */
	bool near;		/* near enough to be shown as a candidate */
	bool whole;		/* every word typed is one of its own, and they
				   make up most of its name */
};

struct found {
	/* The exact matches are the first hits: one is the company, more are
	   several that are called the same. */
	size_t exact;
	bool bare;		/* only words that tell companies apart: others
				   may have the same and another "Service" */
	bool vague;		/* nothing but words that all companies have,
				   or less than three letters */
	size_t n;		/* nearest first, each agency once */
	struct hit hit[HITS_MAX];
};

/* Look up what someone typed: clean text of any length.  Not for several
   threads at once. */
void index_find(struct index *, const char *clean, struct found *out);

/* The words of a text that tell companies apart, folded, one space between
   them; under the talloc parent. */
char *index_own_words(const struct index *, TALLOC_CTX *, const char *clean);

#endif
