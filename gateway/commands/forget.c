#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/forgetting.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "locales/catalogue.h"
#include "store/forget.h"
#include "store/reckoning.h"

enum { LISTED_MAX = 1000 };

/* What is shown: of a directory, at a time. */
struct showing {
	const struct directory *directory;
	struct retention keep;
	struct reckoning reckoning;
	struct goings *goings;
	int64_t now;
};

static const char *
centre_name(const struct showing *s, int64_t id)
{
	const struct centre *c = centre_by_id(s->directory->centres, id);

	return c != NULL ? c->name[LOCALE_EN] : "?";
}

static void
print_kinds(const struct showing *s)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	for (const struct kept_kind *k = forgetting_table; k->kind; k++)
		printf("%-9s %-30s %s%s%s%s\n", k->kind, forgetting_how_long(
		    ctx, s->directory->settings, k), k->what,
		    k->setting != NULL ? " (" : "",
		    k->setting != NULL ? k->setting : "",
		    k->setting != NULL ? ")" : "");
	talloc_free(ctx);
}

static void
print_goings(const struct showing *s)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	if (s->goings->n == 0)
		printf("\nNo case will be erased within %" PRId64 " days.\n",
		    s->keep.notice_days);
	else
		puts("\nWill be erased, from that day on:");
	for (size_t i = 0; i < s->goings->n; i++) {
		const struct going *g = &s->goings->going[i];

		printf("%.10s  %s  %-10s  %s%s%s\n", time_local(ctx, going_at(g,
		    &s->keep)), g->ref, case_state_name(g->state),
		    centre_name(s, g->centre),
		    g->kept_until > s->now ? ", kept" : "",
		    g->asked ? ", somebody wants it erased at once" : "");
	}
	talloc_free(ctx);
}

static void
print_clock(const struct showing *s)
{
	if (s->reckoning.believed_at == 0)
		puts("\nNo night has passed yet: nothing ages before.");
	else if (s->reckoning.nights > 0)
		printf("\nThe clock jumped by %" PRId64 " days: nothing ages "
		    "until %d nights have passed (%" PRId64 " so far).  Is it "
		    "right?  helpline forget %s believe\n",
		    (s->reckoning.seen_at - s->reckoning.believed_at) / 86400,
		    RECKONING_NIGHTS, s->reckoning.nights,
		    s->directory->settings->dir);
}

static json_t *
going_json(const struct showing *s, const struct going *g)
{
	return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:b}",
	    "ref", g->ref, "state", case_state_name(g->state),
	    "centre", centre_name(s, g->centre),
	    "goes_at", (json_int_t)going_at(g, &s->keep),
	    "listed_at", (json_int_t)g->listed_at,
	    "kept_until", (json_int_t)g->kept_until,
	    "asked", g->asked);
}

static json_t *
all_json(const struct showing *s)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	json_t *kinds = json_array(), *going = json_array();

	for (const struct kept_kind *k = forgetting_table; k->kind; k++)
		json_array_append_new(kinds, json_pack("{s:s, s:s, s:s}",
		    "kind", k->kind, "kept", forgetting_how_long(ctx,
		    s->directory->settings, k), "what", k->what));
	for (size_t i = 0; i < s->goings->n; i++)
		json_array_append_new(going, going_json(s,
		    &s->goings->going[i]));
	talloc_free(ctx);
	return json_pack("{s:o, s:o, s:I, s:I}", "kinds", kinds,
	    "going", going, "believed_at",
	    (json_int_t)s->reckoning.believed_at,
	    "nights", (json_int_t)s->reckoning.nights);
}

static int
list(const struct directory *directory, bool json)
{
	struct showing s = { .directory = directory, .now = time(NULL),
		.keep = forgetting_retention(directory->settings) };

	if (reckoning_load(directory->store, &s.reckoning) != 0 ||
	    forget_listed(directory->store, (void *)directory, 0, LISTED_MAX,
	    &s.goings) != 0)
		return directory_failed(directory);
	if (json)
		return report_json(all_json(&s));
	print_kinds(&s);
	print_goings(&s);
	print_clock(&s);
	return DONE;
}

static int
believe(const struct directory *directory)
{
	if (reckoning_believe(directory->store, "operator", time(NULL)) != 0)
		return directory_failed(directory);
	puts("The clock is believed; what is past its time goes from now on.");
	return DONE;
}

int
command_forget(int argc, char **argv)
{
	bool json = false, believes;
	const struct flag flags[] = {
		{ "json", FLAG_SWITCH, &json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 2 };
	int status = options_read(argc, argv, flags, &operands);
	struct directory *directory;

	if (status != OPTIONS_GO)
		return status;
	believes = operands.n > 1 && strcmp(operands.word[1], "believe") == 0;
	if (operands.n > 1 && !believes &&
	    strcmp(operands.word[1], "list") != 0)
		return options_wrong("forget", "%s: there are list and "
		    "believe", operands.word[1]);
	directory = directory_open(NULL, operands.word[0], believes ?
	    ROLE_DESK : ROLE_LOOK);
	if (directory == NULL)
		return FAILED;
	status = believes ? believe(directory) : list(directory, json);
	talloc_free(directory);
	return status;
}
