#include "store/cases.h"

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/matter.h"
#include "gateway/options.h"
#include "gateway/report.h"

struct listing {
	const struct directory *directory;
	json_t *json;			/* NULL: a table */
	size_t n;
};

static void
print_row(const struct directory *directory, const struct matter *matter)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	printf("%-9s %-11s %-7s %-13s %-17s %-17s %-8s %s\n", matter->ref,
	    case_state_name(matter->state), matter->urgent ? "URGENT" : "-",
	    matter->category, matter_centre(directory, matter),
	    time_local(ctx, matter->opened_at),
	    language_name(matter->language), channel_name(matter->channel));
	talloc_free(ctx);
}

static bool
list_one(void *arg, const struct matter *matter)
{
	struct listing *listing = arg;

	if (listing->json != NULL) {
		json_array_append_new(listing->json,
		    matter_json(listing->directory, matter));
		return true;
	}
	if (listing->n++ == 0)
		printf("%-9s %-11s %-7s %-13s %-17s %-17s %-8s %s\n", "reference",
		    "state", "urgent", "category", "centre", "opened",
		    "language", "channel");
	print_row(listing->directory, matter);
	return true;
}

static int
list(const struct directory *directory, const char *name, bool all, bool json)
{
	struct listing listing = { .directory = directory };
	const struct centre *centre = NULL;

	if (name != NULL) {
		centre = directory_centre(directory, name);
		if (centre == NULL)
			return FAILED;
	}
	if (json)
		listing.json = json_array();
	if (cases_each(directory->store, centre != NULL ? centre->id : 0, all,
	    list_one, &listing) != 0) {
		json_decref(listing.json);
		return directory_failed(directory);
	}
	if (json)
		return report_json(listing.json);
	if (listing.n == 0)
		puts(all ? "There is no case." :
		    "The queue is empty: no case waits.");
	return DONE;
}

int
command_cases(int argc, char **argv)
{
	const char *centre = NULL;
	bool all = false, json = false;
	const struct flag flags[] = {
		{ "centre", FLAG_WORD, &centre, "NAME", "only its queue" },
		{ "all", FLAG_SWITCH, &all, NULL, "finished ones too" },
		{ "json", FLAG_SWITCH, &json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 1 };
	struct directory *directory;
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	directory = directory_open(NULL, operands.word[0], ROLE_LOOK);
	if (directory == NULL)
		return FAILED;
	status = list(directory, centre, all, json);
	talloc_free(directory);
	return status;
}
