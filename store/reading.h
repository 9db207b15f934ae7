/*
 * reading.h - a case opened by someone who is logged in.
 *
 * No audit row, no words: the row is written in the transaction that hands
 * the words out, and its failure withholds them.  Each call is a transaction
 * of its own and asks again whether the login is still a member's.
 *
 * Who reads: the case's centre.  Its stand-in (design.md §6) reads what is
 * urgent, what nobody took up for two working days, and what belongs to a
 * centre with fewer than two active staff.  An office that a case was offered
 * to reads it, and one that gave it away until it is done (referral.h).
 */
#ifndef STORE_READING_H
#define STORE_READING_H

#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/draft.h"
#include "store/persons.h"
#include "store/staff.h"

struct entry {
	int64_t n;		/* order of arrival in the case, from 1 */
	const char *kind;	/* "number", "words", "note", ... */
	const char *text;	/* UTF-8 */
	int64_t at;		/* Unix s, rounded to the hour */
};
struct reading {
	struct matter matter;
	size_t n;
	struct entry *entry;
	struct drafts drafts;	/* what she began to write */
	struct persons *people;
	size_t joined_n;	/* duplicates, read with it (joined.h) */
	struct reading **joined;
};

/*
 * Open all items of a case; the texts are wiped when freed.  -ENOENT no such
 * case or none that this member reads (the same answer for both); -EACCES she
 * has departed since; -EBADMSG an item does not open: it was changed or
 * moved; -EIO.
 */
[[nodiscard]] int case_read(struct store *, TALLOC_CTX *, const char *ref,
    const struct login *, int64_t now, struct reading **out);
/* The same without what was joined to it, noted in the audit as another action
   than "read". */
[[nodiscard]] int case_read_as(struct store *, TALLOC_CTX *, const char *ref,
    const struct login *, const char *action, int64_t now,
    struct reading **out);
/* Whether this member reads it, without a word of it: no audit row.  As above. */
[[nodiscard]] int case_readable(struct store *, const char *ref,
    const struct login *, int64_t now, struct matter *out);
/* A staff note, sealed like the rest.  -EINVAL it is too long; else as
   above. */
[[nodiscard]] int case_note(struct store *, const char *ref,
    const struct login *, const char *text, int64_t now);
/* A permitted step.  -EPERM the table does not permit it; else as above. */
[[nodiscard]] int case_step(struct store *, const char *ref,
    const struct login *, enum case_state, int64_t now);

#endif
