#include <sys/stat.h>
#include <time.h>

#include "gateway/checking/beforehand.h"
#include "gateway/commands/commands.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"

static const char *const level_names[] = {
	[FINDING_OK] = "ok",
	[FINDING_WARN] = "warn",
	[FINDING_FAIL] = "FAIL",
};

/* A finding may name a file, and a file's name is any octets. */
static int
print_json(const struct checkup *checkup)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	json_t *list = json_array();

	for (size_t i = 0; i < checkup->n; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}",
		    "check", checkup->finding[i].check,
		    "result", level_names[checkup->finding[i].level],
		    "text", terminal_escape(ctx, checkup->finding[i].text)));
	talloc_free(ctx);
	return report_json(list);
}

static void
print(const struct checkup *checkup)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	for (size_t i = 0; i < checkup->n; i++)
		printf("%-6s%-17s %s\n",
		    level_names[checkup->finding[i].level],
		    checkup->finding[i].check,
		    terminal_escape(ctx, checkup->finding[i].text));
	talloc_free(ctx);
}

static bool
is_there(const char *dir)
{
	struct stat st;

	if (stat(dir, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	fprintf(stderr, "%s is no data directory; make one with: helpline init "
	    "DIR\n", dir);
	return false;
}

/* Frees it. */
static int
report(struct checkup *checkup, bool json)
{
	int status = DONE;

	for (size_t i = 0; i < checkup->n; i++)
		if (checkup->finding[i].level == FINDING_FAIL)
			status = FAILED;
	if (json)
		print_json(checkup);
	else
		print(checkup);
	talloc_free(checkup);
	return status;
}

int
command_doctor(int argc, char **argv)
{
	bool json = false, before = false;
	const struct flag flags[] = {
		{ "before-first-call", FLAG_SWITCH, &before, NULL,
		  "what only people can supply, and whether it is there" },
		{ "json", FLAG_SWITCH, &json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 1 };
	int status = options_read(argc, argv, flags, &operands);
	const char *dir = operands.word != NULL ? operands.word[0] : NULL;

	if (status != OPTIONS_GO)
		return status;
	if (!before)
		return report(checkup_run(NULL, dir, time(NULL)), json);
	return is_there(dir) ? report(beforehand_run(NULL, dir, time(NULL)),
	    json) : FAILED;
}
