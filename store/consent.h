/*
 * consent.h - what a caller allows: may we text, may we call, on which days
 * and at which hours of the country she is in, and may a relative ask.
 *
 * Kept beside the case, in clear, because it must be obeyed where messages
 * leave, by a process that can open no case; under a keyed hash of the case's
 * id, so that who copies the store cannot say whose it is (SEALING.md).  No
 * row is: nothing is allowed.  While she allows texts the number she asked
 * from lies there too, sealed to the outbox key; it is erased when that ends.
 *
 * All but consent_may_text stand inside a transaction; -EIO.
 */
#ifndef STORE_CONSENT_H
#define STORE_CONSENT_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/caller.h"
#include "store/store.h"

enum {
	CONSENT_QUIET_DAYS = 90,	/* then the number may be another's */
	CONSENT_EVERY_DAY = 0x7f,	/* bit 0 is Monday, bit 6 Sunday */
	/* Minutes of the day: nothing leaves outside these, whatever she
	   chose. */
	CONSENT_DAWN = 7 * 60, CONSENT_DUSK = 21 * 60,
};

struct consent {
	bool text, call, relative;
	unsigned days;			/* bits, CONSENT_EVERY_DAY: all */
	unsigned from, until;		/* minutes of the day, [from, until) */
	char country[3];		/* whose clock; "" not known */
	char network[32];		/* profile that she asked from */
	int64_t heard_on;		/* day (UTC) she last showed that she is
					   herself */
	bool has_number;		/* a sealed number lies there */
};

/* Nothing allowed; every day, 7 to 20. */
struct consent consent_none(void);

/* -ENOENT: nothing was said, so nothing is allowed, and *out is consent_none(). */
[[nodiscard]] int consent_load(struct store *, const struct id *case_id,
    struct consent *out);
/*
 * Keep what she says now (network and has_number are not taken from it).
 * number is the E.164 number she says it from: sealed while texts are allowed;
 * NULL leaves what is there.  Where texts are not allowed the number is erased
 * and queued texts end (OUTBOX_EXPIRED).  -EINVAL days or hours are none.
 */
[[nodiscard]] int consent_save(struct store *, const struct id *case_id,
    const struct consent *, const char *number, const char *network,
    int64_t now);
/* She has shown by her digits that she is herself: 90 days more, from the
   phone that she asked to be texted on.  Harmless where nothing is allowed. */
[[nodiscard]] int consent_heard(struct store *, const struct id *case_id,
    int64_t now);
/* She is in another country now; "" it is not known, and nothing leaves. */
[[nodiscard]] int consent_move(struct store *, const struct id *case_id,
    const char *country);
/* No texts any more: number erased, queued texts end. */
[[nodiscard]] int consent_stop(struct store *, const struct id *case_id,
    int64_t now);
/* The same wherever this phone may be texted, whether it may or not. */
[[nodiscard]] int consent_stop_all(struct store *, const struct tag *,
    int64_t now);
/* With the case itself: the row is deleted, queued texts end. */
[[nodiscard]] int consent_forget(struct store *, const struct id *case_id,
    int64_t now);

/* Does she allow texts, is there a number, and has she been heard of in
   CONSENT_QUIET_DAYS?  Hours are another question (gateway/hours.h). */
bool consent_may_text(const struct consent *, int64_t now);
/* She allowed texts, but was quiet for too long: to be asked again. */
bool consent_has_lapsed(const struct consent *, int64_t now);

#endif
