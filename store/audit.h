/*
 * audit.h - who did what to which case or member, and when.
 *
 * Never a word, a number or a caller's name.  Rows are only added; the store
 * refuses to change or delete one.  Who can write the store's file anyway is
 * found out: each row holds a hash, keyed with the tag key, of itself and of the
 * row before, and a sealed head says how far the rows go.  An older copy of the
 * whole store passes; against that a head is noted elsewhere (audit_head_text)
 * and asked for later.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/store.h"

/* Every action that there is; ends with NULL.  One about a part of a case has
   its number behind it ("print_letter 3").  The desk has words for each. */
extern const char *const audit_actions[];
bool audit_is_action(const char *action);

/* Inside the transaction that does it.  -EIO: then it must not be done: the
   rows before it are not as they were sealed, it was refused, or the action is
   none. */
[[nodiscard]] int audit_add(struct store *, const char *actor,
    const char *action, const char *object, int64_t now);
/* The same in a transaction of its own: what is looked at after it, without
   the lock, is in the audit.  -EIO, and what store_begin says. */
[[nodiscard]] int audit_note(struct store *, const char *actor,
    const char *action, const char *object, int64_t now);
/* The same as the first about a case, by its id in hex. */
[[nodiscard]] int audit_add_case(struct store *, const char *actor,
    const char *action, const struct id *, int64_t now);

struct audit_row {			/* texts live for the call */
	int64_t seq, at;
	const char *actor, *action, *object;
};
/* From a row on, in order, until each returns false.  -EIO. */
[[nodiscard]] int audit_each(struct store *, int64_t from,
    bool (*each)(void *arg, const struct audit_row *), void *arg);
/* Those before a row, the last first, n at most. */
[[nodiscard]] int audit_back(struct store *, int64_t before, unsigned n,
    bool (*each)(void *arg, const struct audit_row *), void *arg);

enum { AUDIT_HEAD_TEXT = 40 };
struct audit_state {
	int64_t rows, last;		/* how many; seq of the last, 0 none */
	int64_t wrong;			/* seq at which it is not as it was */
	bool unsealed;			/* no row has a link; see audit_seal */
	char head[AUDIT_HEAD_TEXT];	/* "1234-9k2m7q4d": to be noted */
};
/*
 * Look at every row.  noted is a head from before, or NULL.  0 all is as it
 * was written; -EBADMSG not, *out says where; -ESTALE the rows are whole but
 * not those that the noted head was of; -EINVAL noted is no head; -EIO.
 */
[[nodiscard]] int audit_verify(struct store *, const char *noted,
    struct audit_state *out);

/*
 * Rows from before there were links have neither links nor seal: or somebody
 * took those away.  Only people can say which; then seal them as they are,
 * inside a transaction.
 * -EALREADY the last has a link, or there is a seal; one before it with a link
 * is found by audit_verify as before.  -EIO.
 */
[[nodiscard]] int audit_seal(struct store *);

#endif
