/*
 * proof.h - is who calls the one who filed?
 *
 * Staff type the four digits that a caller says: they learn whether they are
 * right, never which they are.  Wrong ones are counted by case and day apart
 * from hers on the phone, so that neither locks the other out.  Each is a
 * transaction of its own, noted in the audit and in the case; errors as in
 * work.h.
 */
#ifndef STORE_PROOF_H
#define STORE_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "store/staff.h"
#include "store/store.h"

enum { PROOF_GOOD_S = 3600, PROOF_FACTS = 3 };

/* *right; -EAGAIN tries are used up for today; -EPERM she has no digits;
   -EINVAL not 4 digits. */
[[nodiscard]] int proof_digits(struct store *, const char *ref,
    const struct login *, const char *digits, unsigned tries, int64_t now,
    bool *right);
/* How many wrong ones are left today. */
[[nodiscard]] int proof_left(struct store *, const char *ref, unsigned tries,
    int64_t now, unsigned *left);
/*
 * The caller has lost her reference, and is told it: after her digits were
 * right within the hour, or with what she answered right (facts, words that
 * say which; "" where her digits were right).  Who leads is told.  -EPERM
 * nothing proves her.
 */
[[nodiscard]] int proof_reissue(struct store *, const char *ref,
    const struct login *, const char *facts, int64_t now);

/* Erase the case and all that is in it, as its caller wished, once two members
   have said so, each while she is proved: the audit alone remembers.  *erased:
   whether this was the second.  -EPERM she is not proved; as forget_erase. */
[[nodiscard]] int proof_erase(struct store *, const char *ref,
    const struct login *, int64_t now, bool *erased);

/* Was the caller of this case proved within the hour?  In a transaction. */
[[nodiscard]] int proof_stands(struct store *, const struct id *,
    int64_t now, bool *out);
/* Note that she was, by digits or facts.  In a transaction. */
[[nodiscard]] int proof_note(struct store *, const struct id *, int64_t now);

#endif
