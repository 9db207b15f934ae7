/*
 * wish.h - what she said about her case when she last dialled with her digits,
 * or from her phone: taken back, solved or not, forget this phone.
 *
 * In clear, as the state is: calls asks what she was asked, and lists show it.
 * Nothing of it closes or erases a case; that is for people to do.
 */
#ifndef STORE_WISH_H
#define STORE_WISH_H

#include <stdbool.h>
#include <stdint.h>

#include "store/cases.h"

enum wish {
	WISH_WITHDRAW,		/* by her digits: she takes it back */
	WISH_SOLVED,		/* by her digits, after it was finished */
	WISH_UNSOLVED,		/* the same: it was taken up again for that */
	WISH_DELETE,		/* from the phone, by whoever held it */
	WISHES
};
/* "withdraw", "solved", "unsolved", "delete". */
const char *wish_name(enum wish);

/* The day (day.h) of each; 0 she did not.  What is finished anew is asked
   anew: solved and unsolved are gone then. */
struct wishes { int64_t day[WISHES]; };
[[nodiscard]] int wishes_of(struct store *, const struct id *,
    struct wishes *out);

/*
 * All below stand inside a transaction.
 *
 * Keep a wish: in clear, and as an item of the case (kind "wish", text its
 * name).  What was wished before is left alone.
 */
[[nodiscard]] int wish_keep(struct store *, const struct id *, enum wish,
    int64_t now);
/* Is it finished since at most so many days, and was not asked about? */
[[nodiscard]] int wish_may_ask(struct store *, const struct matter *,
    int64_t days, int64_t now, bool *out);
/*
 * Solved: kept.  Unsolved: taken up again (working), due as a new one is.
 * -EALREADY it is not finished any more, or she has said before; nothing
 * changed.
 */
[[nodiscard]] int wish_solved(struct store *, const struct id *, bool solved,
    int64_t now);

#endif
