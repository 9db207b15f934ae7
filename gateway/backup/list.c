#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "gateway/backup/backup.h"
#include "gateway/backup/places.h"

enum { DAY_S = 24 * 60 * 60, ALL_KEPT_S = 2 * DAY_S };

static const char form[] = "%Y-%m-%dT%H-%M-%SZ";
static const char ending[] = ".backup";

char *
place_backups(TALLOC_CTX *ctx, const struct settings *settings)
{
	return settings->backup_dir[0] != '\0' ?
	    settings_path(ctx, settings, settings->backup_dir) :
	    settings_path(ctx, settings, "backup");
}

char *
place_of(TALLOC_CTX *ctx, const char *dir, int64_t at)
{
	time_t when = (time_t)at;
	char name[32];
	struct tm tm;

	gmtime_r(&when, &tm);
	strftime(name, sizeof(name), form, &tm);
	return talloc_asprintf(ctx, "%s/%s%s", dir, name, ending);
}

/* 0: no name of a backup. */
static int64_t
time_of(const char *name)
{
	struct tm tm = { 0 };
	const char *end = strptime(name, form, &tm);

	return end != NULL && strcmp(end, ending) == 0 ?
	    (int64_t)timegm(&tm) : 0;
}

static void
add(struct backups *list, const char *dir, const char *name)
{
	struct backup backup = { .at = time_of(name),
		.path = talloc_asprintf(list, "%s/%s", dir, name) };
	struct stat st;

	if (backup.at == 0 || stat(backup.path, &st) != 0)
		return;
	backup.octets = st.st_size;
	list->backup = talloc_realloc(list, list->backup, struct backup,
	    (unsigned)list->n + 1);
	list->backup[list->n++] = backup;
}

static int
later_first(const void *a, const void *b)
{
	int64_t x = ((const struct backup *)a)->at;
	int64_t y = ((const struct backup *)b)->at;

	return (x < y) - (x > y);
}

/* Of one that is not there yet the nearest directory that is. */
static char *
real_place(const char *place)
{
	char *path = talloc_strdup(NULL, place), *slash, *real;

	while ((real = realpath(path, NULL)) == NULL &&
	    (slash = strrchr(path, '/')) != NULL && slash != path)
		*slash = '\0';
	talloc_free(path);
	return real;
}

char *
backups_outside(TALLOC_CTX *ctx, const struct settings *settings)
{
	char *place = place_backups(ctx, settings);
	char *real = real_place(place), *dir = realpath(settings->dir, NULL);
	size_t n = dir != NULL ? strlen(dir) : 0;
	bool within = real != NULL && dir != NULL &&
	    strncmp(real, dir, n) == 0 && (real[n] == '\0' || real[n] == '/');

	free(real);
	free(dir);
	return within ? NULL : place;
}

int
backups_list(TALLOC_CTX *ctx, const struct settings *settings,
    struct backups **out)
{
	struct backups *list = talloc_zero(ctx, struct backups);
	char *path = place_backups(list, settings);
	const struct dirent *entry;
	DIR *dir = opendir(path);
	int rc;

	*out = list;
	if (dir == NULL)
		return errno == ENOENT ? 0 : -EIO;
	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0)
		add(list, path, entry->d_name);
	rc = errno == 0 ? 0 : -EIO;
	closedir(dir);
	if (list->n > 0)
		qsort(list->backup, list->n, sizeof(*list->backup),
		    later_first);
	return rc;
}

void
backups_choose(const struct backups *list, int64_t now, long keep_days,
    bool *stays)
{
	int64_t day = INT64_MAX, age;

	for (size_t i = 0; i < list->n; i++) {
		int64_t at = list->backup[i].at;

		age = now - at;
		/* Those of a day come latest first: the first one is its last. */
		stays[i] = i == 0 || age < ALL_KEPT_S ||
		    (age < keep_days * DAY_S && at / DAY_S != day);
		if (stays[i])
			day = at / DAY_S;
	}
}

int
backups_thin(const struct settings *settings, int64_t now)
{
	struct backups *list;
	int rc = backups_list(NULL, settings, &list), gone = 0;
	bool *stays = talloc_zero_array(list, bool, (unsigned)list->n + 1);

	backups_choose(list, now, settings->backup_keep_days, stays);
	for (size_t i = 0; rc == 0 && i < list->n; i++) {
		if (stays[i])
			continue;
		if (unlink(list->backup[i].path) == 0)
			gone++;
		else
			rc = -EIO;
	}
	talloc_free(list);
	return rc == 0 ? gone : rc;
}
