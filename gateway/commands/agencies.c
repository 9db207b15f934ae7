#include "gateway/licences/import/proposal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/agencies_try.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/licences/export.h"
#include "gateway/licences/importing.h"
#include "gateway/licences/register.h"
#include "gateway/licences/showing.h"
#include "gateway/options.h"
#include "gateway/report.h"

enum { IMPORTS_SHOWN = 50 };

struct wish {
	const char *dir, *verb, *word;
	struct importing importing;
	const char *as;
	int password_fd;
	bool json;
	const char *country, *locale;
};

static int
run_list(const struct directory *directory, const struct wish *wish)
{
	int64_t now = time(NULL), today = day_at(now);
	struct agencies *all;
	json_t *list;

	if (agencies_load(directory->store, (void *)directory, &all) != 0)
		return directory_failed(directory);
	if (wish->json) {
		list = json_array();
		for (size_t i = 0; i < all->n; i++)
			json_array_append_new(list,
			    agency_json(&all->agency[i], today));
		return report_json(json_pack("{s:o, s:o}", "register",
		    register_json(&all->head, now), "agencies", list));
	}
	if (all->head.generation == 0) {
		puts("There is no list of agencies; see: helpline agencies "
		    "--help");
		return DONE;
	}
	register_print(&all->head, now);
	for (size_t i = 0; i < all->n; i++)
		agency_print_row(&all->agency[i], today);
	return DONE;
}

static int
none(const char *licence)
{
	fprintf(stderr, "%s: there is no such licence on the register; see: "
	    "helpline agencies DIR list\n", licence);
	return FAILED;
}

static int
run_show(const struct directory *directory, const struct wish *wish)
{
	int64_t now = time(NULL);
	const struct agency *agency;
	struct agencies *all;

	if (agencies_load(directory->store, (void *)directory, &all) != 0)
		return directory_failed(directory);
	agency = register_find(all, wish->word);
	if (agency == NULL)
		return none(wish->word);
	if (wish->json)
		return report_json(agency_json(agency, day_at(now)));
	agency_print(agency, day_at(now));
	return DONE;
}

static int
run_export(const struct directory *directory, const struct wish *wish)
{
	struct agencies *all;

	if (wish->json)
		return run_list(directory, wish);
	if (agencies_load(directory->store, (void *)directory, &all) != 0)
		return directory_failed(directory);
	export_csv(all, stdout);
	return DONE;
}

static int
run_import(const struct directory *directory, const struct wish *wish)
{
	struct importing importing = wish->importing;
	struct login *login = NULL;
	int status;

	importing.path = wish->word;
	importing.json = wish->json;
	importing.importer = IMPORTER_SHELL;
	if (wish->as != NULL) {
		login = directory_login(directory, wish->as,
		    wish->password_fd);
		if (login == NULL)
			return FAILED;
		importing.importer = login_member(login)->name;
	}
	status = importing_run(directory, &importing);
	talloc_free(login);
	return status;
}

/* The number of an import, or 0 after saying that it is none. */
static int64_t
number_of(const char *word)
{
	char *end;
	int64_t number = strtoll(word, &end, 10);

	if (*word >= '0' && *word <= '9' && *end == '\0' && number > 0)
		return number;
	fprintf(stderr, "%s: not the number of an import; see: helpline "
	    "agencies DIR history\n", word);
	return 0;
}

/* Without a number the one that waits, else the last. */
static int64_t
number_meant(const struct directory *directory)
{
	struct imports *last;
	int64_t number = 0;

	if (import_pending(directory->store, &number) != 0 || number != 0 ||
	    imports_load(directory->store, (void *)directory, 0, 1,
	    &last) != 0)
		return number;
	if (last->n > 0)
		return last->import[0].n;
	fputs("nothing was imported yet\n", stderr);
	return 0;
}

static int
run_diff(const struct directory *directory, const struct wish *wish)
{
	int64_t number = wish->word != NULL ? number_of(wish->word) :
	    number_meant(directory);
	struct import import;
	struct changes *changes;
	json_t *object;

	if (number == 0)
		return FAILED;
	if (import_find(directory->store, (void *)directory, number,
	    &import) != 0 || import_changes(directory->store,
	    (void *)directory, number, &changes) != 0)
		return directory_failed(directory);
	if (wish->json) {
		object = import_json(&import);
		json_object_set_new(object, "changes",
		    changes_json(changes->change, changes->n));
		return report_json(object);
	}
	import_print(&import);
	for (size_t i = 0; i < changes->n; i++)
		change_print(&changes->change[i]);
	return DONE;
}

/* After a decision: what the import is now. */
static int
tell(const struct directory *directory, const struct wish *wish,
    int64_t number, const char *done)
{
	struct import import;

	if (!wish->json) {
		printf("Import %" PRId64 ": %s.\n", number, done);
		return DONE;
	}
	if (import_find(directory->store, (void *)directory, number,
	    &import) != 0)
		return directory_failed(directory);
	return report_json(import_json(&import));
}

static int
run_confirm(const struct directory *directory, const struct wish *wish,
    const struct login *login, int64_t number)
{
	bool stands = false;

	if (import_confirm(directory->store, number,
	    login_member(login)->name, time(NULL), &stands) != 0)
		return directory_failed(directory);
	return tell(directory, wish, number, stands ? "it stands now" :
	    "confirmed; it was imported from the shell, so one more member "
	    "must");
}

static int
run_reject(const struct directory *directory, const struct wish *wish,
    const struct login *login, int64_t number)
{
	if (import_reject(directory->store, number,
	    login_member(login)->name, time(NULL)) != 0)
		return directory_failed(directory);
	return tell(directory, wish, number, "rejected; what stood stands");
}

