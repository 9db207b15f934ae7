/*
 * The clock was set while we ran: somebody should know, as messages may have
 * been late, or two pages one (doctor tells of it for a week).
 */
#include <inttypes.h>

#include "gateway/jump.h"
#include "gateway/rounds/duty.h"

enum { MS = 1000 };

/* Since this process began; what was seen and is not yet recorded. */
static struct jump seen;
static int64_t set_by_ms;

bool
clock_pending(struct turn_of_duty *turn)
{
	(void)turn;
	set_by_ms += jump_look(&seen);
	return set_by_ms != 0;
}

enum round_result
clock_run(struct turn_of_duty *turn)
{
	int64_t by = set_by_ms / MS;

	set_by_ms = 0;
	turn->words = by == 0 ? "the clock was not set" : talloc_asprintf(turn,
	    "the clock was set %s by %" PRId64 " s, or the machine slept",
	    by > 0 ? "on" : "back", by > 0 ? by : -by);
	turn->memo = by == 0 ? "" : talloc_asprintf(turn, "%" PRId64, by);
	return by == 0 ? ROUND_SAME : ROUND_DONE;
}
