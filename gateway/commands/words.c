#include "gateway/words/sheet.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "gateway/renewal.h"
#include "gateway/words/importing.h"
#include "gateway/words/listing.h"
#include "gateway/words/own.h"
#include "menus/document.h"
#include "store/audit.h"
#include "store/permit.h"

enum { PERMIT_DAYS_MAX = 14, DAY_S = 24 * 3600 };

struct wish {
	const char *dir, *verb, *file;
	const char *by, *reviewer, *days;
	struct words languages;
	bool all, dry, may_void, json;
};

/* All that a verb works with. */
struct desk {
	const struct wish *wish;
	struct directory *directory;	/* NULL without --dir */
	struct house *house;
	struct faults *faults;
	char today[DATE_TEXT];
	const char *by;
};

static int
told(const struct desk *desk)
{
	faults_print(desk->faults, stderr);
	fputs("nothing was changed\n", stderr);
	return FAILED;
}

static int
run_list(struct desk *desk)
{
	return listing_report(desk->house, desk->wish->all, desk->wish->json);
}

static int
run_export(struct desk *desk)
{
	fputs(sheet_write(desk->house, listing_sheet(desk->house,
	    desk->house), false), stdout);
	return DONE;
}

static bool
read_languages(const struct desk *desk, struct reviewing *reviewing)
{
	const struct words *given = &desk->wish->languages;
	enum locale locale;

	for (size_t i = 0; i < given->n; i++) {
		if (locale_find(given->word[i], &locale) != 0) {
			faults_add(desk->faults, "--language", 0, "%s: there "
			    "are km, km_Latn, th and en", given->word[i]);
			return false;
		}
		reviewing->language[locale] = true;
	}
	if (reviewing->who != NULL && given->n == 0) {
		faults_add(desk->faults, "--reviewer", 0, "which language has "
		    "%s read?  --language km", reviewing->who);
		return false;
	}
	return true;
}

/* The sheet and what it changes; NULL after adding what is wrong. */
static struct changes *
read_changes(struct desk *desk)
{
	const struct wish *wish = desk->wish;
	struct reviewing reviewing = { .who = wish->reviewer,
	    .may_void = wish->may_void, .today = desk->today };
	const struct review signature = { .who = { wish->reviewer },
	    .on = { desk->today } };
	struct changes *changes;
	struct sheet *sheet;

	if (review_mistake(&signature) != NULL)
		faults_add(desk->faults, "--reviewer", 0, "%s",
		    review_mistake(&signature));
	else if (!read_languages(desk, &reviewing))
		return NULL;
	else if (sheet_load(desk->house, wish->file, desk->faults,
	    &sheet) != 0 && faults_count(desk->faults) == 0)
		faults_add(desk->faults, wish->file, 0, "there is no such "
		    "file");
	if (faults_count(desk->faults) > 0 || changes_find(desk->house,
	    desk->house, sheet, wish->file, &reviewing, desk->faults,
	    &changes) != 0)
		return NULL;
	return changes;
}

static int
audit(struct desk *desk, const struct changes *changes)
{
	struct store *store = desk->directory->store;
	int rc = audit_note(store, desk->by, "words_imported",
	    talloc_asprintf(desk->house, "%zu texts", changes->n), time(NULL));

	if (rc != 0)
		faults_add(desk->faults, "store", 0, "%s", store_why(store));
	return rc;
}

/* No file without its audit row: the row is there when the file is put in its
   place, which then can hardly fail. */
static int
save(struct desk *desk, const struct changes *changes)
{
	const struct settings *settings = desk->directory->settings;
	int rc = own_write(settings, changes_kept(desk->house, desk->house,
	    changes), desk->faults);

	if (rc == 0 && audit(desk, changes) != 0) {
		own_drop(settings);
		rc = -EIO;
	}
	if (rc != 0)
		return told(desk);
	if (own_put(settings, desk->faults) == 0)
		return DONE;
	faults_print(desk->faults, stderr);
	return FAILED;
}

static int
run_import(struct desk *desk)
{
	struct changes *changes = read_changes(desk);
	size_t texts = 0;
	int status;

	if (changes == NULL)
		return told(desk);
	changes_print(changes);
	for (size_t i = 0; i < changes->n; i++)
		texts += changes->change[i].text;
	if (changes_try(desk->house, desk->directory->store, changes,
	    desk->house->day_of, desk->faults) != 0)
		return told(desk);
	printf("%zu text%s and %zu state%s %s\n", texts,
	    texts == 1 ? "" : "s", changes->n - texts,
	    changes->n - texts == 1 ? "" : "s", desk->wish->dry ?
	    "would change" : changes->n == 0 ? "to change" : "change");
	if (desk->wish->dry || changes->n == 0)
		return DONE;
	status = save(desk, changes);
	if (status == DONE)
		printf("Phones show it after: kill -HUP $(cat %s/serve.lock)"
		    "\n", desk->wish->dir);
	return status;
}

