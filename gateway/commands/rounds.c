#include "gateway/rounds/rounds.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/instance.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "store/rounds.h"

enum { SHOWN = 50 };

struct wish {
	const char *dir, *verb;
	int ready_fd;
	bool once, json;
};

static void
print_round(const struct round *round)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	printf("%s  %-10s %-7s %s\n", time_local(ctx, round->begun_at),
	    round->duty, round_result_name(round->result),
	    terminal_escape(ctx, round->words));
	talloc_free(ctx);
}

static json_t *
round_json(const struct round *round)
{
	return json_pack("{s:s, s:I, s:I, s:s, s:s}",
	    "duty", round->duty,
	    "begun_at", (json_int_t)round->begun_at,
	    "ended_at", (json_int_t)round->ended_at,
	    "result", round_result_name(round->result),
	    "words", round->words);
}

static int
show(const struct directory *directory, bool json)
{
	struct rounds_done *done;
	json_t *list;

	if (rounds_load(directory->store, (void *)directory, NULL, SHOWN,
	    &done) != 0)
		return directory_failed(directory);
	if (json) {
		list = json_array();
		for (size_t i = 0; i < done->n; i++)
			json_array_append_new(list,
			    round_json(&done->round[i]));
		return report_json(list);
	}
	for (size_t i = 0; i < done->n; i++)
		print_round(&done->round[i]);
	if (done->n == 0)
		puts("Rounds has done nothing yet.");
	return DONE;
}

static int
run_list(const struct wish *wish)
{
	struct directory *directory = directory_open(NULL, wish->dir,
	    ROLE_LOOK);
	int status;

	if (directory == NULL)
		return FAILED;
	status = show(directory, wish->json);
	talloc_free(directory);
	return status;
}

static int
run_once(const struct settings *settings)
{
	int rc = rounds_once(settings);

	if (rc == -ENOENT)
		fputs("there is nothing to do: see register_url in "
		    "helpline.yaml\n", stderr);
	return rc == 0 ? DONE : FAILED;
}

static int
run(const struct settings *settings, const struct wish *wish)
{
	int lock = instance_hold(settings->dir, "rounds"), status;

	if (lock < 0)
		return FAILED;
	if (wish->once)
		status = run_once(settings);
	else
		status = rounds_run(settings, wish->ready_fd) == 0 ? DONE :
		    FAILED;
	close(lock);
	return status;
}

static int
run_process(const struct wish *wish)
{
	struct settings *settings = directory_settings(NULL, wish->dir);
	int status;

	if (settings == NULL)
		return FAILED;
	if (wish->ready_fd >= 0)
		(void)fcntl(wish->ready_fd, F_SETFD, FD_CLOEXEC);
	status = run(settings, wish);
	talloc_free(settings);
	return status;
}

int
command_rounds(int argc, char **argv)
{
	struct wish wish = { .ready_fd = -1 };
	const struct flag flags[] = {
		{ "once", FLAG_SWITCH, &wish.once, NULL,
		  "do everything now, due or not, and end" },
		{ "ready-fd", FLAG_FD, &wish.ready_fd, "N",
		  "write one octet there when the store is open" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "list as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 2 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.verb = operands.n > 1 ? operands.word[1] : NULL;
	if (wish.verb == NULL)
		return run_process(&wish);
	if (strcmp(wish.verb, "list") == 0)
		return run_list(&wish);
	return options_wrong("rounds", "%s: there is list", wish.verb);
}
