/*
 * opened.h - a case as a reader holds it; for the files of store/ that read
 * and work on cases.  Inside a transaction.
 */
#ifndef STORE_OPENED_H
#define STORE_OPENED_H

#include "store/cases.h"
#include "store/query.h"
#include "store/seal.h"
#include "store/secret.h"
#include "store/staff.h"

struct reading;

struct opened {
	struct matter matter;
	unsigned char pub[SEAL_PUBLIC];
	struct secret *secret;		/* the caller's, to be filled */
};

/* A login outlives its member's departure: does she still hold a centre's key?
   0; -ENOENT; -EACCES she has departed; -EIO. */
[[nodiscard]] int opened_holder(struct store *, const struct login *);
/* The same, and is it the key that the centre has now?  -EKEYEXPIRED. */
[[nodiscard]] int opened_member(struct store *, const struct login *);
/* All its items, under the reading; statement: where they lie.  -EBADMSG one
   does not open. */
[[nodiscard]] int opened_items(struct store *, enum statement,
    const struct opened *, struct reading *);
/* A case that this member may read: see reading.h for who and for errors. */
[[nodiscard]] int opened_find(struct store *, const char *ref,
    const struct login *, int64_t now, struct opened *out);
/* The same, noted in the audit as what is now done with it. */
[[nodiscard]] int opened_case(struct store *, const char *ref,
    const struct login *, const char *action, int64_t now,
    struct opened *out);
/* Whether a reader that is not the case's centre is shown it.  0; -ENOENT;
   -EIO. */
[[nodiscard]] int opened_by_stand_in(struct store *, const struct matter *,
    int64_t now);
/* The same of many cases of one centre that has so many active members (of one
   that has fewer each is shown). */
enum { OPENED_STAFF_ENOUGH = 2 };
bool opened_is_shown(const struct matter *, int64_t now);
/* After a change: who made the version it has now, and what it was. */
[[nodiscard]] int opened_edit(struct store *, const struct opened *,
    const struct login *, const char *what, int64_t now);

/* The duplicates joined to it (joined.h), and theirs, the oldest joining first;
   their secrets hang under the talloc parent.  -EBADMSG; -EIO. */
struct opened_list { size_t n; struct opened *opened; };
[[nodiscard]] int opened_joined(struct store *, TALLOC_CTX *,
    const struct opened *, struct opened_list *out);

/* What she began to write about it; texts hang under the talloc parent and are
   wiped when freed.  -EIO. */
struct drafts;
[[nodiscard]] int drafts_open(struct store *, TALLOC_CTX *,
    const struct opened *, int64_t member, struct drafts *out);

#endif
