/*
 * referral.h - a case goes to another centre, with her consent.
 *
 *	offered -> accepted -> done
 *	        -> refused | withdrawn
 *
 * What goes is a copy of the items she agreed to (parcel.h), and no key of the
 * case: what is withheld the other centre can never read, what it has read
 * cannot be unread.  It reads the copy before it answers.  Accepted, the copy
 * is a case of its own in the other queue; the first centre keeps hers, reads
 * the copy too, and gets what was said when it is done.  Each is a transaction
 * of its own, with audit and edit rows and errors as in work.h.
 */
#ifndef STORE_REFERRAL_H
#define STORE_REFERRAL_H

#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/reading.h"
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
	char copy[REF_DIGITS + 1];	/* what the other centre has */
	bool is_copy;			/* it was asked for by the copy */
};

struct referral_wish {
	int64_t to, version;
	const char *text;		/* why; goes with it */
	/* Without what she said: a lead's reason and what is sent.  NULL: her
	   last answer about this centre counts, and its items are sent. */
	const char *override;
	const int64_t *item;
	size_t items_n;
};
/*
 * Offer it.  -ENODATA she was not asked about this centre, or said no;
 * -EINVAL no such centre or her own, an item that is not there; -EPERM it is
 * offered or referred already, or not in her centre's queue; -EEXIST the
 * version is stale, *out is how it is.
 */
[[nodiscard]] int referral_offer(struct store *, const char *ref,
    const struct login *, const struct referral_wish *, int64_t now,
    struct matter *out);
/* Take an offer back; ref is the case's.  *out is how it is.  -EPERM there is
   none of hers, or it was answered. */
[[nodiscard]] int referral_withdraw(struct store *, const char *ref,
    const struct login *, const char *text, int64_t now, struct matter *out);
/* Answers of the other centre; ref is the offer's.  *out is the case that it
   has become.  -ENOENT no such offer to her centre. */
[[nodiscard]] int referral_refuse(struct store *, const char *ref,
    const struct login *, const char *text, int64_t now);
[[nodiscard]] int referral_accept(struct store *, const char *ref,
    const struct login *, const char *text, int64_t now, struct matter *out);
/* Done; ref is the copy's.  Finished there and read there no more; text goes
   into the case it came from, which is due again.  -EPERM it is no copy of
   hers that goes on. */
[[nodiscard]] int referral_done(struct store *, const char *ref,
    const struct login *, const char *text, int64_t now, struct matter *out);

/* What is offered, opened; audited as "read_offer".  For either centre.  As
   case_read; the matter's version is 0. */
[[nodiscard]] int referral_read(struct store *, TALLOC_CTX *, const char *ref,
    const struct login *, int64_t now, struct reading **out);

/* The one of a case, or of a copy, that goes on; state REFERRAL_NONE
   without.  -EIO. */
[[nodiscard]] int referral_find(struct store *, TALLOC_CTX *,
    const struct id *, struct referral *out);
/* Offered to a centre, or (out) by it and not done: the oldest first. */
struct referrals { size_t n; struct referral *referral; };
[[nodiscard]] int referrals_load(struct store *, TALLOC_CTX *,
    int64_t centre, bool out_of_it, unsigned max, struct referrals **);

#endif
