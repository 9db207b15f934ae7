/*
 * referral.h - a case goes to another centre, with her consent.
 *
 *	offered -> accepted -> done
 *	        -> refused | withdrawn
 *
 * An offer makes the other centre a reader: it sees the whole case before it
 * answers, and what it has read cannot be unread.  Accepted, the case is in
 * its queue and its stand-in reads it too; the first centre follows it until
 * it is done, and then has it back.  Each is a transaction of its own, with
 * audit and edit rows and errors as in work.h.
 */
#ifndef STORE_REFERRAL_H
#define STORE_REFERRAL_H

#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"

enum referral_state { REFERRAL_NONE, REFERRAL_OFFERED, REFERRAL_WITHDRAWN,
	REFERRAL_REFUSED, REFERRAL_ACCEPTED, REFERRAL_DONE, REFERRAL_STATES };
const char *referral_state_name(enum referral_state);

struct referral {
	struct id case_id;
	int64_t to, from;
	enum referral_state state;
	const char *by;			/* who did the last step */
	int64_t at;
};

/*
 * Offer it; text, kept in the case, says why and what she agreed to.
 * -EINVAL no such centre or her own; -EPERM it is offered or referred already,
 * or not in her centre's queue; -EEXIST the version is stale, *out is how it
 * is.
 */
[[nodiscard]] int referral_offer(struct store *, const char *ref,
    const struct login *, int64_t to, const char *text, int64_t version,
    int64_t now, struct matter *out);
/* The next step: REFERRAL_WITHDRAWN by who offered it, the others by the
   other centre.  -EPERM the step is not hers, or not now. */
[[nodiscard]] int referral_step(struct store *, const char *ref,
    const struct login *, enum referral_state, const char *text,
    int64_t now, struct matter *out);

/* The one of a case that goes on; state REFERRAL_NONE without.  -EIO. */
[[nodiscard]] int referral_find(struct store *, TALLOC_CTX *,
    const struct id *, struct referral *out);
/* Offered to a centre, or (out) by it and not done: the oldest first. */
struct referrals { size_t n; struct referral *referral; };
[[nodiscard]] int referrals_load(struct store *, TALLOC_CTX *,
    int64_t centre, bool out_of_it, unsigned max, struct referrals **);

#endif
