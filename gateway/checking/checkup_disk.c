#include <dirent.h>
#include <errno.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "gateway/backup/backup.h"
#include "gateway/checking/checkup.h"
#include "gateway/modes.h"
#include "menus/document.h"

enum {
	SPACE_WARN_MB = 1024, SPACE_FAIL_MB = 100,
	CLOCK_SLACK_S = 300,
	INODES_WARN = 10000, INODES_FAIL = 500,
};
static const time_t clock_first = 1767225600;	/* 2026-01-01 */

static char *
path_of(struct checkup *checkup, const char *name)
{
	return talloc_asprintf(checkup, "%s/%s", checkup->dir, name);
}

bool
checkup_shared(const struct checkup *checkup)
{
	struct stat st;

	return stat(checkup->dir, &st) == 0 && (st.st_mode & S_ISGID) != 0;
}

const char *
checkup_serve(struct checkup *checkup)
{
	return checkup_shared(checkup) ? "systemctl start helpline.target" :
	    talloc_asprintf(checkup, "helpline serve %s", checkup->dir);
}

static bool
is_ours(const struct checkup *checkup, const char *path)
{
	size_t n = strlen(checkup->dir);

	return strncmp(path, checkup->dir, n) == 0 &&
	    (path[n] == '\0' || path[n] == '/');
}

/* What a Kannel of their own keeps, outside, is that Kannel's. */
static bool
is_kannels(const struct checkup *checkup, const char *path)
{
	return checkup_own_kannel(checkup) && !is_ours(checkup, path);
}

bool
checkup_mode(struct checkup *checkup, const char *path)
{
	bool shared = checkup_shared(checkup);
	struct stat status;

	if (lstat(path, &status) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s: %s", path,
		    strerror(errno));
		return false;
	}
	if (!shared && !is_kannels(checkup, path) &&
	    status.st_uid != geteuid())
		checkup_find(checkup, FINDING_FAIL, "%s belongs to another "
		    "user; chown it to the one who runs the helpline", path);
	if (!S_ISLNK(status.st_mode) && (status.st_mode & (shared ? 07 : 077)) != 0)
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
			checkup_mode(checkup, talloc_asprintf(checkup, "%s/%s",
			    dir, entry->d_name));
	closedir(stream);
}

/* Who may write to a directory above may put another one in our place. */
static void
check_above(struct checkup *checkup)
{
	char *whole = realpath(checkup->dir, NULL), *slash;
	struct stat st;

	while (whole != NULL && (slash = strrchr(whole, '/')) != NULL) {
		slash[slash == whole] = '\0';
		if (stat(whole, &st) == 0 && (st.st_mode & 022) != 0 &&
		    (st.st_mode & S_ISVTX) == 0)
			checkup_find(checkup, FINDING_FAIL, "others may write "
			    "to %s, and so put another directory in the place "
			    "of this one; run: chmod go-w %s", whole, whole);
		if (slash == whole)
			break;
	}
	free(whole);
}

static void
check_backups(struct checkup *checkup)
{
	struct backups *list;

	if (checkup->settings == NULL ||
	    backups_list(checkup, checkup->settings, &list) != 0)
		return;
	for (size_t i = 0; i < list->n; i++)
		checkup_mode(checkup, list->backup[i].path);
}

static void
check_shared(struct checkup *checkup)
{
	struct faults *faults = faults_new(checkup);

	if (modes_check(checkup->dir, faults) == 0)
		return;
	for (size_t i = 0; i < faults_count(faults); i++)
		checkup_find(checkup, FINDING_FAIL, "%s",
		    faults_at(faults, i));
}

void
check_directory(struct checkup *checkup)
{
	if (checkup_shared(checkup)) {
		check_shared(checkup);
		check_above(checkup);
		return;
	}
	if (!checkup_mode(checkup, checkup->dir))
		return;
	check_all_in(checkup, checkup->dir);
	check_all_in(checkup, path_of(checkup, "keys"));
	check_backups(checkup);
	check_above(checkup);
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
		checkup_find(checkup, FINDING_FAIL, "%s, into another "
		    "directory, and keep this as it is: helpline restore",
		    store_why(checkup->store));
	} else {
		check_keys(checkup);
	}
}

/* 0: it has no fixed number of them. */
static void
check_inodes(struct checkup *checkup, const struct statvfs *fs)
{
	if (fs->f_files > 0 && fs->f_favail < INODES_WARN)
		checkup_find(checkup, fs->f_favail < INODES_FAIL ?
		    FINDING_FAIL : FINDING_WARN, "room for only %llu more files "
		    "(inodes): bearerbox keeps a file for each message that "
		    "waits; delete small files, or make the filesystem anew "
		    "with more", (unsigned long long)fs->f_favail);
}

/* Where a lock is no lock, or where nothing outlives the power. */
static void
check_kind(struct checkup *checkup)
{
	bool demo = checkup->settings != NULL && checkup->settings->demo;
	struct statfs fs;

	if (statfs(checkup->dir, &fs) != 0)
		return;
	switch ((unsigned long)fs.f_type) {
	case TMPFS_MAGIC:
	case RAMFS_MAGIC:
		checkup_find(checkup, demo ? FINDING_WARN : FINDING_FAIL, "%s "
		    "lies in memory (tmpfs): a power cut takes every case; "
		    "move it to a disk", checkup->dir);
		break;
	case NFS_SUPER_MAGIC:
	case SMB_SUPER_MAGIC:
	case CIFS_SUPER_MAGIC:
	case SMB2_SUPER_MAGIC:
		checkup_find(checkup, FINDING_FAIL, "%s lies on another "
		    "machine: its locks do not hold, and a store without locks "
		    "is damaged; move it to a disk of this one", checkup->dir);
		break;
	}
}

void
check_space(struct checkup *checkup)
{
	struct statvfs fs;
	unsigned long long mb;

	check_kind(checkup);
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
	check_inodes(checkup, &fs);
}

const char *
checkup_spool(struct checkup *checkup)
{
	const char *location = checkup->conf != NULL ?
	    kannel_conf_value(checkup->conf, "core", 0, "store-location") :
	    NULL;

	return location != NULL ? location : path_of(checkup, "spool");
}

void
check_spool(struct checkup *checkup)
{
	const char *spool = checkup_spool(checkup);
	struct statvfs fs;
	struct statfs kind;

	if (statvfs(spool, &fs) != 0 || statfs(spool, &kind) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s: %s", spool,
		    strerror(errno));
		return;
	}
	checkup_mode(checkup, spool);
	if (kind.f_type == TMPFS_MAGIC || kind.f_type == RAMFS_MAGIC)
		checkup_find(checkup, checkup->settings != NULL &&
		    checkup->settings->demo ? FINDING_WARN : FINDING_FAIL,
		    "%s lies in memory (tmpfs): a power cut takes what waits "
		    "there; let store-location name a directory on a disk",
		    spool);
	else if ((fs.f_flag & ST_SYNCHRONOUS) == 0)
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

/* The kernel knows whether somebody steers it (adjtimex(2)). */
static bool
is_disciplined(void)
{
	struct timex clock = { 0 };
	int state = adjtimex(&clock);

	return state >= 0 && state != TIME_ERROR &&
	    (clock.status & STA_UNSYNC) == 0;
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
	else if (!is_disciplined())
		checkup_find(checkup, FINDING_WARN, "nobody keeps it right: "
		    "codes of sign-ins fail and texts leave at the wrong hour "
		    "once it is off; run: timedatectl set-ntp true, and see: "
		    "timedatectl timesync-status");
}
