#include "gateway/checking/checkup.h"

#include <stdarg.h>
#include <sys/stat.h>

#include "gateway/directory.h"
#include "menus/document.h"

const struct check checkup_table[] = {
	{ "settings", "helpline.yaml is valid", check_settings },
	{ "directory", "only you can read it", check_directory },
	/* Before the store is opened, which may write to it. */
	{ "clock", "it is plausible", check_clock },
	{ "store", "it opens, is whole, and its keys are right", check_store },
	{ "machine", "memory stays in memory", check_machine },
	{ "processes", "what works unasked is there", check_processes },
	{ "jumps", "the clock was not set while we ran", check_jumps },
	{ "space", "the disk has room", check_space },
	{ "menus", "menus, words, facts and operators have no errors",
	  check_menus },
	{ "facts", "every number and rule is within its date", check_facts },
	{ "holidays", "this year's and the next are known", check_holidays },
	{ "words", "every text was read by whom it must be", check_words },
	{ "offices", "every office has its people and its stand-in",
	  check_offices },
	{ "register", "the list of agencies is new enough and none waits",
	  check_register },
	{ "kannel.conf", "it is quiet, closed and ours", check_conf },
	{ "doors", "its doors are shut", check_doors },
	{ "networks", "kannel.conf and operators.yaml name the same",
	  check_networks },
	{ "kannel", "it runs, we are connected, the networks are online",
	  check_kannel },
	{ "ports", "nothing of ours listens beyond this machine",
	  check_ports },
	{ "logs", "Kannel's logs hold nothing of callers", check_logs },
	{ "waiting", "no message and no case waits too long", check_waiting },
	{ "outbox", "no text waits for anybody", check_outbox },
	{ "audit", "who did what is as it was written", check_audit },
	{ "forgetting", "what is past its time goes", check_forgetting },
	{ "backup", "the last one is new, and one could be restored",
	  check_backup },
	{ "desk", "it answers, and to whom it should", check_desk },
	{ "certificate", "browsers will take it for weeks",
	  check_certificate },
	{ "spool", "what waits there survives a power cut", check_spool },
	{ "demo", "this is no demonstration", check_demo },
	{ 0 }
};

static void
add(struct checkup *checkup, enum finding_level level, char *text)
{
	checkup->finding = talloc_realloc(checkup, checkup->finding,
	    struct finding, (unsigned)checkup->n + 1);
	checkup->finding[checkup->n++] = (struct finding){ level,
	    checkup->check->name, text };
}

void
checkup_find(struct checkup *checkup, enum finding_level level,
    const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = talloc_vasprintf(checkup, format, args);
	va_end(args);
	add(checkup, level, text);
}

/* Twelve ways to say that DIR is not there help nobody. */
static bool
is_there(struct checkup *checkup)
{
	struct stat st;

	if (stat(checkup->dir, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	checkup->check = &checkup_table[0];
	checkup_find(checkup, FINDING_FAIL, "%s is no data directory; make "
	    "one with: helpline init DIR", checkup->dir);
	return false;
}

struct checkup *
checkup_open(TALLOC_CTX *ctx, const char *dir, time_t now)
{
	struct checkup *checkup = talloc_zero(ctx, struct checkup);
	struct faults *faults = faults_new(checkup);
	char *why = NULL;

	checkup->dir = dir;
	checkup->now = now;
	if (settings_load(checkup, dir, faults, &checkup->settings) != 0)
		checkup->settings = NULL;
	if (store_open(checkup, dir, ROLE_LOOK, &checkup->store, &why) != 0)
		checkup->store = NULL;
	if (kannel_conf_read(checkup, checkup_conf(checkup),
	    &checkup->conf) != 0)
		checkup->conf = NULL;
	if (checkup->settings != NULL && checkup->store != NULL)
		checkup->house = directory_house(checkup, dir, faults);
	return checkup;
}

struct checkup *
checkup_run(TALLOC_CTX *ctx, const char *dir, time_t now)
{
	struct checkup *checkup = talloc_zero(ctx, struct checkup);
	size_t before;

	checkup->dir = dir;
	checkup->now = now;
	if (!is_there(checkup))
		return checkup;
	for (const struct check *c = checkup_table; c->name != NULL; c++) {
		before = checkup->n;
		checkup->check = c;
		c->run(checkup);
		if (checkup->n == before)
			checkup_find(checkup, FINDING_OK, "%s", c->fine);
	}
	return checkup;
}
