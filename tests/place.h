/*
 * place.h - a data directory for a test, with a store and two centres in it.
 */
#ifndef TESTS_PLACE_H
#define TESTS_PLACE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "store/centre.h"
#include "store/store.h"

struct place {
	char dir[64];
	struct store *store;
	int64_t intake, other;	/* centres */
};

static inline void
place_new_dir(struct place *place)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(place->dir, sizeof(place->dir), "%s/store.XXXXXX",
	    tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
	assert_non_null(mkdtemp(place->dir));
}

static inline char *
place_path(const struct place *place, const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", place->dir, name);
	return path;
}

static inline int
place_try(struct place *place, enum store_role role)
{
	char *why;
	int rc = store_open(NULL, place->dir, role, &place->store, &why);

	if (rc != 0) {
		assert_true(strlen(why) > 10);
		talloc_free(why);
	}
	return rc;
}

static inline void
place_open(struct place *place)
{
	assert_int_equal(place_try(place, ROLE_CALLS), 0);
}

static inline void
place_close(struct place *place)
{
	TALLOC_FREE(place->store);
}

static inline int
place_setup(void **state)
{
	struct place *place = talloc_zero(NULL, struct place);
	char *why = NULL;

	place_new_dir(place);
	assert_int_equal(store_make(place->dir, &why, NULL), 0);
	place_open(place);
	*state = place;
	return 0;
}

static inline int64_t
place_centre(struct place *place, const char *name, bool intake)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct centre centre = { .name = { "", "", "", name }, .area = "KH-1",
	    .hours = "1-5 8:00-17:00", .phone = "", .intake = intake };
	struct secret *secret;
	int64_t id;
	char *paper;

	assert_int_equal(centre_add(place->store, ctx, &centre, &id, &secret,
	    &paper), 0);
	talloc_free(ctx);
	return id;
}

static inline int
place_setup_centres(void **state)
{
	struct place *place;

	place_setup(state);
	place = *state;
	place->intake = place_centre(place, "Phnom Penh", true);
	place->other = place_centre(place, "Poipet", false);
	return 0;
}

static inline int
place_remove_one(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int
place_teardown(void **state)
{
	struct place *place = *state;

	place_close(place);
	nftw(place->dir, place_remove_one, 8, FTW_DEPTH | FTW_PHYS);
	talloc_free(place);
	return 0;
}

static inline void
place_begin(struct place *place)
{
	assert_int_equal(store_begin(place->store), 0);
}

static inline void
place_commit(struct place *place)
{
	assert_int_equal(store_commit(place->store), 0);
}

#endif
