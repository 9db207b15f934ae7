#include <inttypes.h>

#include "gateway/checking/checkup.h"
#include "gateway/licences/import/proposal.h"
#include "store/rounds.h"

enum { HOUR_S = 60 * 60, DAYS_AHEAD = 14 };

static void
check_age(struct checkup *checkup)
{
	long limit = checkup->settings->register_limit_days;
	struct register_head head;
	int64_t age;

	if (agencies_head(checkup->store, checkup, &head) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s",
		    store_why(checkup->store));
		return;
	}
	age = register_age_days(&head, checkup->now);
	if (head.generation == 0)
		checkup_find(checkup, FINDING_WARN, "there is no list, so "
		    "families are sent to 1297; import one: helpline agencies "
		    "%s import FILE --as-of DATE --source WHERE",
		    checkup->dir);
	else if (age > limit)
		checkup_find(checkup, FINDING_WARN, "the list is %" PRId64
		    " days old and counts no more (register_limit_days %ld), "
		    "so families are sent to 1297; import a newer one", age,
		    limit);
	else if (age + DAYS_AHEAD > limit && limit > DAYS_AHEAD)
		checkup_find(checkup, FINDING_WARN, "the list counts for %"
		    PRId64 " days more; import a newer one", limit - age);
}

static void
check_pending(struct checkup *checkup)
{
	struct import import;
	int64_t number = 0;

	if (import_pending(checkup->store, &number) != 0 || number == 0 ||
	    import_find(checkup->store, checkup, number, &import) != 0)
		return;
	checkup_find(checkup, FINDING_WARN, "import %" PRId64 " waits for a "
	    "member; see: helpline agencies %s diff %" PRId64, number,
	    checkup->dir, number);
}

static bool
is_late(const struct checkup *checkup, const struct rounds_done *done)
{
	int64_t limit = 2 * checkup->settings->register_hours * HOUR_S;

	return done->n == 0 || checkup->now - done->round[0].begun_at > limit;
}

static void
check_refresh(struct checkup *checkup)
{
	struct rounds_done *done;

	if (checkup->settings->register_url[0] == '\0' ||
	    rounds_load(checkup->store, checkup, "register", 1, &done) != 0)
		return;
	if (is_late(checkup, done))
		checkup_find(checkup, FINDING_WARN, "nobody looked for a newer "
		    "list lately; is rounds running? %s",
		    checkup_serve(checkup));
	else if (done->round[0].result == ROUND_FAILED)
		checkup_find(checkup, FINDING_WARN, "the last look for a newer "
		    "list failed: %s", done->round[0].words);
	else if (done->round[0].result == ROUND_BROKEN &&
	    done->round[0].begun_at + HOUR_S < checkup->now)
		checkup_find(checkup, FINDING_WARN, "the last look for a newer "
		    "list was broken off; rounds' log says why, and "
		    "helpline rounds %s --once tries again",
		    checkup->dir);
}

void
check_register(struct checkup *checkup)
{
	if (checkup->store == NULL || checkup->settings == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be seen until the "
		    "store opens");
		return;
	}
	check_age(checkup);
	check_pending(checkup);
	check_refresh(checkup);
}
