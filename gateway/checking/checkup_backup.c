#include <inttypes.h>
#include <sys/stat.h>

#include "gateway/backup/backup.h"
#include "gateway/checking/checkup.h"
#include "store/reckoning.h"
#include "store/rounds.h"

enum { HOUR_S = 60 * 60, DAY_S = 24 * HOUR_S, DRILL_DAYS = 35, NIGHTS = 3 };

/* systemd lets rounds write below the data directory only; root, who tries
   helpline backup by hand, writes anywhere.  One there that is not root's: a
   drop-in of hers lets rounds. */
static bool
is_shut_out(const struct checkup *checkup, const struct backups *list)
{
	struct stat st;

	for (size_t i = 0; i < list->n; i++)
		if (stat(list->backup[i].path, &st) == 0 && st.st_uid != 0)
			return false;
	return checkup_shared(checkup);
}

static void
check_age(struct checkup *checkup)
{
	const struct settings *settings = checkup->settings;
	const char *outside = backups_outside(checkup, settings);
	struct backups *list;
	int64_t age;

	if (backups_list(checkup, settings, &list) != 0) {
		checkup_find(checkup, FINDING_FAIL, "the backups cannot be "
		    "listed; see backup_dir");
		return;
	}
	if (outside != NULL && is_shut_out(checkup, list)) {
		checkup_find(checkup, FINDING_WARN, "rounds may not write to "
		    "%s, only below %s; leave backup_dir empty, mount that "
		    "disk at %s/backup, then run hand-over", outside,
		    checkup->dir, checkup->dir);
		return;
	}
	if (list->n == 0) {
		checkup_find(checkup, FINDING_WARN, "there is none yet; is "
		    "rounds running? helpline backup %s", checkup->dir);
		return;
	}
	age = checkup->now - list->backup[0].at;
	if (age > (2 * settings->backup_hours + 1) * HOUR_S)
		checkup_find(checkup, FINDING_WARN, "the last one is %" PRId64
		    " hours old; helpline rounds %s list says why",
		    age / HOUR_S, checkup->dir);
}

static void
check_drill(struct checkup *checkup)
{
	struct rounds_done *done;
	int64_t days;

	if (rounds_load(checkup->store, checkup, "drill", 1, &done) != 0)
		return;
	if (done->n == 0) {
		checkup_find(checkup, FINDING_WARN, "nobody has tried yet "
		    "whether one can be restored: helpline drill %s",
		    checkup->dir);
		return;
	}
	days = (checkup->now - done->round[0].begun_at) / DAY_S;
	if (done->round[0].result != ROUND_DONE)
		checkup_find(checkup, FINDING_FAIL, "the last rehearsal "
		    "failed: %s", done->round[0].words);
	else if (days > DRILL_DAYS)
		checkup_find(checkup, FINDING_WARN, "the last rehearsal was %"
		    PRId64 " days ago: helpline drill %s", days, checkup->dir);
}

void
check_backup(struct checkup *checkup)
{
	if (checkup->store == NULL || checkup->settings == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be seen until the "
		    "store opens");
		return;
	}
	if (!backup_has_key(checkup->settings)) {
		checkup_find(checkup, FINDING_WARN, "none is made: a lost disk "
		    "would lose every case; helpline backup %s key",
		    checkup->dir);
		return;
	}
	check_age(checkup);
	check_drill(checkup);
}

/* Nobody misses it while it stands still. */
void
check_forgetting(struct checkup *checkup)
{
	struct reckoning r;

	if (checkup->store == NULL ||
	    reckoning_load(checkup->store, &r) != 0) {
		checkup_find(checkup, FINDING_WARN, "cannot be seen until the "
		    "store opens");
		return;
	}
	if (r.seen_at == 0)
		checkup_find(checkup, FINDING_WARN, "no night has passed: "
		    "nothing is erased before rounds has seen one; %s",
		    checkup_serve(checkup));
	else if (r.nights > 0)
		checkup_find(checkup, FINDING_WARN, "the clock jumped by %"
		    PRId64 " days, so nothing is erased for %d nights; is it "
		    "right? helpline forget %s believe",
		    (r.seen_at - r.believed_at) / DAY_S, RECKONING_NIGHTS,
		    checkup->dir);
	else if (checkup->now - r.seen_at > NIGHTS * DAY_S)
		checkup_find(checkup, FINDING_WARN, "nothing was erased for %"
		    PRId64 " days; is rounds running? helpline rounds %s list",
		    (checkup->now - r.seen_at) / DAY_S, checkup->dir);
}
