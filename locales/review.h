/*
 * review.h - where a text comes from, and who has read it.
 *
 * Kept in the comments of the .po files, in the bundles, in spreadsheets for
 * reviewers and in what an operator imports, always in the same words:
 *
 *	composed
 *	source MWR; reviewed Sok Dara, 2026-11-27; second Chan Lina, 2026-11-28
 */
#ifndef LOCALES_REVIEW_H
#define LOCALES_REVIEW_H

#include <stdbool.h>
#include <talloc.h>

enum { REVIEWER_MAX = 60 };	/* octets of a name */

struct review {
	const char *source;		/* NULL: composed for this project */
	/* A native reader, and then somebody else, and on which day each;
	   NULL: nobody yet. */
	const char *who[2], *on[2];
};

/* Read those words.  0; -EINVAL with a sentence in *why.  Under the talloc
   parent. */
[[nodiscard]] int review_read(TALLOC_CTX *, const char *words,
    struct review *out, const char **why);
char *review_words(TALLOC_CTX *, const struct review *);

/* What is wrong with it, NULL when nothing is: names, days, one reader
   twice, a second without a first. */
const char *review_mistake(const struct review *);

/* One who has read it is enough, or two are needed. */
bool review_suffices(const struct review *, bool two);

/* A day of the calendar as 2026-11-27. */
bool review_is_day(const char *);

#endif
