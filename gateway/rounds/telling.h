/*
 * telling.h - an SMS to a member's own phone: that there is something, never
 * what.
 *
 * It is put into the outbox in the transaction that notes why, so that one
 * that is killed on the way neither tells twice nor forgets.  Which number it
 * is rounds does not know: the box goes from row to row unopened.
 */
#ifndef GATEWAY_ROUNDS_TELLING_H
#define GATEWAY_ROUNDS_TELLING_H

#include "gateway/rounds/duty.h"

struct telling {
	int64_t staff, centre;		/* to whom, about whose work */
	const char *one, *many;		/* keys of the words */
	int64_t n;
	int64_t valid_s;		/* it is worth nothing later */
	bool alarm;			/* dropped when all is opened */
};

/* 0; -ENOENT she has no phone, or has left; -EIO.  In a transaction. */
[[nodiscard]] int tell_staff(struct turn_of_duty *, const struct telling *);

#endif
