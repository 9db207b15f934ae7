#include <time.h>

#include "gateway/checking/checks.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "menus/document.h"

struct wish { const char *dir, *at; bool json; };

static void
print_json(const struct house *house, const struct checks *checks)
{
	json_t *report = json_pack("{s:o, s:o}",
	    "errors", report_faults(checks->errors),
	    "warnings", report_faults(checks->warnings));

	if (house != NULL)
		json_object_update_new(report, json_pack("{s:I, s:I, s:I}",
		    "nodes", (json_int_t)house->tree->nodes_n,
		    "texts", (json_int_t)catalogue_count(house->catalogue),
		    "facts", (json_int_t)house->known->facts->n));
	report_json(report);
}

static void
print(const struct house *house, const struct checks *checks)
{
	size_t n = faults_count(checks->errors);

	for (size_t i = 0; i < faults_count(checks->warnings); i++)
		fprintf(stderr, "%s (warning)\n",
		    faults_at(checks->warnings, i));
	faults_print(checks->errors, stderr);
	if (n > 0)
		fprintf(stderr, "%zu error%s\n", n, n == 1 ? "" : "s");
	else
		printf("checked %zu nodes, %zu texts in 4 languages, %zu "
		    "facts: no errors\n", house->tree->nodes_n,
		    catalogue_count(house->catalogue), house->known->facts->n);
}

static int
run(const struct wish *wish)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	time_t now = wish->at != NULL ? date_noon(wish->at) : time(NULL);
	struct checks checks = {
		.now = now,
		.errors = faults_new(ctx),
		.warnings = faults_new(ctx),
	};
	struct house *house = directory_house_at(ctx, wish->dir, now,
	    checks.errors);
	int status;

	checks.house = house;
	if (house != NULL)
		checks_run(&checks);
	status = faults_count(checks.errors) == 0 ? DONE : FAILED;
	if (wish->json)
		print_json(house, &checks);
	else
		print(house, &checks);
	talloc_free(ctx);
	return status;
}

int
command_check(int argc, char **argv)
{
	struct wish wish = {0};
	const struct flag flags[] = {
		{ "dir", FLAG_WORD, &wish.dir, "DIR",
		  "with the files of this data directory" },
		{ "at", FLAG_WORD, &wish.at, "DAY",
		  "judge facts as of that day" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = {0};
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	if (wish.at != NULL && !date_is_real(wish.at))
		return options_wrong("check", "--at %s: a day such as "
		    "2026-11-22 is needed", wish.at);
	return run(&wish);
}
