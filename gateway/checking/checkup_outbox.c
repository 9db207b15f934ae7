#include <inttypes.h>

#include "gateway/checking/checkup.h"
#include "locales/catalogue.h"
#include "store/centre.h"
#include "store/outbox.h"

enum { STUCK_S = 600 };

/* What a person must look at. */
struct looking { int64_t now, unknown, stuck, waiting; };

static bool
look(void *arg, const struct outbox_row *row)
{
	struct looking *l = arg;

	l->unknown += row->state == OUTBOX_UNKNOWN;
	l->stuck += row->state == OUTBOX_SENDING &&
	    l->now - row->state_at > STUCK_S;
	l->waiting += row->state == OUTBOX_QUEUED &&
	    l->now - row->due_at > STUCK_S;
	return true;
}

static void
check_states(struct checkup *checkup)
{
	struct looking l = { .now = checkup->now };

	if (outbox_each(checkup->store, look, &l) != 0)
		checkup_find(checkup, FINDING_FAIL, "%s",
		    store_why(checkup->store));
	if (l.unknown > 0)
		checkup_find(checkup, FINDING_WARN, "of %" PRId64 " texts "
		    "nobody knows whether they arrived; who wrote them must "
		    "decide; see: helpline outbox %s", l.unknown,
		    checkup->dir);
	if (l.stuck > 0)
		checkup_find(checkup, FINDING_WARN, "%" PRId64 " texts are "
		    "being sent for more than %d minutes: bearerbox says "
		    "nothing; restart it", l.stuck, STUCK_S / 60);
	if (l.waiting > 0)
		checkup_find(checkup, FINDING_WARN, "%" PRId64 " texts that "
		    "are due do not leave; is calls running, and is "
		    "keys/outbox.key there? %s", l.waiting,
		    checkup_serve(checkup));
}

static void
check_budgets(struct checkup *checkup)
{
	long budget = checkup->settings->text_budget;
	struct centres *centres;
	int64_t parts;

	if (budget == 0 ||
	    centres_load(checkup->store, checkup, &centres) != 0)
		return;
	for (size_t i = 0; i < centres->n; i++)
		if (outbox_cost(checkup->store, centres->centre[i].id,
		    checkup->now, &parts) == 0 &&
		    parts * 10 >= (int64_t)budget * 9)
			checkup_find(checkup, FINDING_WARN, "the texts of %s "
			    "had %" PRId64 " of %ld parts this month; "
			    "text_budget in helpline.yaml is the limit",
			    centres->centre[i].name[
			    LOCALE_EN], parts, budget);
}

void
check_outbox(struct checkup *checkup)
{
	if (checkup->store == NULL || checkup->settings == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be seen until the "
		    "store opens");
		return;
	}
	check_states(checkup);
	check_budgets(checkup);
}
