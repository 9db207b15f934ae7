/*
 * agencies_import.h - how a new list comes into the register.
 *
 * A list is written beside the one that stands, in many short transactions,
 * and takes its place in one: killed at any point, the old one or the new one
 * stands whole.  Each import has a number, by which it is spoken of.
 *
 * A change that diff_needs_second waits, pending, until a member who is not
 * the importer confirms it.  Who imports from the shell is nobody in
 * particular, so then two members must.  At most one import is pending: a
 * later one supersedes it, and so does any that is applied.
 *
 * Each call makes its own transactions.  import_stage and import_sweep are
 * for one process at a time (the caller holds a lock of its own).
 */
#ifndef STORE_AGENCIES_IMPORT_H
#define STORE_AGENCIES_IMPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/agencies.h"
#include "store/agencies_diff.h"

enum { IMPORT_DIGEST = 32 };

/* The importers that are no members: no member can be called so. */
#define IMPORTER_SHELL ""
#define IMPORTER_ROUNDS "(rounds)"

struct import_new {
	int64_t base;		/* the import that stood when it was compared */
	int64_t as_of;
	const char *source;
	const char *importer;	/* a member, IMPORTER_SHELL or _ROUNDS */
	unsigned char digest[IMPORT_DIGEST];	/* of what was imported */
};

/* BLAKE2b-256 of a file, to know it again. */
void import_digest(const void *octets, size_t n,
    unsigned char out[IMPORT_DIGEST]);

/*
 * Write the rows and changes of a diff under a new number; nothing stands on
 * it yet.  -EINVAL a text is too long, a licence is there twice or there are
 * too many; -EIO.
 */
[[nodiscard]] int import_stage(struct store *, const struct import_new *,
    const struct agencies_diff *, int64_t now, int64_t *number);
/* Let it stand.  -ENOENT no such import; -EPERM it is not one that waits;
   -EEXIST another list stands now than the one it was compared with; -EIO. */
[[nodiscard]] int import_apply(struct store *, int64_t number,
    const char *actor, int64_t now);
/* Let it wait for a second person.  As import_apply. */
[[nodiscard]] int import_hold(struct store *, int64_t number,
    const char *actor, int64_t now);
/*
 * A member stands for a pending one; *stands says whether that was enough.
 * As import_apply; -EACCES she imported it, or confirmed it before.
 */
[[nodiscard]] int import_confirm(struct store *, int64_t number,
    const char *member, int64_t now, bool *stands);
/* A member, be it the importer, says no to a pending one.  As
   import_apply. */
[[nodiscard]] int import_reject(struct store *, int64_t number,
    const char *member, int64_t now);
/* The source still publishes the list that stands, on this day.  Changes
   nothing when it is no later than what is known. */
[[nodiscard]] int register_touch(struct store *, int64_t as_of);
/* Give up what was begun and not finished, and delete the rows of lists that
   nobody needs any more. */
[[nodiscard]] int import_sweep(struct store *, int64_t now);

enum import_state {
	IMPORT_LOADING,		/* being written, or broken off */
	IMPORT_PENDING,		/* waits for a second person */
	IMPORT_APPLIED,		/* stands, or stood */
	IMPORT_REJECTED,
	IMPORT_SUPERSEDED,	/* a later one came first */
	IMPORT_ABANDONED,	/* broken off */
	IMPORT_STATES
};
const char *import_state_name(enum import_state);

struct import {
	int64_t n;
	enum import_state state;
	int64_t base, as_of;
	const char *source;
	unsigned char digest[IMPORT_DIGEST];
	const char *importer;
	int64_t begun_at;
	size_t rows;			/* of the register it makes */
	size_t before;			/* agencies that stood then */
	struct diff_counts counts;
	const char *confirmed_by;	/* the first of two; "" none yet */
	const char *decided_by;		/* who applied or rejected it */
	int64_t decided_at;
};
/* -ENOENT; -EIO. */
[[nodiscard]] int import_find(struct store *, TALLOC_CTX *, int64_t number,
    struct import *out);
/* The pending one's number; 0 none. */
[[nodiscard]] int import_pending(struct store *, int64_t *number);
/* At most n, the latest first, numbers below before (0: from the last). */
struct imports { size_t n; struct import *import; };
[[nodiscard]] int imports_load(struct store *, TALLOC_CTX *, int64_t before,
    size_t n, struct imports **out);

/* What an import changes, by licence and field, those first that make a licence
   valid again; -EIO. */
struct changes { size_t n; struct agency_change *change; };
[[nodiscard]] int import_changes(struct store *, TALLOC_CTX *, int64_t number,
    struct changes **out);

/* What became of a licence, the earliest first. */
struct event_of_licence {
	struct agency_change change;
	struct import import;	/* n, as_of, source, importer, decided_* */
};
struct licence_history { size_t n; struct event_of_licence *event; };
[[nodiscard]] int licence_history(struct store *, TALLOC_CTX *,
    const char *licence, struct licence_history **out);

#endif
