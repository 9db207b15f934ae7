/*
 * What waits: messages in bearerbox, pages of the store's log, cases that
 * nobody takes up.
 */
#include <errno.h>
#include <fts.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "gateway/checking/checkup.h"
#include "store/cases.h"

enum {
	MINUTE_S = 60, HOUR_S = 60 * MINUTE_S, DAY_S = 24 * HOUR_S,
	/* Parts of a long SMS wait five minutes for each other. */
	MESSAGE_S = 10 * MINUTE_S,
	URGENT_S = HOUR_S, CASE_S = 2 * DAY_S,
	LOG_MB = 64,
};

struct waiting { size_t n; time_t oldest; };

static void
look(const char *spool, struct waiting *waiting)
{
	char *const roots[] = { (char *)(uintptr_t)spool, NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	const FTSENT *entry;

	if (walk == NULL)
		return;
	while ((entry = fts_read(walk)) != NULL) {
		if (entry->fts_info != FTS_F)
			continue;
		if (waiting->n++ == 0 ||
		    entry->fts_statp->st_mtime < waiting->oldest)
			waiting->oldest = entry->fts_statp->st_mtime;
	}
	fts_close(walk);
}

static void
check_messages(struct checkup *checkup)
{
	const char *spool = checkup_spool(checkup);
	struct waiting waiting = { 0 };

	look(spool, &waiting);
	if (waiting.n > 0 && checkup->now - waiting.oldest > MESSAGE_S)
		checkup_find(checkup, FINDING_FAIL, "%zu messages wait in "
		    "bearerbox, the oldest for %" PRId64 " minutes: callers "
		    "are not answered, or a network is away; is calls running? "
		    "%s", waiting.n,
		    (int64_t)(checkup->now - waiting.oldest) / MINUTE_S,
		    checkup_serve(checkup));
}

static void
check_log(struct checkup *checkup)
{
	char *path = talloc_asprintf(checkup, "%s/helpline.db-wal",
	    checkup->dir);
	struct stat st;

	if (stat(path, &st) == 0 && st.st_size >> 20 >= LOG_MB)
		checkup_find(checkup, FINDING_WARN, "the store's log has %"
		    PRId64 " MB: nobody moves it into the store; is calls "
		    "running, and does anything hold helpline.db open? "
		    "%s", (int64_t)st.st_size >> 20,
		    checkup_serve(checkup));
}

static void
check_cases(struct checkup *checkup)
{
	int64_t urgent, other;

	if (checkup->store == NULL)
		return;
	if (cases_oldest_due(checkup->store, true, &urgent) != 0 ||
	    cases_oldest_due(checkup->store, false, &other) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s",
		    store_why(checkup->store));
		return;
	}
	if (urgent != 0 && checkup->now - urgent > URGENT_S)
		checkup_find(checkup, FINDING_WARN, "an urgent case is %"
		    PRId64 " hours past its time; see: helpline cases %s",
		    (checkup->now - urgent) / HOUR_S, checkup->dir);
	if (other != 0 && checkup->now - other > CASE_S)
		checkup_find(checkup, FINDING_WARN, "a case is %" PRId64
		    " days past its time; see: helpline cases %s",
		    (checkup->now - other) / DAY_S, checkup->dir);
}

void
check_waiting(struct checkup *checkup)
{
	check_messages(checkup);
	check_log(checkup);
	check_cases(checkup);
}
