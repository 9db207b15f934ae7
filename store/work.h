/*
 * work.h - what a member does with a case at the desk.
 *
 * Each call is a transaction of its own, asks as reading.h does whether she may
 * (-ENOENT no such case or not hers, -EACCES departed, -EIO), notes it in the
 * audit, and notes as an edit who made the version that is there afterwards.
 */
#ifndef STORE_WORK_H
#define STORE_WORK_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"

/* Whom a case may wait for; ends with NULL.  The first is "", nobody. */
extern const char *const waits_for[];

/*
 * Take a case that nobody has; what nobody had read is now worked on.  Of two
 * one has it: -EEXIST, and *out is how it is.  Taking one's own again is 0.
 */
[[nodiscard]] int case_claim(struct store *, const char *ref,
    const struct login *, int64_t now, struct matter *out);

/* What shall be other than it is: each has_ says whether. */
struct case_edit {
	bool has_state, has_urgent, has_owner, has_due, has_waits;
	enum case_state state;
	bool urgent;
	const char *owner;		/* a member of her centre; "" nobody */
	int64_t due_at;			/* kept to the hour */
	const char *waits_for;
	/* Kept with it, sealed: kind and text of an item; NULL none. */
	const char *kind, *text;
};
/*
 * Change it, if it is still of this version.  -EEXIST it is not, and *out is
 * how it is; -EPERM the table of states does not permit it; -EINVAL an owner
 * who cannot have it, a text that is too long.
 */
[[nodiscard]] int case_change(struct store *, const char *ref,
    const struct login *, const struct case_edit *, int64_t version,
    int64_t now, struct matter *out);

/* Add an item of a kind ("contacted") by a member. */
[[nodiscard]] int case_append(struct store *, const char *ref,
    const struct login *, const char *kind, const char *text, int64_t now);

struct edit { int64_t version; const char *by, *what; int64_t at; };
struct edits { size_t n; struct edit *edit; };
/* Who made the versions after one, the oldest 200; versions that are missing
   were made by the caller.  Without a word: no audit row. */
[[nodiscard]] int case_edits(struct store *, TALLOC_CTX *, const struct id *,
    int64_t version, struct edits **out);

/* The login name of a member; "" of nobody.  Under the talloc parent. */
[[nodiscard]] int member_name(struct store *, TALLOC_CTX *, int64_t member,
    const char **out);

/* How many open cases she has; and they go to another (0: to nobody), in the
   transaction that stands, or in one of its own. */
[[nodiscard]] int cases_given_on(struct store *, int64_t from, int64_t to,
    const char *by, int64_t now);
[[nodiscard]] int cases_owned(struct store *, int64_t member, int64_t *n);
[[nodiscard]] int cases_hand_over(struct store *, int64_t from, int64_t to,
    const char *by, int64_t now);

#endif
