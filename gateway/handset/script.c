#include "gateway/handset/script.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/commands/commands.h"
#include "gateway/handset/player.h"

enum { WAIT_MAX_S = 3600, PACE_MAX_MS = 60000 };

static int
run_dial(struct player *player, const char *code)
{
	struct press press = { .kind = PRESS_DIAL, .text = code };

	return player_ask(player, &press, SCREEN_PAGE);
}

static int
run_key(struct player *player, const char *text)
{
	struct press press = { .kind = PRESS_KEY, .text = text };

	return player_ask(player, &press, SCREEN_PAGE);
}

/* The first word is where to, if it is a number with + or the service's;
   other digits may be what the service asked for. */
static bool
is_address(const char *number, const char *text, size_t n)
{
	if (text[n] == '\0')
		return false;
	return text[0] == '+' || (number != NULL && strlen(number) == n &&
	    strncmp(number, text, n) == 0);
}

static int
run_sms(struct player *player, const char *text)
{
	struct press press = { .kind = PRESS_SMS, .text = text };
	size_t n = strcspn(text, " ");
	char *to = NULL;
	int status;

	if (is_address(player_number(player), text, n)) {
		to = talloc_strndup(player, text, n);
		press.to = to;
		press.text = text + n + 1;
	}
	status = player_ask(player, &press, SCREEN_SMS);
	talloc_free(to);
	return status;
}

static int
run_hangup(struct player *player, const char *)
{
	struct press press = { .kind = PRESS_HANGUP };

	return player_tell(player, &press);
}

/* -1: it is no number from 0 to max. */
static double
read_number(const char *text, double max)
{
	char *end;
	double number = strtod(text, &end);

	return end == text || *end != '\0' || !(number >= 0) ||
	    number > max ? -1 : number;
}

static int
run_wait(struct player *player, const char *text)
{
	double seconds = read_number(text, WAIT_MAX_S);

	if (seconds < 0) {
		player_fail(player, "wait %s: 0 to %d seconds", text, WAIT_MAX_S);
		return USAGE;
	}
	return player_show(player, (long)(seconds * 1000));
}

static int
run_pace(struct player *player, const char *text)
{
	double ms = read_number(text, PACE_MAX_MS);

	if (ms < 0) {
		player_fail(player, "pace %s: 0 to %d ms", text, PACE_MAX_MS);
		return USAGE;
	}
	player_pace(player, (long)ms);
	return PLAYER_GO;
}

static int
run_help(struct player *, const char *)
{
	script_help(stderr);
	return PLAYER_GO;
}

static int
run_expect_end(struct player *player, const char *)
{
	return player_expect_end(player);
}

static int
run_quit(struct player *, const char *)
{
	return DONE;
}

static const struct step {
	const char *name;
	const char *argument;		/* NULL: takes none */
	int (*run)(struct player *, const char *argument);
	const char *help;
} steps[] = {
	{ "dial", "CODE", run_dial,
	  "open a session; so does a line that begins with *" },
	{ "key", "TEXT", run_key,
	  "answer a page; so does any line that is no step" },
	{ "sms", "[NUMBER] TEXT", run_sms,
	  "send an SMS, to the service where no +NUMBER is named" },
	{ "hangup", NULL, run_hangup, "close the session" },
	{ "wait", "SECONDS", run_wait, "show what comes meanwhile" },
	{ "expect", "TEXT", player_expect,
	  "end with 1 unless TEXT has been shown since the last step" },
	{ "expect-end", NULL, run_expect_end,
	  "end with 1 unless the last page closed the session" },
	{ "pace", "MS", run_pace, "pause between steps, to watch" },
	{ "help", NULL, run_help, "this" },
	{ "quit", NULL, run_quit, "switch off; so does the end of input" },
};
enum { STEPS = sizeof(steps) / sizeof(*steps) };

void
script_help(FILE *file)
{
	char left[32];

	for (size_t i = 0; i < STEPS; i++) {
		snprintf(left, sizeof(left), "%s %s", steps[i].name,
		    steps[i].argument != NULL ? steps[i].argument : "");
		fprintf(file, "  %-19s%s\n", left, steps[i].help);
	}
	fprintf(file, "  %-19s%s\n", "# ...", "a comment");
}

/* NULL: the line is a key or a code. */
static const struct step *
find_step(const char *line, size_t n)
{
	for (size_t i = 0; i < STEPS; i++)
		if (strlen(steps[i].name) == n &&
		    strncmp(steps[i].name, line, n) == 0 &&
		    (steps[i].argument != NULL) == (line[n] != '\0'))
			return &steps[i];
	return NULL;
}

static int
run(struct player *player, const char *line)
{
	size_t n = strcspn(line, " ");
	const struct step *step = find_step(line, n);

	if (step != NULL)
		return step->run(player, line[n] == ' ' ? line + n + 1 : "");
	return line[0] == '*' ? run_dial(player, line) :
	    run_key(player, line);
}

int
script_line(struct player *player, const char *line)
{
	int status = player_step(player, line);

	if (status != PLAYER_GO || line[0] == '\0' || line[0] == '#')
		return status;
	return run(player, line);
}
