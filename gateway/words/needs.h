/*
 * needs.h - which texts need how many readers before phones may show them.
 *
 * One native reader for every text; for those of a node that is sensitive or
 * withheld from SMS (danger, consent, secrecy) a second one, a counsellor.
 */
#ifndef GATEWAY_WORDS_NEEDS_H
#define GATEWAY_WORDS_NEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "locales/catalogue.h"
#include "menus/tree.h"

struct needs;

/* Keeps pointers to both, which must outlive it. */
struct needs *needs_open(TALLOC_CTX *, const struct tree *,
    const struct catalogue *);

/* Does a text need a second reader? */
bool needs_two(const struct needs *, const char *key);
/* Has a locale's text the readers it needs?  false where it has no text.
   arg is the needs: for catalogue_judge. */
bool needs_met(void *needs, const char *key, enum locale);

/* What is missing in one language. */
struct lack {
	size_t texts;		/* of the reference language */
	size_t none;		/* not translated */
	size_t first, second;	/* wait for that reader */
};
struct lack needs_lack(const struct needs *, enum locale);

#endif
