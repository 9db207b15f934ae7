/*
 * Start here: one program, and its subcommands are its rooms.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "gateway/commands/commands.h"
#include "gateway/log.h"
#include "gateway/memory.h"
#include "gateway/shutting.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unversioned"
#endif

const struct command commands_table[] = {
	{ "init", "DIR [--demo] [--centre NAME] [--code CODE] ...",
	  "make a data directory: settings, keys, kannel.conf, store, offices",
	  command_init },
	{ "serve", "DIR",
	  "run every process; prints ready when callers can be answered",
	  command_serve },
	{ "calls", "DIR [--ready-fd N]",
	  "only the process that answers callers", command_calls },
	{ "rounds", "DIR [list] [--once] [--json] [--ready-fd N]",
	  "only the process that does what must happen unasked",
	  command_rounds },
	{ "desk", "DIR [--ready-fd N] | --openapi",
	  "only the process where staff clear the queue", command_desk },
	{ "check", "[--dir DIR] [--at DAY] [--json]",
	  "check menus, words, facts and operators", command_check },
	{ "show", "[KEY|NODE]... [--dir DIR] [--at DAY] [--sms] [--plain] [--json]",
	  "the pages of texts, or of every node, as a phone shows them",
	  command_show },
	{ "map", "[--svg|--dot|--released] [--locale LOCALE] [--dir DIR]",
	  "the whole tree: an outline, or a drawing", command_map },
	{ "network", "DIR [--port N] [--verbose]",
	  "a simulated mobile network for Kannel to connect to",
	  command_network },
	{ "phone", "DIR NUMBER [--json] [--pace MS] [--timeout S] [<SCRIPT]",
	  "a handset on that network: dial, press keys, send and read SMS",
	  command_phone },
	{ "cases", "DIR [--centre NAME] [--all] [--json]",
	  "the queue of cases, without a word of them", command_cases },
	{ "case", "DIR REF [read|note [TEXT]|state STATE] [--as NAME] [--json]",
	  "one case: read it, add a note, change its state", command_case },
	{ "centre", "DIR [list|add|change NAME|paper NAME|show-paper NAME|"
	  "rekey NAME|start NAME|duty] [--json] ...",
	  "the offices that read cases", command_centre },
	{ "staff", "DIR [list|add|activate|role|reset|lost-code|leave|depart "
	  "NAME] [--json] ...",
	  "the people of the offices", command_staff },
	{ "facts", "DIR [list|due|show ID|history ID|renew ID|confirm ID|"
	  "withdraw ID|notice NAME|today DAY] [--by WHO] [--json] ...",
	  "numbers and rules that texts name, and notices: what is due, renew",
	  command_facts },
	{ "agencies", "DIR [list|show LICENCE|import FILE|export|diff [N]|"
	  "confirm N|reject N|history [LICENCE]|try TEXT] [--json] ...",
	  "the register of licensed agencies", command_agencies },
	{ "words", "[list|export|import FILE|permit] [--dir DIR] [--by WHO] ...",
	  "texts and who has read them, to and from a spreadsheet",
	  command_words },
	{ "outbox", "DIR [list|settle ID] [--json]",
	  "texts of staff and duty, what became of them and what they cost",
	  command_outbox },
	{ "audit", "DIR [list [--from ROW]|verify [--head HEAD]|seal] [--json]",
	  "who did what, and whether that is as it was written",
	  command_audit },
	{ "backup", "DIR [now|list|key|keys FILE] [--json]",
	  "a sealed copy of everything but the keys, and of the keys",
	  command_backup },
	{ "restore", "BACKUP DIR [--keys FILE] [--paper-fd N] [--json]",
	  "put a backup back, to a place where nothing is", command_restore },
	{ "drill", "DIR [BACKUP] [--paper-fd N] [--json]",
	  "rehearse that: can the last backup be restored?", command_drill },
	{ "doctor", "DIR [--before-first-call] [--json]",
	  "is everything as it must be, and what to do where not",
	  command_doctor },
	{ "forget", "DIR [list|believe] [--json]",
	  "how long what is kept, and which cases will be erased",
	  command_forget },
	{ "settings", "[--json]",
	  "every setting with type, range, default and help",
	  command_settings },
	{ 0 }
};

static int
print_table(void)
{
	puts("usage: helpline COMMAND ...\n");
	for (const struct command *c = commands_table; c->name != NULL; c++)
		printf("  %-10s%s\n", c->name, c->help);
	puts("\nhelpline COMMAND --help says more.");
	return DONE;
}

static int
run(const char *name, int argc, char **argv)
{
	for (const struct command *c = commands_table; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c->run(argc, argv);
	fprintf(stderr, "helpline: there is no command %s; there are:", name);
	for (const struct command *c = commands_table; c->name != NULL; c++)
		fprintf(stderr, " %s", c->name);
	fputc('\n', stderr);
	return USAGE;
}

static int
run_help(const char *name)
{
	static char flag[] = "--help";
	char *argv[] = { (char *)name, flag, NULL };

	return run(name, 2, argv);
}

static int
dispatch(int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "-h") == 0)
		return print_table();
	if (strcmp(argv[1], "--version") == 0) {
		puts("helpline " PACKAGE_VERSION);
		return DONE;
	}
	if (strcmp(argv[1], "help") == 0)
		return argc > 2 ? run_help(argv[2]) : print_table();
	return run(argv[1], argc - 1, argv + 1);
}

/* A result that did not reach the disk or the pipe was not given. */
static int
finish(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, "helpline: the result cannot be written: %s\n",
	    strerror(errno));
	return status == DONE ? FAILED : status;
}

int
main(int argc, char **argv)
{
	/* Memory may hold keys and words: no core files, nothing that others
	   may read. */
	shut_eyes();
	umask(S_IRWXG | S_IRWXO);
	signal(SIGPIPE, SIG_IGN);
	memory_guard();
	log_open(argc > 1 ? argv[1] : "helpline");
	return finish(dispatch(argc, argv));
}
