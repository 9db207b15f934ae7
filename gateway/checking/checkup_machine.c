/*
 * The machine: where memory with cases in it could come to lie on a disk, and
 * who we are on it.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/checking/checkup.h"

static const char *const processes[] = { "calls", "desk", "rounds", NULL };

/* The first line of a file, without its end; NULL when it cannot be read. */
static char *
first_line(TALLOC_CTX *ctx, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL, *copy = NULL;
	size_t size = 0;

	if (file == NULL)
		return NULL;
	if (getline(&line, &size, file) > 0)
		copy = talloc_strndup(ctx, line, strcspn(line, "\n"));
	free(line);
	fclose(file);
	return copy;
}

/* ---- swap ---- */

/* A device of the mapper that encrypts, or memory itself. */
static bool
is_sealed(struct checkup *checkup, const char *device)
{
	const char *name = strrchr(device, '/');
	char *uuid;

	if (name == NULL)
		return false;
	if (strncmp(name, "/zram", 5) == 0)
		return true;
	uuid = first_line(checkup, talloc_asprintf(checkup,
	    "/sys/class/block%s/dm/uuid", name));
	return uuid != NULL && strncmp(uuid, "CRYPT-", 6) == 0;
}

static void
check_swap(struct checkup *checkup)
{
	FILE *file = fopen("/proc/swaps", "re");
	char *line = NULL, *device;
	size_t size = 0, n = 0;

	if (file == NULL)
		return;
	/* The first line is a heading. */
	while (getline(&line, &size, file) >= 0) {
		if (n++ == 0)
			continue;
		device = talloc_strndup(checkup, line, strcspn(line, " \t\n"));
		if (!is_sealed(checkup, device))
			checkup_find(checkup, FINDING_WARN, "the swap %s is "
			    "not encrypted: what staff read may be written "
			    "there; run: swapoff %s, and take it out of "
			    "/etc/fstab or encrypt it (crypttab, swap)",
			    device, device);
	}
	free(line);
	fclose(file);
}

/* ---- cores ---- */

static void
check_limit(struct checkup *checkup, const char *process, long pid)
{
	static const char wanted[] = "Max core file size";
	FILE *file = fopen(talloc_asprintf(checkup, "/proc/%ld/limits", pid),
	    "re");
	char *line = NULL;
	size_t size = 0, n = sizeof(wanted) - 1;

	if (file == NULL)
		return;
	while (getline(&line, &size, file) >= 0) {
		if (strncmp(line, wanted, n) != 0 ||
		    line[n + strspn(line + n, " ")] == '0')
			continue;
		checkup_find(checkup, FINDING_WARN, "%s may leave its memory "
		    "in a file when it falls; in its unit: LimitCORE=0; in a "
		    "shell: ulimit -c 0", process);
	}
	free(line);
	fclose(file);
}

static void
check_pattern(struct checkup *checkup)
{
	const char *pattern = first_line(checkup,
	    "/proc/sys/kernel/core_pattern");

	if (pattern != NULL && pattern[0] == '|')
		checkup_find(checkup, FINDING_WARN, "what falls is handed to "
		    "%s, which keeps its memory whatever the limit is; run: "
		    "sysctl -w kernel.core_pattern=core, and keep that in "
		    "/etc/sysctl.d", pattern + 1);
}

/* ---- processes ---- */

static bool
is_of(struct checkup *checkup, long pid, const char *process)
{
	char *path = talloc_asprintf(checkup, "/proc/%ld/cmdline", pid);
	FILE *file = fopen(path, "re");
	char *word = NULL;
	size_t size = 0;
	bool found = false;

	if (file == NULL)
		return false;
	while (!found && getdelim(&word, &size, '\0', file) > 0)
		found = strcmp(word, process) == 0;
	free(word);
	fclose(file);
	return found;
}

long
checkup_pid(struct checkup *checkup, const char *process)
{
	char *line = first_line(checkup, talloc_asprintf(checkup,
	    "%s/%s.lock", checkup->dir, process));
	long pid = line != NULL ? strtol(line, NULL, 10) : 0;

	return pid > 0 && is_of(checkup, pid, process) ? pid : 0;
}

/* ---- bearerbox's own voice ---- */

/* Of "bearerbox -v 4 CONF": whether it is ours, and how it speaks. */
struct bearerbox { bool is, ours, quiet; };

static void
see_word(struct bearerbox *box, const char *word, size_t n, const char *conf)
{
	const char *name = strrchr(word, '/');

	if (n == 0)
		box->is = strcmp(name != NULL ? name + 1 : word,
		    "bearerbox") == 0;
	box->ours |= strcmp(word, conf) == 0;
	/* "-v", "4" or "--verbosity", "4": any number from 4 on. */
	box->quiet |= strlen(word) == 1 && word[0] >= '4' && word[0] <= '9';
}

static void
check_voice(struct checkup *checkup, const char *pid, const char *conf)
{
	FILE *file = fopen(talloc_asprintf(checkup, "/proc/%s/cmdline", pid),
	    "re");
	struct bearerbox box = { 0 };
	char *word = NULL;
	size_t size = 0;

	if (file == NULL)
		return;
	for (size_t n = 0; getdelim(&word, &size, '\0', file) > 0; n++)
		see_word(&box, word, n, conf);
	free(word);
	fclose(file);
	if (box.is && box.ours && !box.quiet)
		checkup_find(checkup, FINDING_FAIL, "bearerbox runs without -v "
		    "4 and prints numbers and texts, into the journal for one; "
		    "start it with: bearerbox -v 4 %s", conf);
}

static void
check_voices(struct checkup *checkup)
{
	const char *conf = checkup_conf(checkup);
	DIR *proc = opendir("/proc");
	const struct dirent *entry;

	if (proc == NULL)
		return;
	while ((entry = readdir(proc)) != NULL)
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			check_voice(checkup, entry->d_name, conf);
	closedir(proc);
}

/* What nobody else tells: a desk and calls that are away are seen by others. */
void
check_processes(struct checkup *checkup)
{
	if (checkup_pid(checkup, "rounds") == 0)
		checkup_find(checkup, FINDING_WARN, "rounds does not run: "
		    "nobody is told of what is urgent, nothing is backed up or "
		    "erased; start: %s", checkup_serve(checkup));
	check_voices(checkup);
}

void
check_machine(struct checkup *checkup)
{
	/* A shared directory is root's, and nothing that runs on it is. */
	if (geteuid() == 0 && !checkup_shared(checkup))
		checkup_find(checkup, FINDING_WARN, "this is root: let the "
		    "helpline run as a user of its own, which owns %s",
		    checkup->dir);
	check_swap(checkup);
	check_pattern(checkup);
	for (size_t i = 0; processes[i] != NULL; i++) {
		long pid = checkup_pid(checkup, processes[i]);

		if (pid != 0)
			check_limit(checkup, processes[i], pid);
	}
}
