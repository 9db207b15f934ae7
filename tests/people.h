/*
 * people.h - for tests: a directory of its own, a store in it, two centres.
 */
#ifndef TESTS_PEOPLE_H
#define TESTS_PEOPLE_H

#include <stdint.h>
#include <talloc.h>

#include "store/centre.h"
#include "store/staff.h"
#include "store/store.h"

struct people {			/* a talloc context */
	const char *dir;	/* removed when freed */
	struct store *store;
	int64_t intake, poipet;
	struct secret *intake_key, *poipet_key;
};

/* An empty directory; removed with all in it when the string is freed. */
char *people_dir(TALLOC_CTX *);
/* The store, without a centre. */
struct people *people_empty(void);
/* "Phnom Penh" takes what names no centre, "Poipet" has no stand-in named. */
struct people *people_make(void);
int64_t people_add_centre(struct people *, const char *name, bool intake,
    struct secret **key);

enum { PEOPLE_NOW = 1767600000 };	/* Monday 5 January 2026, 15:00 */
#define PEOPLE_PASSWORD "the river is wide"

/* Added and activated with PEOPLE_PASSWORD. */
void people_add_member(struct people *, const char *name, int64_t centre,
    const struct secret *key);
/* The same, and logged in under the people. */
struct login *people_log_in(struct people *, const char *name, int64_t centre,
    const struct secret *key);

#endif
