#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "gateway/checking/checkup.h"
#include "menus/document.h"

enum {
	SPACE_WARN_MB = 1024, SPACE_FAIL_MB = 100,
	CLOCK_SLACK_S = 300,
};
static const time_t clock_first = 1767225600;	/* 2026-01-01 */

static char *
path_of(struct checkup *checkup, const char *name)
{
	return talloc_asprintf(checkup, "%s/%s", checkup->dir, name);
}

/* False when it is not there. */
static bool
check_mode(struct checkup *checkup, const char *path)
{
	struct stat status;

	if (lstat(path, &status) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s: %s", path,
		    strerror(errno));
		return false;
	}
	if (status.st_uid != geteuid())
		checkup_find(checkup, FINDING_FAIL, "%s belongs to another "
		    "user; chown it to the one who runs the helpline", path);
	if (!S_ISLNK(status.st_mode) && (status.st_mode & 077) != 0)
		checkup_find(checkup, FINDING_FAIL, "%s can be read by "
		    "others; run: chmod %s %s", path,
		    S_ISDIR(status.st_mode) ? "700" : "600", path);
	return true;
}

static void
check_all_in(struct checkup *checkup, const char *dir)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;

	if (stream == NULL) {
		checkup_find(checkup, FINDING_FAIL, "%s: %s", dir,
		    strerror(errno));
		return;
	}
	while ((entry = readdir(stream)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			check_mode(checkup, talloc_asprintf(checkup, "%s/%s",
			    dir, entry->d_name));
	closedir(stream);
}

void
check_directory(struct checkup *checkup)
{
	if (!check_mode(checkup, checkup->dir))
		return;
	check_all_in(checkup, checkup->dir);
	check_all_in(checkup, path_of(checkup, "keys"));
}

void
check_settings(struct checkup *checkup)
{
	struct faults *faults = faults_new(checkup);

	if (settings_load(checkup, checkup->dir, faults,
	    &checkup->settings) != 0)
		checkup->settings = NULL;
	for (size_t i = 0; i < faults_count(faults); i++)
		checkup_find(checkup, FINDING_FAIL, "%s",
		    faults_at(faults, i));
}

/* Who only looks holds no keys: open it as those do who answer callers. */
static void
check_keys(struct checkup *checkup)
{
	struct store *store;
	char *why = NULL;

	if (store_open(checkup, checkup->dir, ROLE_CALLS, &store, &why) == 0)
		talloc_free(store);
	else
		checkup_find(checkup, FINDING_FAIL, "%s",
		    why != NULL ? why : "its keys cannot be used");
}

void
check_store(struct checkup *checkup)
{
	char *why = NULL;

	if (store_open(checkup, checkup->dir, ROLE_LOOK, &checkup->store,
	    &why) != 0) {
		checkup->store = NULL;
		checkup_find(checkup, FINDING_FAIL, "%s",
		    why != NULL ? why : "the store cannot be opened");
	} else if (store_verify(checkup->store) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s; bring back the last "
		    "backup", store_why(checkup->store));
	} else {
		check_keys(checkup);
	}
}

void
check_space(struct checkup *checkup)
{
	struct statvfs fs;
	unsigned long long mb;

	if (statvfs(checkup->dir, &fs) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s: %s", checkup->dir,
		    strerror(errno));
		return;
	}
	mb = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	if (mb < SPACE_WARN_MB)
		checkup_find(checkup, mb < SPACE_FAIL_MB ? FINDING_FAIL :
		    FINDING_WARN, "only %llu MB are free; make room, or "
		    "complaints will wait in Kannel", mb);
}

void
check_spool(struct checkup *checkup)
{
	const char *spool = path_of(checkup, "spool");
	const char *location = checkup->conf != NULL ?
	    kannel_conf_value(checkup->conf, "core", 0, "store-location") :
	    NULL;
	struct statvfs fs;

	if (location != NULL)
		spool = location;
	if (statvfs(spool, &fs) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s: %s", spool,
		    strerror(errno));
		return;
	}
	check_mode(checkup, spool);
	if ((fs.f_flag & ST_SYNCHRONOUS) == 0)
		checkup_find(checkup, FINDING_WARN, "bearerbox never syncs "
		    "%s: a power cut may lose what waits there; mount it with "
		    "sync,dirsync", spool);
}

static bool
is_later(struct checkup *checkup, const char *name)
{
	struct stat status;

	return stat(path_of(checkup, name), &status) == 0 &&
	    status.st_mtime > checkup->now + CLOCK_SLACK_S;
}

/* The store's own time is the last that this machine believed in. */
void
check_clock(struct checkup *checkup)
{
	if (checkup->now < clock_first)
		checkup_find(checkup, FINDING_FAIL, "it is before 2026; set "
		    "it, or every message counts as late");
	else if (is_later(checkup, "helpline.db") ||
	    is_later(checkup, "helpline.db-wal"))
		checkup_find(checkup, FINDING_FAIL, "it went back: the store "
		    "was written later than now; set it");
}
