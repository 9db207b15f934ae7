/*
 * forget.h - cases that will be erased: told beforehand, kept longer for a
 * reason, or erased at once by two persons.
 *
 * What is past its time goes by store_purge, and only after it stood on the list
 * for as long as notice says, as it then was: one that was changed since begins
 * anew.  The reason of keeping is an item of the case, sealed like her words.
 */
#ifndef STORE_FORGET_H
#define STORE_FORGET_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"
#include "store/store.h"

enum { KEPT_DAYS_MAX = 730, ERASURE_ASKED_S = 7 * 86400 };

/*
 * Put on the list what will be past its time within notice days of now, n cases
 * at most, in a transaction of its own.  *added is how many came on it; when
 * that is n there may be more.  -EIO.
 */
[[nodiscard]] int forget_list(struct store *, int64_t now,
    const struct retention *, unsigned n, unsigned *added);

/* One that will go. */
struct going {
	struct id id;
	char ref[REF_DIGITS + 1];
	char category[CATEGORY_MAX + 1];
	int64_t centre;
	enum case_state state;		/* incomplete or finished */
	int64_t changed_at;		/* last, rounded to the hour */
	int64_t listed_at;
	int64_t kept_until;		/* 0: not kept */
	bool asked;			/* somebody wants it erased at once */
};
struct goings { size_t n; struct going *going; };
/* Those of a centre (0: of all), the first to go first; max at most.  -EIO. */
[[nodiscard]] int forget_listed(struct store *, TALLOC_CTX *, int64_t centre,
    unsigned max, struct goings **out);
/* The day on which it goes, at the earliest. */
int64_t going_at(const struct going *, const struct retention *);

/* One that is kept. */
struct kept {
	char ref[REF_DIGITS + 1];
	char category[CATEGORY_MAX + 1];
	enum case_state state;
	int64_t until;
	char by[STAFF_NAME_MAX + 1];	/* who said so, a login name */
};
struct kepts { size_t n; struct kept *kept; };
/* Those of a centre that are kept beyond after, the first to end first; max at
   most.  -EIO. */
[[nodiscard]] int forget_kept(struct store *, TALLOC_CTX *, int64_t centre,
    int64_t after, unsigned max, struct kepts **out);

/*
 * Keep a case until then for a reason (clean text, sealed to it), or no longer
 * (until 0): noted in the audit, a transaction of its own.  Nothing else is
 * renewed by it: on that day it goes if it is past its time.  What is kept no
 * longer is told of anew before it goes.  -EINVAL no reason, or longer than
 * KEPT_DAYS_MAX; -ENOENT no such case, or not of her own centre's queue; as
 * reading.h.
 */
[[nodiscard]] int forget_keep(struct store *, const char *ref,
    const struct login *, int64_t until, const char *why, int64_t now);

/*
 * Two persons erase a case, of whom one leads: inside a transaction.  The first
 * call asks, by a member; it holds for ERASURE_ASKED_S.  One by another member
 * erases it with all that is in it, and what she allowed: *erased is set.  -EPERM
 * it is she who asked, or neither leads; -EIO.  The bytes are gone after
 * store_truncate.
 */
struct eraser { int64_t staff; bool leads; };
[[nodiscard]] int forget_erase(struct store *, const struct id *,
    const struct eraser *, int64_t now, bool *erased);

#endif
