#include "gateway/backup/backup.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/founding/enrol.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "store/paper.h"
#include "store/secret.h"

struct wish {
	const char *dir, *verb, *file;
	bool no_typing_back, json;
};

static int
say(const char *why)
{
	fprintf(stderr, "%s\n", why);
	return FAILED;
}

/* Its name comes last, so that a script can take it. */
static int
run_now(struct directory *directory, const struct wish *wish)
{
	char *path, *why = NULL;
	int gone;

	if (!wish->json)
		fputs("Copying the store, checking and sealing the copy ...\n",
		    stderr);
	if (backup_make(directory, directory->settings, directory->store,
	    time(NULL), &path, &why) != 0)
		return say(why);
	gone = backups_thin(directory->settings, time(NULL));
	if (wish->json)
		return report_json(json_pack("{s:s, s:i}", "made", path,
		    "deleted", gone));
	printf("%s\n", path);
	return DONE;
}

static int
list_json(const struct backups *list)
{
	json_t *out = json_array();

	for (size_t i = 0; i < list->n; i++)
		json_array_append_new(out, json_pack("{s:s, s:I, s:I}",
		    "path", list->backup[i].path,
		    "made_at", (json_int_t)list->backup[i].at,
		    "octets", (json_int_t)list->backup[i].octets));
	return report_json(out);
}

static int
run_list(struct directory *directory, const struct wish *wish)
{
	struct backups *list;

	if (backups_list(directory, directory->settings, &list) != 0)
		return say("the backups cannot be listed");
	if (wish->json)
		return list_json(list);
	for (size_t i = 0; i < list->n; i++)
		printf("%s  %8.1f MiB  %s\n", time_local(list,
		    list->backup[i].at), (double)list->backup[i].octets /
		    (1 << 20), list->backup[i].path);
	if (list->n == 0)
		puts("There is none.");
	return DONE;
}

static int
show_key(struct directory *directory, const char *paper,
    const struct wish *wish)
{
	printf("The paper key of the backups of %s.  Write this on paper, now; "
	    "it is shown only\nonce.  Keep it where this machine is not: "
	    "without it no backup opens.\n\n    %s\n\n", wish->dir, paper);
	fflush(stdout);
	return wish->no_typing_back || enrol_type_back(directory, paper) == 0 ?
	    DONE : say("it was not typed back, so nothing was changed");
}

/* Remembered when it is on paper. */
static int
run_key(struct directory *directory, const struct wish *wish)
{
	unsigned char pub[VAULT_PUBLIC];
	struct secret *secret;
	char *why = NULL;
	int status;

	vault_pair(directory, pub, &secret);
	terminal_catch();
	status = show_key(directory, paper_key(directory, secret->octets),
	    wish);
	if (status != DONE)
		return status;
	if (backup_key_set(directory, directory->settings, directory->store,
	    pub, time(NULL), &why) != 0)
		return say(why);
	printf("From now on rounds makes a backup each %ld h (backup_hours)."
	    "\nMake one of the keys too, and keep it elsewhere: "
	    "helpline backup %s keys FILE\n",
	    directory->settings->backup_hours, wish->dir);
	return DONE;
}

static int
run_keys(struct directory *directory, const struct wish *wish)
{
	char *why = NULL;

	if (backup_keys(directory, directory->settings, wish->file, &why) != 0)
		return say(why);
	printf("%s holds %s/keys, sealed.  Keep it apart from the other "
	    "backups, and make\na new one when an office is added.\n",
	    wish->file, wish->dir);
	return DONE;
}

static const struct verb {
	const char *name;
	bool file;			/* wants one */
	enum store_role role;
	int (*run)(struct directory *, const struct wish *);
} verbs[] = {
	{ "now", false, ROLE_ROUNDS, run_now },
	{ "list", false, ROLE_LOOK, run_list },
	{ "key", false, ROLE_ROUNDS, run_key },
	{ "keys", true, ROLE_LOOK, run_keys },
	{ 0 }
};

static int
run(const struct wish *wish)
{
	const struct verb *verb = options_verb("backup", wish->verb, verbs,
	    sizeof(*verbs));
	struct directory *directory;
	int status;

	if (verb == NULL)
		return USAGE;
	if (verb->file != (wish->file != NULL))
		return options_wrong("backup", verb->file ?
		    "%s: to which FILE?" : "%s takes no file", verb->name);
	if (verb->run == run_key && !wish->no_typing_back && !terminal_there())
		return options_wrong("backup", "the paper key is typed back on "
		    "a terminal; give --no-typing-back where there is none");
	directory = directory_open(NULL, wish->dir, verb->role);
	if (directory == NULL)
		return FAILED;
	status = verb->run(directory, wish);
	talloc_free(directory);
	return status;
}

int
command_backup(int argc, char **argv)
{
	struct wish wish = { 0 };
	const struct flag flags[] = {
		{ "no-typing-back", FLAG_SWITCH, &wish.no_typing_back, NULL,
		  "key: do not ask for a part of the paper key" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 3 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.verb = operands.n > 1 ? operands.word[1] : "now";
	wish.file = operands.n > 2 ? operands.word[2] : NULL;
	return run(&wish);
}
