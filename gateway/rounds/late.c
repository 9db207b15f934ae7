/*
 * A call that she asked for and nobody made in time is not made any more: it
 * would surprise her.  Who leads is told.
 */
#include "gateway/rounds/duty.h"
#include "store/calling.h"
#include "store/centre.h"
#include "store/finish.h"

static int
look_at_all(struct turn_of_duty *turn, bool tell, unsigned *n)
{
	struct centres *centres;
	int rc = centres_load(turn->store, turn, &centres);
	unsigned some = 0;

	for (size_t i = 0; rc == 0 && i < centres->n; i++) {
		rc = callings_missed(turn->store, centres->centre[i].id,
		    turn->now, tell, &some);
		*n += some;
	}
	return rc;
}

bool
late_pending(struct turn_of_duty *turn)
{
	unsigned n = 0;

	return look_at_all(turn, false, &n) != 0 || n > 0;
}

enum round_result
late_run(struct turn_of_duty *turn)
{
	unsigned n = 0;
	int rc = store_begin(turn->store);

	if (rc == 0)
		rc = store_finish(turn->store, look_at_all(turn, true, &n));
	turn->words = rc != 0 ? store_why(turn->store) : talloc_asprintf(turn,
	    "%u calls were not made in time", n);
	return rc != 0 ? ROUND_FAILED : n > 0 ? ROUND_DONE : ROUND_SAME;
}
