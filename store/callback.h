/*
 * callback.h - she asked to be called: until somebody reached her, three tries
 * or three working days.  Then her own page says how to reach us.
 */
#ifndef STORE_CALLBACK_H
#define STORE_CALLBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "store/cases.h"

enum { CALLBACK_TRIES = 3, CALLBACK_WORKING_DAYS = 3 };

enum callback_state {
	CALLBACK_NONE,		/* she did not ask */
	CALLBACK_WAITS,		/* to be called */
	CALLBACK_REACHED,
	CALLBACK_ENDED,		/* given up: she is told how to reach us */
};
struct callback {
	enum callback_state state;	/* as of the time it is looked at */
	unsigned tries;			/* since she asked last */
	int64_t asked_at;		/* Unix s, rounded to the hour */
};

/* Of a case.  -EIO. */
[[nodiscard]] int callback_of(struct store *, const struct id *, int64_t now,
    struct callback *out);

/* Both inside a transaction: she asked, again where she had (the tries begin
   anew); somebody tried, whoever asked for it (nothing, where nobody did). */
[[nodiscard]] int callback_ask(struct store *, const struct id *,
    int64_t now);
[[nodiscard]] int callback_tried(struct store *, const struct id *,
    bool reached);

/* Was the newest wish of this case or of one of the same phone given up?  A
   case that holds nothing but the wish to be called has no digits to ask
   with. */
[[nodiscard]] int callback_given_up(struct store *, const struct id *,
    int64_t now, bool *out);

#endif
