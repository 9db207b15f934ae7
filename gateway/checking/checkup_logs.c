/*
 * What Kannel's logs hold.  A level that was right when somebody looked may
 * have been wrong the week before: so the files are read.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/checking/checkup.h"

enum { TAIL = 1 << 20 };

/* At level 4 bearerbox writes panics and nothing else. */
static const char *const loose[] = { " DEBUG: ", " INFO: ", " WARNING: ",
	" ERROR: ", NULL };
/* As its access logs begin and end. */
static const char *const texts[] = { "SMS [SMSC:", "] [msg:", "SMS HTTP-request",
	NULL };

static const char *
found_in(const char *octets, size_t n, const char *const *marks)
{
	for (; *marks != NULL; marks++)
		if (memmem(octets, n, *marks, strlen(*marks)) != NULL)
			return *marks;
	return NULL;
}

static void
judge(struct checkup *checkup, const char *path, const char *octets, size_t n)
{
	if (found_in(octets, n, texts) != NULL)
		checkup_find(checkup, FINDING_FAIL, "%s holds numbers and texts "
		    "of callers; take access-log out of kannel.conf, restart "
		    "Kannel, then: shred -u %s", path, path);
	else if (found_in(octets, n, loose) != NULL)
		checkup_find(checkup, FINDING_FAIL, "%s was written below level "
		    "4, so numbers may stand in it; set log-level = 4, restart "
		    "Kannel, then: shred -u %s", path, path);
}

/* Its last MiB. */
static void
read_log(struct checkup *checkup, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char *octets = talloc_size(checkup, TAIL);
	struct stat st;
	ssize_t n = -1;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		n = pread(fd, octets, TAIL, st.st_size > TAIL ?
		    st.st_size - TAIL : 0);
	if (fd >= 0)
		close(fd);
	if (n > 0)
		judge(checkup, path, octets, (size_t)n);
	talloc_free(octets);
}

static char *
directory_of(struct checkup *checkup, const char *path)
{
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;

	return slash != NULL ? talloc_strndup(checkup, path,
	    (size_t)(slash - path)) : talloc_asprintf(checkup, "%s/log",
	    checkup->dir);
}

void
check_logs(struct checkup *checkup)
{
	const char *file = checkup->conf != NULL ? kannel_conf_value(
	    checkup->conf, "core", 0, "log-file") : NULL;
	char *dir = directory_of(checkup, file);
	const struct dirent *entry;
	DIR *stream = opendir(dir);

	if (stream == NULL)
		return;
	checkup_mode(checkup, dir);
	while ((entry = readdir(stream)) != NULL)
		if (entry->d_name[0] != '.')
			read_log(checkup, talloc_asprintf(checkup, "%s/%s",
			    dir, entry->d_name));
	closedir(stream);
}
