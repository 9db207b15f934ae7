#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/commands/commands.h"
#include "gateway/handset/phone.h"
#include "gateway/handset/player.h"
#include "gateway/handset/script.h"
#include "gateway/options.h"
#include "locales/clean.h"

enum { TIMEOUT_MAX_S = 600, PACE_MAX_MS = 60000 };

/* Run the next line of standard input; DONE at its end. */
static int
run_line(struct player *player)
{
	char *line = NULL, *clean;
	size_t size = 0;
	ssize_t n = getline(&line, &size, stdin);
	int status = DONE;

	if (n >= 0) {
		clean = text_clean(NULL, line, (size_t)n, CODING_GSM7, NULL);
		status = script_line(player, clean);
		talloc_free(clean);
	}
	free(line);
	return status;
}

/* Until there is a line to read, show what comes. */
static int
wait_for_line(struct player *player, int fd)
{
	struct pollfd ready[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = fd, .events = POLLIN },
	};
	int status = player_show(player, 0);

	fputs("> ", stdout);
	fflush(stdout);
	while (status == PLAYER_GO && ready[0].revents == 0) {
		if (poll(ready, 2, -1) < 0 && errno != EINTR)
			return FAILED;
		if (ready[1].revents != 0) {
			putchar('\n');
			status = player_show(player, 0);
			fputs("> ", stdout);
			fflush(stdout);
		}
	}
	return status;
}

static int
play(struct player *player, struct phone *phone, bool person)
{
	int status = PLAYER_GO;

	if (person)
		fputs("Type a code to dial it, digits to press them, help for "
		    "the rest; Ctrl-D switches off.\n", stderr);
	for (;;) {
		if (person)
			status = wait_for_line(player, phone_fd(phone));
		if (status != PLAYER_GO)
			return status;
		status = run_line(player);
		if (status == DONE)
			return DONE;
		if (person)
			status = PLAYER_GO;	/* she may try again */
	}
}

static int
say_why(const char *dir, int error)
{
	if (error == -ENOENT)
		fprintf(stderr, "helpline phone: no network runs in %s; start "
		    "one with: helpline network %s\n", dir, dir);
	else if (error == -ENAMETOOLONG)
		fprintf(stderr, "helpline phone: %s: the path is too long for "
		    "a Unix socket\n", dir);
	else if (error == -EACCES)
		fputs("helpline phone: the network did not take the number\n",
		    stderr);
	else
		fputs("helpline phone: the network does not answer\n", stderr);
	return FAILED;
}

static int
switch_on(const char *dir, const char *number,
    const struct player_settings *settings)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct phone *phone;
	struct player *player;
	int status, error = phone_open(ctx, dir, number, &phone);

	if (error == 0)
		error = player_open(ctx, phone, settings, &player);
	status = error == 0 ? play(player, phone, !settings->waits) :
	    say_why(dir, error);
	talloc_free(ctx);
	return status;
}

/* The terminal's own locale says whether it can draw a box; widths are
   counted in UTF-8 whatever it is. */
static bool
set_locale(void)
{
	bool plain;

	(void)setlocale(LC_CTYPE, "");
	plain = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	return plain;
}

/* -1: it is no number from 0 to max. */
static long
read_number(const char *word, long max)
{
	char *end;
	long number = strtol(word, &end, 10);

	return *word == '\0' || *end != '\0' || number < 0 || number > max ?
	    -1 : number;
}

int
command_phone(int argc, char **argv)
{
	struct player_settings settings = { .out = stdout };
	const char *pace = "0", *timeout = "10";
	const struct flag flags[] = {
		{ "json", FLAG_SWITCH, &settings.json, NULL,
		  "print the network's JSON lines instead of frames" },
		{ "pace", FLAG_WORD, &pace, "MS",
		  "pause between the steps of a script (0)" },
		{ "timeout", FLAG_WORD, &timeout, "S",
		  "how long a step waits for its answer (10)" },
		{ 0 }
	};
	struct operands operands = { .min = 2, .max = 2 };
	int status = options_read(argc, argv, flags, &operands);

	if (status == DONE) {
		puts("\nSteps, typed or from standard input:\n");
		script_help(stdout);
	}
	if (status != OPTIONS_GO)
		return status;
	settings.pace_ms = read_number(pace, PACE_MAX_MS);
	if (settings.pace_ms < 0)
		return options_wrong(argv[0], "--pace %s: 0 to %d", pace,
		    PACE_MAX_MS);
	settings.timeout_ms = 1000 * read_number(timeout, TIMEOUT_MAX_S);
	if (settings.timeout_ms <= 0)
		return options_wrong(argv[0], "--timeout %s: 1 to %d",
		    timeout, TIMEOUT_MAX_S);
	settings.waits = isatty(STDIN_FILENO) != 1;
	settings.plain = set_locale();
	return switch_on(operands.word[0], operands.word[1], &settings);
}