static int
run_permit(struct desk *desk)
{
	char *end, until[DATE_TEXT];
	long days = desk->wish->days == NULL ? 0 :
	    strtol(desk->wish->days, &end, 10);

	if (days < 1 || days > PERMIT_DAYS_MAX || *end != '\0')
		faults_add(desk->faults, "--days", 0, "1 to %d is needed; "
		    "have the words read in that time", PERMIT_DAYS_MAX);
	name_is_given(desk->wish->by, desk->faults);
	if (faults_count(desk->faults) > 0)
		return told(desk);
	date_at(desk->house->day_of + (days - 1) * DAY_S, until);
	if (permit_give(desk->directory->store, until, desk->by,
	    time(NULL)) != 0)
		return directory_failed(desk->directory);
	printf("Texts that nobody has reviewed may be sent until %s, on the "
	    "word of %s.\n", until, desk->by);
	return DONE;
}

static const struct verb {
	const char *name;
	bool file, writes;
	int (*run)(struct desk *);
} verbs[] = {
	{ "list", false, false, run_list },
	{ "export", false, false, run_export },
	{ "import", true, true, run_import },
	{ "permit", false, true, run_permit },
	{ 0 }
};

/* The audit names whoever has the shell, where she did not say who she is. */
static const char *
name_of_user(void)
{
	const struct passwd *user = getpwuid(geteuid());

	return user != NULL ? user->pw_name : "operator";
}

static bool
open_desk(struct desk *desk, TALLOC_CTX *ctx, bool writes)
{
	const struct wish *wish = desk->wish;

	desk->faults = faults_new(ctx);
	desk->by = wish->by != NULL ? wish->by : name_of_user();
	if (wish->dir != NULL) {
		desk->directory = directory_open(ctx, wish->dir,
		    writes ? ROLE_DESK : ROLE_LOOK);
		if (desk->directory == NULL)
			return false;
	}
	desk->house = directory_house(ctx, wish->dir, desk->faults);
	faults_print(desk->faults, stderr);
	if (desk->house == NULL)
		return false;
	date_at(desk->house->day_of, desk->today);
	return true;
}

static int
run(const struct wish *wish)
{
	const struct verb *verb = options_verb("words", wish->verb, verbs,
	    sizeof(*verbs));
	struct desk desk = { .wish = wish };
	TALLOC_CTX *ctx;
	int status = FAILED;

	if (verb == NULL)
		return USAGE;
	if (verb->file != (wish->file != NULL))
		return options_wrong("words", verb->file ? "%s: which file?" :
		    "%s: takes no file; it writes to standard output",
		    verb->name);
	if (verb->writes && wish->dir == NULL)
		return options_wrong("words", "%s: --dir is needed; the "
		    "program's own words are changed in locales/*.po",
		    verb->name);
	ctx = talloc_new(NULL);
	if (open_desk(&desk, ctx, verb->writes))
		status = verb->run(&desk);
	talloc_free(ctx);
	return status;
}

int
command_words(int argc, char **argv)
{
	struct wish wish = { 0 };
	const struct flag flags[] = {
		{ "dir", FLAG_WORD, &wish.dir, "DIR",
		  "the words of this data directory" },
		{ "all", FLAG_SWITCH, &wish.all, NULL,
		  "list: every text that waits for a reader" },
		{ "reviewer", FLAG_WORD, &wish.reviewer, "WHO",
		  "import: has read every text of the file" },
		{ "language", FLAG_WORDS, &wish.languages, "LOCALE",
		  "import: in this language; may be given more than once" },
		{ "dry-run", FLAG_SWITCH, &wish.dry, NULL,
		  "import: say what would change, and change nothing" },
		{ "void", FLAG_SWITCH, &wish.may_void, NULL,
		  "import: change texts that somebody has read, too" },
		{ "days", FLAG_WORD, &wish.days, "N",
		  "permit: for so many days, today is the first" },
		{ "by", FLAG_WORD, &wish.by, "WHO", "who does it" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "list: as JSON" },
		{ 0 }
	};
	struct operands operands = { .max = 2 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.verb = operands.n > 0 ? operands.word[0] : "list";
	wish.file = operands.n > 1 ? operands.word[1] : NULL;
	return run(&wish);
}
