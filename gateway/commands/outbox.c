#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "locales/catalogue.h"
#include "store/outbox.h"

enum { HANDLE_OCTETS = 4, HANDLE = 2 * HANDLE_OCTETS, MINUTE_S = 60 };

struct listing {
	const struct directory *directory;
	json_t *json;			/* NULL: lines */
	int64_t now;
	size_t n;
};

/* Enough of an id to name it; nothing can be made of it. */
static void
write_handle(const struct id *id, char out[HANDLE + 1])
{
	for (int i = 0; i < HANDLE_OCTETS; i++)
		snprintf(out + 2 * i, 3, "%02x", id->octets[i]);
}

static const char *
centre_name(const struct listing *l, int64_t id)
{
	const struct centre *c = centre_by_id(l->directory->centres, id);

	return c != NULL ? c->name[LOCALE_EN] : "?";
}

static void
print_row(const struct listing *l, const struct outbox_row *row,
    const char *handle)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	printf("%s  %-9s %-5s %2u  %s  %6" PRId64 " min  %s%s%s%s\n", handle,
	    outbox_state_name(row->state), outbox_kind_name(row->kind),
	    row->parts, time_local(ctx, row->queued_at),
	    (l->now - row->state_at) / MINUTE_S, centre_name(l, row->centre),
	    row->why[0] != '\0' ? ": " : "", row->why,
	    row->taken && row->state == OUTBOX_UNKNOWN ?
	    ", the network has it" : "");
	talloc_free(ctx);
}

static json_t *
row_json(const struct listing *l, const struct outbox_row *row,
    const char *handle)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:i, s:i, s:I, s:I, "
	    "s:I, s:I}", "id", handle,
	    "state", outbox_state_name(row->state),
	    "kind", outbox_kind_name(row->kind),
	    "why", row->why, "centre", centre_name(l, row->centre),
	    "taken", row->taken, "parts", (int)row->parts,
	    "tries", (int)row->tries,
	    "queued_at", (json_int_t)row->queued_at,
	    "due_at", (json_int_t)row->due_at,
	    "ends_at", (json_int_t)row->ends_at,
	    "state_at", (json_int_t)row->state_at);
}

static bool
show_row(void *arg, const struct outbox_row *row)
{
	struct listing *l = arg;
	char handle[HANDLE + 1];

	write_handle(&row->id, handle);
	l->n++;
	if (l->json != NULL)
		json_array_append_new(l->json, row_json(l, row, handle));
	else
		print_row(l, row, handle);
	return true;
}

static int
show_budget(const struct listing *l, const struct centre *c, json_t *json)
{
	long budget = l->directory->settings->text_budget;
	int64_t parts;

	if (outbox_cost(l->directory->store, c->id, l->now, &parts) != 0)
		return directory_failed(l->directory);
	if (json != NULL)
		json_array_append_new(json, json_pack("{s:s, s:I, s:I}",
		    "centre", c->name[LOCALE_EN], "parts",
		    (json_int_t)parts, "budget", (json_int_t)budget));
	else if (parts > 0)
		printf("%s: %" PRId64 " of %ld parts this month\n",
		    c->name[LOCALE_EN], parts, budget);
	return DONE;
}

static int
show_budgets(const struct listing *l, json_t *json)
{
	const struct centres *centres = l->directory->centres;
	int status = DONE;

	for (size_t i = 0; status == DONE && i < centres->n; i++)
		status = show_budget(l, &centres->centre[i], json);
	return status;
}

static int
list(const struct directory *directory, bool json)
{
	struct listing l = { directory, json ? json_array() : NULL,
		time(NULL), 0 };
	json_t *budgets = json ? json_array() : NULL;
	int status;

	if (outbox_each(directory->store, show_row, &l) != 0)
		return directory_failed(directory);
	if (!json && l.n == 0)
		puts("Nothing was queued in the last 30 days.");
	status = show_budgets(&l, budgets);
	if (json && status == DONE)
		return report_json(json_pack("{s:o, s:o}", "texts", l.json,
		    "budgets", budgets));
	return status;
}

/* One that is unknown, by its handle. */
struct seeking { const char *handle; struct outbox_row found; size_t n; };

static bool
seek(void *arg, const struct outbox_row *row)
{
	struct seeking *s = arg;
	char handle[HANDLE + 1];

	write_handle(&row->id, handle);
	if (strcmp(handle, s->handle) == 0) {
		s->found = *row;
		s->n++;
	}
	return true;
}

static int
settle(const struct directory *directory, const char *handle)
{
	struct seeking s = { .handle = handle };
	struct store *store = directory->store;
	int rc;

	if (outbox_each(store, seek, &s) != 0)
		return directory_failed(directory);
	if (s.n != 1 || s.found.state != OUTBOX_UNKNOWN) {
		fprintf(stderr, "%s: no text of which nobody knows what became"
		    " of it; see: helpline outbox DIR\n", handle);
		return FAILED;
	}
	rc = store_begin(store);
	if (rc == 0)
		rc = outbox_move(store, &s.found.id, OUTBOX_FAILED,
		    "given up", time(NULL));
	if (rc == 0)
		rc = store_commit(store);
	store_rollback(store);
	return rc == 0 ? DONE : directory_failed(directory);
}

int
command_outbox(int argc, char **argv)
{
	bool json = false;
	const struct flag flags[] = {
		{ "json", FLAG_SWITCH, &json, NULL, "list as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 3 };
	int status = options_read(argc, argv, flags, &operands);
	struct directory *directory;
	bool settles;

	if (status != OPTIONS_GO)
		return status;
	settles = operands.n == 3 && strcmp(operands.word[1], "settle") == 0;
	if (!settles && (operands.n > 2 || (operands.n == 2 &&
	    strcmp(operands.word[1], "list") != 0)))
		return options_wrong("outbox",
		    "there are list and settle ID");
	directory = directory_open(NULL, operands.word[0],
	    settles ? ROLE_ROUNDS : ROLE_LOOK);
	if (directory == NULL)
		return FAILED;
	status = settles ? settle(directory, operands.word[2]) :
	    list(directory, json);
	talloc_free(directory);
	return status;
}
