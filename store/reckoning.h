/*
 * reckoning.h - which day it is, for what is erased by days.
 *
 * A clock that is set a month ahead for a moment would erase a month too much,
 * for ever.  So erasing goes by a time that is believed: the clock's, as long as
 * it goes on night by night.  After a jump of more than two days nothing ages
 * until seven nights were seen to pass at the new time, or a person says that it
 * is right.  A clock that went back is believed at once: that erases less.
 */
#ifndef STORE_RECKONING_H
#define STORE_RECKONING_H

#include <stdint.h>

#include "store/store.h"

enum { RECKONING_JUMP_S = 2 * 86400 + 12 * 3600, RECKONING_NIGHTS = 7 };

struct reckoning {
	int64_t believed_at;	/* Unix s; 0: nothing yet */
	int64_t seen_at;	/* the clock when it was last looked at */
	int64_t nights;		/* that passed since a jump; 0: no jump */
};

/* -EIO. */
[[nodiscard]] int reckoning_load(struct store *, struct reckoning *out);
/* The clock is looked at, once a night: in a transaction of its own.  -EIO. */
[[nodiscard]] int reckoning_see(struct store *, int64_t now,
    struct reckoning *out);
/* Somebody says that the clock is right; noted in the audit.  -EIO. */
[[nodiscard]] int reckoning_believe(struct store *, const char *by,
    int64_t now);
/* The arithmetic alone: what becomes of it when the clock says now. */
struct reckoning reckoning_after(struct reckoning, int64_t now);

#endif