static int
run_decision(const struct directory *directory, const struct wish *wish)
{
	int64_t number = number_of(wish->word);
	struct login *login;
	int status;

	if (number == 0)
		return FAILED;
	login = directory_login(directory, wish->as, wish->password_fd);
	if (login == NULL)
		return FAILED;
	status = strcmp(wish->verb, "confirm") == 0 ?
	    run_confirm(directory, wish, login, number) :
	    run_reject(directory, wish, login, number);
	talloc_free(login);
	/* Another import that runs does it, or the next one. */
	if (status == DONE && proposal_sweep(directory->store, wish->dir,
	    time(NULL)) == -EIO)
		return directory_failed(directory);
	return status;
}

static int
history_of(const struct directory *directory, const struct wish *wish)
{
	struct licence_history *history;
	json_t *list = json_array();

	if (licence_history(directory->store, (void *)directory, wish->word,
	    &history) != 0)
		return directory_failed(directory);
	for (size_t i = 0; i < history->n; i++)
		if (wish->json)
			json_array_append_new(list,
			    event_json(&history->event[i]));
		else
			event_print(&history->event[i]);
	if (wish->json)
		return report_json(list);
	json_decref(list);
	return history->n > 0 ? DONE : none(wish->word);
}

static int
run_history(const struct directory *directory, const struct wish *wish)
{
	struct imports *imports;
	json_t *list = json_array();

	if (wish->word != NULL) {
		json_decref(list);
		return history_of(directory, wish);
	}
	if (imports_load(directory->store, (void *)directory, 0,
	    IMPORTS_SHOWN, &imports) != 0)
		return directory_failed(directory);
	for (size_t i = 0; i < imports->n; i++)
		if (wish->json)
			json_array_append_new(list,
			    import_json(&imports->import[i]));
		else
			import_print(&imports->import[i]);
	if (wish->json)
		return report_json(list);
	json_decref(list);
	if (imports->n == 0)
		puts("Nothing was imported yet.");
	return DONE;
}

static int
run_try(const struct directory *directory, const struct wish *wish)
{
	return trying_run(directory, &(struct trying){ .text = wish->word,
	    .country = wish->country, .locale = wish->locale,
	    .json = wish->json });
}

static const struct verb {
	const char *name;
	int min, max;			/* words behind it */
	enum store_role role;
	bool login;			/* by a member */
	int (*run)(const struct directory *, const struct wish *);
} verbs[] = {
	{ "list", 0, 0, ROLE_LOOK, false, run_list },
	{ "show", 1, 1, ROLE_LOOK, false, run_show },
	{ "import", 1, 1, ROLE_DESK, false, run_import },
	{ "export", 0, 0, ROLE_LOOK, false, run_export },
	{ "diff", 0, 1, ROLE_LOOK, false, run_diff },
	{ "confirm", 1, 1, ROLE_DESK, true, run_decision },
	{ "reject", 1, 1, ROLE_DESK, true, run_decision },
	{ "history", 0, 1, ROLE_LOOK, false, run_history },
	{ "try", 1, 1, ROLE_LOOK, false, run_try },
	{ 0 }
};

static int
check(const struct wish *wish, const struct verb *verb)
{
	if (verb->min > 0 && wish->word == NULL)
		return options_wrong("agencies", "%s: what? See --help",
		    verb->name);
	if (verb->max == 0 && wish->word != NULL)
		return options_wrong("agencies", "%s: one word too many",
		    wish->word);
	if (verb->login && wish->as == NULL)
		return options_wrong("agencies", "--as NAME is needed for %s",
		    verb->name);
	return verb->run == run_import ? importing_check(&wish->importing) :
	    OPTIONS_GO;
}

static int
run(const struct wish *wish)
{
	const struct verb *verb = options_verb("agencies", wish->verb, verbs,
	    sizeof(*verbs));
	struct directory *directory;
	int status;

	if (verb == NULL)
		return USAGE;
	status = check(wish, verb);
	if (status != OPTIONS_GO)
		return status;
	directory = directory_open(NULL, wish->dir,
	    wish->importing.dry_run ? ROLE_LOOK : verb->role);
	if (directory == NULL)
		return FAILED;
	status = verb->run(directory, wish);
	talloc_free(directory);
	return status;
}

int
command_agencies(int argc, char **argv)
{
	struct wish wish = { .password_fd = -1 };
	const struct flag flags[] = {
		{ "as-of", FLAG_WORD, &wish.importing.as_of, "DATE",
		  "import: the day the list was true, 2026-03-31" },
		{ "source", FLAG_WORD, &wish.importing.source, "WHERE",
		  "import: where the list comes from" },
		{ "sheet", FLAG_WORD, &wish.importing.sheet, "NAME",
		  "import: the sheet of a workbook that has several" },
		{ "dry-run", FLAG_SWITCH, &wish.importing.dry_run, NULL,
		  "import: show what would change, and change nothing" },
		{ "as", FLAG_WORD, &wish.as, "NAME",
		  "who you are; a password is asked for" },
		{ "password-fd", FLAG_FD, &wish.password_fd, "N",
		  "read the password there, not from the terminal" },
		{ "country", FLAG_WORD, &wish.country, "XX",
		  "try: the country she names when asked, TH" },
		{ "locale", FLAG_WORD, &wish.locale, "LOCALE",
		  "try: km, km_Latn, th or en; without it all four" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 3 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.verb = operands.n > 1 ? operands.word[1] : "list";
	wish.word = operands.n > 2 ? operands.word[2] : NULL;
	return run(&wish);
}
