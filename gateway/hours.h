/*
 * hours.h - may something reach her now, and until when: days and hours that
 * she allowed, by the clock of the country she is in.
 *
 * Whatever she chose, nothing comes before CONSENT_DAWN or from CONSENT_DUSK
 * on.  Where her country is not known, or has several times, nothing may come
 * at all.  Changes of the clock count: an hour that comes twice is twice
 * allowed, one that is left out is not.
 */
#ifndef GATEWAY_HOURS_H
#define GATEWAY_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "locales/zone.h"
#include "store/consent.h"

/* Unix seconds, [from, until). */
struct opening { int64_t from, until; };

/*
 * When she can be reached next, beginning at now: from is now where that is at
 * this moment, until the first moment after it when she cannot.  -ENOENT never
 * (no day, no hour); within the next fortnight is all that is looked at.
 */
[[nodiscard]] int hours_next(struct zone *, const struct consent *,
    int64_t now, struct opening *out);

/* The same with the zone of her country; -ENOENT also where that has none. */
[[nodiscard]] int hours_of_consent(const struct consent *, int64_t now,
    struct opening *out);

/*
 * May a text leave now that is of use until ends_at?  So that all of it arrives
 * while she can be reached: nothing is sent in the last HOURS_ROOM_S.
 */
enum { HOURS_ROOM_S = 180 };
enum leave {
	LEAVE_NOW,		/* *at: nothing of it may arrive then or later */
	LEAVE_LATER,		/* *at: ask again then */
	LEAVE_NEVER,		/* she does not allow it, or not in time */
};
enum leave hours_leave(const struct consent *, int64_t now, int64_t ends_at,
    int64_t *at);

#endif
