#include "store/facts.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gateway/checking/notice.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/facts_report.h"
#include "gateway/options.h"
#include "gateway/renewal.h"
#include "menus/document.h"
#include "store/finish.h"

struct wish {
	const char *dir, *verb, *name;
	struct renewal renewal;
	struct notice_row notice;
	const char *from;
	bool remove, json;
};

/* All that a verb works with. */
struct desk {
	const struct wish *wish;
	struct directory *directory;
	struct house *house;
	struct faults *faults;
};

static int
told(const struct desk *desk)
{
	faults_print(desk->faults, stderr);
	return FAILED;
}

static int
run_list(struct desk *desk)
{
	return report_facts(desk->house, false, desk->wish->json);
}

static int
run_due(struct desk *desk)
{
	return report_facts(desk->house, true, desk->wish->json);
}

static const struct fact *
find(const struct desk *desk)
{
	const struct fact *fact = facts_find(desk->house->known->facts,
	    desk->wish->name);

	if (fact == NULL)
		fprintf(stderr, "there is no fact %s; see: helpline facts %s "
		    "list\n", desk->wish->name, desk->wish->dir);
	return fact;
}

static int
run_show(struct desk *desk)
{
	const struct fact *fact = find(desk);

	return fact == NULL ? FAILED :
	    report_fact(desk->house, fact, desk->wish->json);
}

static int
run_history(struct desk *desk)
{
	struct fact_rows *rows;

	if (find(desk) == NULL)
		return FAILED;
	if (fact_history(desk->directory->store, desk->directory,
	    desk->wish->name, &rows) != 0)
		return directory_failed(desk->directory);
	return report_history(rows, desk->wish->json);
}

/* Commit a new version; calls sees it within seconds. */
static int
keep(struct desk *desk, const struct fact *fact, const char *what)
{
	struct store *store = desk->directory->store;
	struct fact_row row = known_row(fact, what, desk->wish->renewal.by);
	int rc = store_begin(store);

	if (rc == 0)
		rc = store_finish(store, fact_put(store, &row, time(NULL)));
	if (rc != 0)
		return directory_failed(desk->directory);
	printf("%s is %s: ", fact->id, what);
	if (fact_shown(desk->directory, fact, desk->house->day_of) != NULL)
		printf("phones show %s until %s\n", fact->value,
		    fact->expires_on);
	else
		puts("phones do not show it, and texts that name it give way");
	return DONE;
}

static int
change(struct desk *desk, const char *what, int (*make)(TALLOC_CTX *,
    const struct fact *, const struct renewal *, time_t, struct faults *,
    struct fact *))
{
	const struct fact *held = find(desk);
	struct fact fact;

	if (held == NULL)
		return FAILED;
	if (make(desk->directory, held, &desk->wish->renewal,
	    desk->house->day_of, desk->faults, &fact) != 0)
		return told(desk);
	return keep(desk, &fact, what);
}

static int
run_renew(struct desk *desk)
{
	return change(desk, "renewed", fact_renew);
}

static int
run_confirm(struct desk *desk)
{
	return change(desk, "confirmed", fact_confirm);
}

static int
run_withdraw(struct desk *desk)
{
	return change(desk, "withdrawn", fact_withdraw);
}

static bool
is_writing(const struct wish *wish)
{
	const struct notice_row *notice = &wish->notice;

	for (int l = 0; l < LOCALES; l++)
		if (notice->text[l] != NULL)
			return true;
	return wish->remove || wish->from != NULL || notice->until != NULL ||
	    notice->since != NULL;
}

static int
put(struct desk *desk, const struct notice_row *notice)
{
	struct store *store = desk->directory->store;
	int rc = store_begin(store);

	if (rc == 0)
		rc = store_finish(store, notice_put(store, notice,
		    time(NULL)));
	if (rc != 0)
		return directory_failed(desk->directory);
	if (notice->until[0] == '\0')
		printf("%s is taken away\n", notice->name);
	else
		printf("%s is written: phones show it from %s to %s\n",
		    notice->name, notice->since, notice->until);
	if (!notice_is_shown(desk->house, notice->name))
		fprintf(stderr, "but no text shows {notice.%s}\n",
		    notice->name);
	return DONE;
}

/* What was not given is nothing, and today is the first day. */
static void
fill(const struct desk *desk, struct notice_row *notice)
{
	char *today = talloc_zero_array(desk->directory, char, DATE_TEXT);

	date_at(desk->house->day_of, today);
	for (int l = 0; l < LOCALES; l++) {
		if (notice->text[l] != NULL)
			continue;
		notice->text[l] = "";
		if (!desk->wish->remove && l != LOCALE_EN)
			fprintf(stderr, "%s: no text; its readers get the "
			    "English one\n", locale_name((enum locale)l));
	}
	if (notice->since == NULL)
		notice->since = today;
	if (notice->until == NULL)
		notice->until = "";
}

static int
write_notice(struct desk *desk)
{
	const struct wish *wish = desk->wish;
	struct notice_row notice = wish->notice;

	if (wish->from != NULL && notice_read(desk->directory, wish->from,
	    desk->faults, &notice) != 0)
		return told(desk);
	if (wish->remove)
		notice = (struct notice_row){ 0 };
	notice.name = wish->name;
	notice.who = wish->renewal.by;
	fill(desk, &notice);
	if (wish->remove ? !name_is_given(notice.who, desk->faults) :
	    notice_check(desk->house, &notice, desk->faults) != 0)
		return told(desk);
	return put(desk, &notice);
}

