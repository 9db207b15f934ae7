/*
 * limits.h - may this message be answered at all, and may it be kept?
 *
 * Limits silence replies; they never refuse intake, but of what one number
 * sends in a day only so much is kept one by one.  A machine that answers
 * machines gets three replies: it presses no key that was offered, or is told
 * the same again and again.
 */
#ifndef GATEWAY_CALLS_LIMITS_H
#define GATEWAY_CALLS_LIMITS_H

#include "gateway/calls/scene.h"

/* SMS replies of a minute, to all together; zeros at first.  Lives as long as
   calls does. */
struct outflow { int64_t minute; unsigned sent, silenced; };

/* Log, once for each time that all together had too many, how many were not
   answered. */
void limits_tell(struct outflow *, const struct settings *);

/* False for who is no telephone number and for what is too old to be wanted. */
bool limits_allow(const struct scene *);

/*
 * May this page leave, by the budgets of its number and of all?  Counts it.
 * *may is set on 0; -EIO.  By USSD always: the network's sessions end by
 * themselves and cost nobody an SMS.
 */
[[nodiscard]] int limits_spend(struct scene *, const struct page *, bool *may);

enum keeping {
	KEEP_IT,
	KEEP_NOTE,		/* the first that is too much: note that */
	KEEP_COUNT,		/* neither: it is only counted */
};
/* One more item of this number; unasked: no page asked for it. */
[[nodiscard]] int limits_keep(struct scene *, bool unasked,
    enum keeping *out);

/* Keep what was counted, at the end of the message. */
[[nodiscard]] int limits_save(struct scene *);

#endif
