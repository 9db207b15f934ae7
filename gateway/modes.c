#include "gateway/modes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "menus/document.h"

/* What is read to know what to do; in the store everybody writes. */
static const char *const steering[] = { ".yaml", ".csv", ".conf", ".pub",
	"today" };

static bool
steers(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof(steering) / sizeof(*steering); i++) {
		size_t end = strlen(steering[i]);

		if (n >= end && strcmp(name + n - end, steering[i]) == 0)
			return true;
	}
	return false;
}

static void
check_entry(int fd, const char *dir, const char *name,
    const struct stat *owner, struct faults *faults)
{
	char path[4096];
	struct stat st;

	/* What a unit hides from us is a device or a directory here. */
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if ((st.st_mode & S_IRWXO) != 0)
		faults_add(faults, path, 0, "others may read or change it; "
		    "say: chmod o= %s", path);
	if (!steers(name))
		return;
	if ((st.st_mode & S_IWGRP) != 0)
		faults_add(faults, path, 0, "the group may change it; say: "
		    "chmod g-w %s", path);
	if (st.st_uid != 0 && st.st_uid != owner->st_uid)
		faults_add(faults, path, 0, "it belongs to user %u; look at "
		    "what it says, then: chown %u %s", (unsigned)st.st_uid,
		    (unsigned)owner->st_uid, path);
}

static void
check_entries(const char *dir, const struct stat *owner,
    struct faults *faults)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;

	if (stream == NULL) {
		faults_add(faults, dir, 0, "%s", strerror(errno));
		return;
	}
	for (errno = 0; (entry = readdir(stream)) != NULL; errno = 0)
		check_entry(dirfd(stream), dir, entry->d_name, owner, faults);
	if (errno != 0)
		faults_add(faults, dir, 0, "%s", strerror(errno));
	closedir(stream);
}

static void
check_dir(const char *dir, const struct stat *st, struct faults *faults)
{
	bool shared = (st->st_mode & S_ISGID) != 0;

	if ((st->st_mode & S_IRWXO) != 0)
		faults_add(faults, dir, 0, "others may look into it; say: "
		    "chmod o= %s", dir);
	if (!shared && (st->st_mode & S_IRWXG) != 0)
		faults_add(faults, dir, 0, "its group may look into it; say: "
		    "chmod 700 %s", dir);
	/* root may go everywhere, and does, to mend things. */
	if (st->st_uid != 0 && st->st_uid != geteuid() && geteuid() != 0)
		faults_add(faults, dir, 0, "it belongs to user %u, and this is "
		    "user %u; run this as its owner", (unsigned)st->st_uid,
		    (unsigned)geteuid());
	/* In one that is not shared nobody else comes to what is in it. */
	if (!shared)
		return;
	umask(S_IWGRP | S_IRWXO);
	check_entries(dir, st, faults);
}

int
modes_check(const char *dir, struct faults *faults)
{
	size_t before = faults_count(faults);
	struct stat st;

	if (stat(dir, &st) != 0)
		faults_add(faults, dir, 0, "%s", strerror(errno));
	else
		check_dir(dir, &st, faults);
	return faults_count(faults) == before ? 0 : -EACCES;
}
