#include "gateway/licences/importing.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/licences/import/proposal.h"
#include "gateway/licences/showing.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "locales/clean.h"
#include "menus/document.h"

struct work {
	TALLOC_CTX *ctx;
	const struct directory *directory;
	const struct importing *wish;
	int64_t now, as_of;
	struct list *list;
	struct proposal *proposal;
};

static bool
is_text(const char *text)
{
	bool damaged = false;
	char *clean = text_clean(NULL, text, strlen(text), CODING_GSM7,
	    &damaged);
	bool same = !damaged && strcmp(clean, text) == 0 &&
	    strchr(text, '\n') == NULL;

	talloc_free(clean);
	return same;
}

int
importing_check(const struct importing *wish)
{
	int64_t day = DAY_NONE;

	if (wish->as_of == NULL)
		return options_wrong("agencies", "import: --as-of DATE is "
		    "needed: on which day was the list true?");
	if (wish->source == NULL || wish->source[0] == '\0')
		return options_wrong("agencies", "import: --source WHERE is "
		    "needed: where does the list come from?");
	if (day_read(wish->as_of, &day) != 0 || day == DAY_NONE)
		return options_wrong("agencies", "--as-of %s: a day like "
		    "2026-03-31 is needed", wish->as_of);
	if (day > day_at(time(NULL)))
		return options_wrong("agencies", "--as-of %s: it has not "
		    "come yet", wish->as_of);
	if (!is_text(wish->source))
		return options_wrong("agencies", "--source: letters on one "
		    "line, in UTF-8");
	if (strlen(wish->source) > SOURCE_MAX)
		return options_wrong("agencies", "--source: at most %d octets",
		    SOURCE_MAX);
	return OPTIONS_GO;
}

static int
read_list(struct work *w)
{
	const struct reading_options options = { .sheet = w->wish->sheet };
	struct faults *faults = faults_new(w->ctx);

	if (reading_load(w->ctx, w->wish->path, &options, faults,
	    &w->list) == 0)
		return DONE;
	faults_print(faults, stderr);
	fputs("Nothing was changed.\n", stderr);
	return FAILED;
}

static int
compare(struct work *w)
{
	if (proposal_make(w->ctx, w->directory->store, w->list, w->as_of,
	    w->now, &w->proposal) == 0)
		return DONE;
	return directory_failed(w->directory);
}

static json_t *
proposal_json(const struct work *w)
{
	const struct proposal *p = w->proposal;
	const struct diff_counts *counts = &p->diff->counts;
	char *reason = proposal_reason(w->ctx, counts, p->diff->before,
	    p->diff->older);

	return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:b, s:o, s:o}",
	    "as_of", w->wish->as_of,
	    "source", w->wish->source,
	    "rows", (json_int_t)w->list->n,
	    "added", (json_int_t)counts->added,
	    "removed", (json_int_t)counts->removed,
	    "changed", (json_int_t)counts->changed,
	    "revived", (json_int_t)counts->revived,
	    "needs_second", p->needs_second,
	    "reason", p->needs_second ? json_string(reason) : json_null(),
	    "changes", changes_json(p->diff->change, p->diff->n));
}

static int
show(const struct work *w)
{
	const struct proposal *p = w->proposal;

	if (w->wish->json)
		return report_json(proposal_json(w));
	for (size_t i = 0; i < p->diff->n; i++)
		change_print(&p->diff->change[i]);
	printf("%zu agencies read: %s.\n", w->list->n, counts_text(w->ctx,
	    &p->diff->counts));
	if (p->needs_second)
		printf("It would wait for a second member: %s.\n",
		    proposal_reason(w->ctx, &p->diff->counts, p->diff->before,
		    p->diff->older));
	puts("Nothing was changed.");
	return DONE;
}

static int
explain(const struct work *w, int error)
{
	if (error == -EBUSY)
		fputs("another import runs on this directory; try again when "
		    "it has ended\n", stderr);
	else
		(void)directory_failed(w->directory);
	fputs("Nothing was changed.\n", stderr);
	return FAILED;
}

static int
tell(const struct work *w, int64_t number, enum import_state state)
{
	const struct proposal *p = w->proposal;
	struct import import;

	if (w->wish->json) {
		if (import_find(w->directory->store, w->ctx, number,
		    &import) != 0)
			return directory_failed(w->directory);
		return report_json(import_json(&import));
	}
	printf("Import %" PRId64 ", %zu agencies: %s.\n", number, w->list->n,
	    counts_text(w->ctx, &p->diff->counts));
	if (state == IMPORT_APPLIED)
		puts("It stands now.");
	else
		printf("It waits for %s: %s.  See it and decide:\n"
		    "  helpline agencies %s diff %" PRId64 "\n"
		    "  helpline agencies %s confirm %" PRId64 " --as NAME\n",
		    w->wish->importer[0] == '\0' ? "two members (it came from "
		    "the shell)" : "a second member",
		    proposal_reason(w->ctx, &p->diff->counts, p->diff->before,
		    p->diff->older), w->directory->settings->dir, number,
		    w->directory->settings->dir, number);
	return DONE;
}

static int
carry_out(const struct work *w)
{
	enum import_state state = IMPORT_LOADING;
	int64_t number = 0;
	int rc = proposal_carry_out(w->directory->store,
	    w->directory->settings->dir, w->proposal, w->wish->source,
	    w->wish->importer, w->now, &number, &state);

	return rc != 0 ? explain(w, rc) : tell(w, number, state);
}

int
importing_run(const struct directory *directory, const struct importing *wish)
{
	struct work w = { .directory = directory, .wish = wish,
	    .now = time(NULL), .ctx = talloc_new(NULL) };
	int status = day_read(wish->as_of, &w.as_of) == 0 ? DONE : FAILED;

	if (status == DONE)
		status = read_list(&w);
	if (status == DONE)
		status = compare(&w);
	if (status == DONE)
		status = wish->dry_run ? show(&w) : carry_out(&w);
	talloc_free(w.ctx);
	return status;
}