static int
run_notice(struct desk *desk)
{
	const struct wish *wish = desk->wish;
	struct notice_rows *rows;
	int rc;

	if (is_writing(wish))
		return write_notice(desk);
	rc = wish->name == NULL ?
	    notices_load(desk->directory->store, desk->directory, &rows) :
	    notice_history(desk->directory->store, desk->directory,
	    wish->name, &rows);
	return rc != 0 ? directory_failed(desk->directory) :
	    report_notices(desk->house, rows, wish->json);
}

static int
cannot(const char *path)
{
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return FAILED;
}

/* For training and tests: what would phones say on that day? */
static int
run_today(struct desk *desk)
{
	const struct settings *settings = desk->directory->settings;
	char *path = settings_path(desk->directory, settings, "today");
	const char *day = desk->wish->name;
	FILE *file;

	if (!settings->demo) {
		fputs("only a demonstration has a day of its own\n", stderr);
		return FAILED;
	}
	if (day == NULL)
		return unlink(path) == 0 || errno == ENOENT ? DONE :
		    cannot(path);
	if (!date_is_real(day))
		return options_wrong("facts", "today %s: a day such as "
		    "2026-11-22 is needed", day);
	file = fopen(path, "we");
	if (file == NULL)
		return cannot(path);
	fprintf(file, "%s\n", day);
	return fclose(file) == 0 ? DONE : cannot(path);
}

static const struct verb {
	const char *name;
	int names;		/* 0 none, 1 one is needed, 2 one may be given */
	bool writes;
	int (*run)(struct desk *);
} verbs[] = {
	{ "list", 0, false, run_list },
	{ "due", 0, false, run_due },
	{ "show", 1, false, run_show },
	{ "history", 1, false, run_history },
	{ "renew", 1, true, run_renew },
	{ "confirm", 1, true, run_confirm },
	{ "withdraw", 1, true, run_withdraw },
	{ "notice", 2, false, run_notice },
	{ "today", 2, false, run_today },
	{ 0 }
};

/* A day that is wrong must not keep the command from mending it. */
static bool
open_desk(struct desk *desk, bool writes)
{
	const struct wish *wish = desk->wish;

	desk->directory = directory_open(NULL, wish->dir,
	    writes ? ROLE_DESK : ROLE_LOOK);
	if (desk->directory == NULL)
		return false;
	desk->faults = faults_new(desk->directory);
	if (strcmp(wish->verb, "today") == 0)
		return true;
	desk->house = directory_house(desk->directory, wish->dir,
	    desk->faults);
	faults_print(desk->faults, stderr);
	if (desk->house != NULL && writes && house_keep_facts(desk->house,
	    desk->directory->store, time(NULL)) != 0) {
		directory_failed(desk->directory);
		return false;
	}
	return desk->house != NULL;
}

static int
run(const struct wish *wish)
{
	const struct verb *verb = options_verb("facts", wish->verb, verbs,
	    sizeof(*verbs));
	struct desk desk = { .wish = wish };
	int status = FAILED;

	if (verb == NULL)
		return USAGE;
	if ((verb->names == 1) != (wish->name != NULL) && verb->names != 2)
		return options_wrong("facts", verb->names == 1 ?
		    "%s: which fact?" : "%s: takes no name here", verb->name);
	if (is_writing(wish) && wish->name == NULL)
		return options_wrong("facts", "notice: which one?");
	if (open_desk(&desk, verb->writes || is_writing(wish)))
		status = verb->run(&desk);
	talloc_free(desk.directory);
	return status;
}

int
command_facts(int argc, char **argv)
{
	struct wish wish = { 0 };
	struct renewal *r = &wish.renewal;
	struct notice_row *n = &wish.notice;
	const struct flag flags[] = {
		{ "by", FLAG_WORD, &r->by, "WHO", "who says so" },
		{ "value", FLAG_WORD, &r->value, "VALUE", "renew: the new one" },
		{ "hours", FLAG_WORD, &r->hours, "HOURS",
		  "renew: when somebody answers there, 1-5 8:00-17:00" },
		{ "source", FLAG_WORD, &r->source, "SOURCE", "renew: from where" },
		{ "source-date", FLAG_WORD, &r->source_date, "DATE",
		  "renew: of when, as the source gives it" },
		{ "checked", FLAG_WORD, &r->checked, "DAY",
		  "renew: checked on; without it today" },
		{ "expires", FLAG_WORD, &r->expires, "DAY",
		  "renew: the last day it may be shown" },
		{ "confidence", FLAG_WORD, &r->confidence, "V2|S1",
		  "renew: two sources, or one" },
		{ "km", FLAG_WORD, &n->text[LOCALE_KM], "TEXT",
		  "notice: in Khmer" },
		{ "km-latn", FLAG_WORD, &n->text[LOCALE_KM_LATN], "TEXT",
		  "notice: in romanised Khmer" },
		{ "th", FLAG_WORD, &n->text[LOCALE_TH], "TEXT",
		  "notice: in Thai" },
		{ "en", FLAG_WORD, &n->text[LOCALE_EN], "TEXT",
		  "notice: in English; needed" },
		{ "since", FLAG_WORD, &n->since, "DAY",
		  "notice: from when; without it today" },
		{ "until", FLAG_WORD, &n->until, "DAY",
		  "notice: the last day it holds" },
		{ "from", FLAG_WORD, &wish.from, "FILE",
		  "notice: all that from a YAML file" },
		{ "remove", FLAG_SWITCH, &wish.remove, NULL,
		  "notice: take it away" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 3 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.verb = operands.n > 1 ? operands.word[1] : "list";
	wish.name = operands.n > 2 ? operands.word[2] : NULL;
	return run(&wish);
}
