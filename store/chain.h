/*
 * chain.h - the hashes of the audit; for audit.c, verify.c and make.c.
 *
 *	chain(n) = tag("audit", chain(n - 1) ‖ seq ‖ at ‖ n(actor) ‖ actor ‖
 *	    n(action) ‖ action ‖ n(object) ‖ object)
 *	seal(n) = tag("audit head", seq ‖ chain(n))
 *
 * chain(0) is 16 zeros; numbers are 8 octets, big endian; n() is a length.
 * A new store has seal(0): who takes every row away takes that, too.
 */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include "store/audit.h"
#include "store/keys.h"
#include "store/query.h"

struct link { unsigned char octets[KEY_TAG_SIZE]; };

struct link chain_next(const struct store *, struct link before,
    const struct audit_row *);
struct link chain_seal(const struct store *, int64_t seq, struct link);
/* Is that what the head seals?  0; -EBADMSG; -EIO. */
[[nodiscard]] int chain_is_sealed(struct store *, int64_t seq, struct link);
/* Inside a transaction: now it does.  -EIO. */
[[nodiscard]] int chain_set_seal(struct store *, int64_t seq, struct link);
/* The row of a query of audit.sql, and its link; false: it has none. */
struct audit_row chain_row(struct query *);
bool chain_link(struct query *, int column, struct link *out);

#endif
