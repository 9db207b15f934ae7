/*
 * Once a night: what day it is, for what ages, and which cases will go.  It
 * erases nothing itself: rounds holds no key, and calls does.
 */
#include <inttypes.h>

#include "gateway/forgetting.h"
#include "gateway/rounds/duty.h"
#include "store/forget.h"
#include "store/reckoning.h"

enum { NIGHT_S = 20 * 60 * 60, AT_ONCE = 50 };

/* A night has passed, or the clock went another way. */
bool
forget_pending(struct turn_of_duty *turn)
{
	struct reckoning r;

	return reckoning_load(turn->store, &r) != 0 ||
	    turn->now >= r.seen_at + NIGHT_S || turn->now < r.seen_at;
}

static bool
is_stopped(const struct turn_of_duty *turn)
{
	return turn->stop != NULL && turn->stop();
}

static int
list_all(struct turn_of_duty *turn, int64_t believed, unsigned *listed)
{
	const struct retention keep = forgetting_retention(turn->settings);
	unsigned some = AT_ONCE;
	int rc = 0;

	while (rc == 0 && some == AT_ONCE && !is_stopped(turn)) {
		rc = forget_list(turn->store, believed, &keep, AT_ONCE, &some);
		*listed += rc == 0 ? some : 0;
	}
	return rc;
}

enum round_result
forget_run(struct turn_of_duty *turn)
{
	struct reckoning r;
	unsigned listed = 0;
	int rc = reckoning_load(turn->store, &r);

	r = reckoning_after(r, turn->now);
	if (rc == 0)
		rc = list_all(turn, r.believed_at, &listed);
	/* The night is noted last, so that one cut short is gone on with. */
	if (rc == 0 && !is_stopped(turn))
		rc = reckoning_see(turn->store, turn->now, &r);
	if (rc != 0) {
		turn->words = store_why(turn->store);
		return ROUND_FAILED;
	}
	if (r.nights > 0) {
		turn->words = talloc_asprintf(turn, "the clock jumped by %"
		    PRId64 " days; nothing ages until %d nights have passed, or "
		    "somebody says that it is right: helpline forget %s "
		    "believe", (turn->now - r.believed_at) / 86400,
		    RECKONING_NIGHTS, turn->settings->dir);
		return ROUND_WAITS;
	}
	turn->words = talloc_asprintf(turn, "%u cases came on the list of what "
	    "will be erased", listed);
	return listed > 0 ? ROUND_DONE : ROUND_SAME;
}
