#include <time.h>

#include "gateway/checking/checkup.h"
#include "gateway/commands/commands.h"
#include "gateway/options.h"
#include "gateway/report.h"

static const char *const level_names[] = {
	[FINDING_OK] = "ok",
	[FINDING_WARN] = "warn",
	[FINDING_FAIL] = "FAIL",
};

static int
print_json(const struct checkup *checkup)
{
	json_t *list = json_array();

	for (size_t i = 0; i < checkup->n; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}",
		    "check", checkup->finding[i].check,
		    "result", level_names[checkup->finding[i].level],
		    "text", checkup->finding[i].text));
	return report_json(list);
}

static void
print(const struct checkup *checkup)
{
	for (size_t i = 0; i < checkup->n; i++)
		printf("%-6s%-13s%s\n",
		    level_names[checkup->finding[i].level],
		    checkup->finding[i].check, checkup->finding[i].text);
}

static int
run(const char *dir, bool json)
{
	struct checkup *checkup = checkup_run(NULL, dir, time(NULL));
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
	bool json = false;
	const struct flag flags[] = {
		{ "json", FLAG_SWITCH, &json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 1 };
	int status = options_read(argc, argv, flags, &operands);

	return status != OPTIONS_GO ? status : run(operands.word[0], json);
}
