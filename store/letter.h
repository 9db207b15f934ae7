/*
 * letter.h - what was written to a partner, and what came back.
 *
 * A letter is an item of the case, of kind "letter"; its answer one of kind
 * "answer".  In clear is only that there is one, when to ask again, and whether
 * it was answered.  Each is a transaction of its own, with audit and edit rows
 * and errors as in work.h.
 */
#ifndef STORE_LETTER_H
#define STORE_LETTER_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"

struct letter_new {
	int64_t partner, version;
	const int64_t *item;		/* what of the case goes out */
	size_t items_n;
	const char *const *field;
	size_t fields_n;
	bool again;			/* the police: yes, a second time */
	const char *text;		/* the letter as it is kept */
	const char *waits_for;
	int64_t chase_at;		/* due then at the latest */
};
/*
 * Keep a letter; *n is its number among the items.  -ENODATA she was not asked
 * about this partner, or said no; -EINVAL there is no such partner of this
 * centre, something is to go out that she did not agree to, or it is to the
 * police and was not asked twice; -EPERM the case is finished or lies
 * elsewhere; -EEXIST the version is stale, *out is how it is.
 */
[[nodiscard]] int letter_write(struct store *, const char *ref,
    const struct login *, const struct letter_new *, int64_t now, int64_t *n,
    struct matter *out);
/* What came back; text is kept.  -EPERM it was answered before; -ENOENT also:
   no such letter. */
[[nodiscard]] int letter_answer(struct store *, const char *ref,
    const struct login *, int64_t n, const char *text, int64_t now,
    struct matter *out);

struct letter { int64_t n, chase_at, at; bool answered; const char *by; };
struct letters { size_t n; struct letter *letter; };
/* Those of a case, without a word: no audit row.  -EIO. */
[[nodiscard]] int letters_load(struct store *, TALLOC_CTX *,
    const struct id *, struct letters **out);

#endif
