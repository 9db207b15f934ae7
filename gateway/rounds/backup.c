#include <inttypes.h>

#include "gateway/backup/backup.h"
#include "gateway/rounds/duty.h"

enum { HOUR_S = 60 * 60 };

bool
backup_wanted(const struct settings *settings)
{
	return backup_has_key(settings);
}

int64_t
backup_interval_s(const struct settings *settings)
{
	return settings->backup_hours * HOUR_S;
}

enum round_result
backup_run(struct turn_of_duty *turn)
{
	char *path, *why = NULL;
	int gone, rc = backup_make(turn, turn->settings, turn->store,
	    turn->now, &path, &why);

	if (rc != 0) {
		turn->words = why != NULL ? why : "it failed";
		return ROUND_FAILED;
	}
	gone = backups_thin(turn->settings, turn->now);
	if (gone < 0) {
		turn->words = talloc_asprintf(turn, "%s is made, but older "
		    "ones cannot be deleted", path);
		return ROUND_FAILED;
	}
	turn->words = talloc_asprintf(turn, "%s is made; %d older deleted",
	    path, gone);
	return ROUND_DONE;
}
