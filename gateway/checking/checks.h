/*
 * checks.h - the compiler of menus and words: everything a phone could be
 * shown is looked at before it is.
 *
 * Keys without words, letters outside a language's alphabet, placeholders and
 * facts that are not there, pages that do not fit, words that would betray.
 */
#ifndef GATEWAY_CHECKING_CHECKS_H
#define GATEWAY_CHECKING_CHECKS_H

#include <stddef.h>
#include <talloc.h>
#include <time.h>

#include "gateway/calls/house.h"

struct checks {
	const struct house *house;
	time_t now;
	struct faults *errors, *warnings;
};

/* All of them; what is wrong is added to errors and warnings. */
void checks_run(const struct checks *);

/* A text of one language. */
struct place { const char *key; enum locale locale; };
/* Add what is said of a text, with the file and line where it stands. */
void checks_say(const struct checks *, struct faults *, const struct place *,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The passes, in the order they run. */
void checks_words(const struct checks *);
void checks_facts(const struct checks *);
void checks_walk(const struct checks *);	/* walking.c */
void checks_pages(const struct checks *);	/* fitting.c */

/* Which facts a text of any language names, by their place in the facts. */
const bool *checks_named(TALLOC_CTX *, const struct house *);

/* Keys that no tree names but the program shows; ends with NULL. */
extern const char *const fixed_keys[];

/* Every key of words that a node shows; keys hang under the talloc parent. */
void node_keys(TALLOC_CTX *, const struct tree *, const struct node *,
    void (*use)(void *arg, const char *key), void *arg);

#endif
