#include "gateway/checking/checkup.h"
#include "store/rounds.h"

enum { TOLD_S = 7 * 24 * 3600, LOOKED_AT = 20 };

/* What rounds saw.  A jump that is over cannot be mended, only its cause. */
void
check_jumps(struct checkup *checkup)
{
	struct rounds_done *done;

	if (checkup->store == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be seen until the "
		    "store opens");
		return;
	}
	if (rounds_load(checkup->store, checkup, "clock", LOOKED_AT,
	    &done) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s",
		    store_why(checkup->store));
		return;
	}
	for (size_t i = 0; i < done->n; i++)
		if (done->round[i].memo[0] != '\0' &&
		    checkup->now - done->round[i].begun_at < TOLD_S) {
			checkup_find(checkup, FINDING_WARN, "%s in the last "
			    "seven days; keep it right with NTP (chrony), and "
			    "let the machine not sleep", done->round[i].words);
			return;
		}
}
