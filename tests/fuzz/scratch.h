/*
 * scratch.h - a folder for targets that need files: made once, removed with all
 * that is in it when the target ends.
 */
#ifndef TESTS_FUZZ_SCRATCH_H
#define TESTS_FUZZ_SCRATCH_H

#include <ftw.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

static char scratch[128];

static inline int
scratch_remove_one(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void
scratch_remove(void)
{
	nftw(scratch, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Its path is scratch.  What is to be closed before it goes is given to
   atexit(3) after this. */
static inline void
scratch_make(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(scratch, sizeof(scratch), "%s/fuzz.XXXXXX", tmp != NULL &&
	    strlen(tmp) < 100 ? tmp : "/tmp");
	must(mkdtemp(scratch) != NULL);
	atexit(scratch_remove);
}

#endif
