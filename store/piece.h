/*
 * piece.h - a piece of work on one case by a member, in a transaction of its
 * own; for the files of store/.
 */
#ifndef STORE_PIECE_H
#define STORE_PIECE_H

#include "store/opened.h"

enum { ANY_VERSION = -1, NOTHING_DONE = 1 };

struct piece {
	const char *ref;
	const struct login *login;
	const char *action;		/* for the audit */
	const char *what;		/* the change that its edit names; NULL:
					   the work makes both itself */
	int64_t version;		/* that it must have, or ANY_VERSION */
	int64_t now;
};

/* The work: 0; NOTHING_DONE all was so already; a negative errno undoes it. */
typedef int piece_run(struct store *, const struct opened *,
    const struct piece *, void *arg);

/*
 * Open the case as reading.h says, noted in the audit; do it; touch the case.
 * *out (NULL: nowhere) is how it is then, also where -EEXIST says that
 * somebody else was first.  Errors of reading.h and of the work.
 */
[[nodiscard]] int piece_do(struct store *, const struct piece *, piece_run *,
    void *arg, struct matter *out);

/* A change of a case that is open: another version, and who made it. */
[[nodiscard]] int piece_touch(struct store *, const struct opened *,
    const struct piece *, const char *what);

#endif
