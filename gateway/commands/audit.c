#include "store/audit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "store/finish.h"

struct wish { const char *dir, *verb, *head, *from; bool json; };

static json_t *
state_json(const struct audit_state *state, int error)
{
	return json_pack("{s:b, s:I, s:I, s:s}", "whole", error == 0,
	    "rows", (json_int_t)state->rows,
	    "wrong", (json_int_t)state->wrong, "head", state->head);
}

static void
explain_changed(const struct audit_state *state)
{
	if (state->unsealed)
		fputs("no row is sealed.  A store from before 2026-11 is like "
		    "that, once; or somebody\ntook the seals away.  If it was "
		    "brought up just now: audit DIR seal.  If not, keep\nthe "
		    "store as it is, and look at its backups.\n", stderr);
	else
		fprintf(stderr, "at row %lld the audit is not as it was "
		    "written: rows were changed, added,\ntaken away or moved. "
		    "Keep the store as it is, and look at its backups.\n",
		    (long long)state->wrong);
}

static int
explain(const struct directory *directory, const struct wish *wish,
    const struct audit_state *state, int error)
{
	switch (error) {
	case 0:
		printf("%lld rows, each as it was written.  Note this head "
		    "elsewhere and ask for it\nlater (verify --head): %s\n",
		    (long long)state->rows, state->head);
		return DONE;
	case -EBADMSG:
		explain_changed(state);
		return FAILED;
	case -ESTALE:
		fprintf(stderr, "the rows are whole, but not those that %s "
		    "was of: this is an older copy of\nthe store, or another "
		    "store\n", wish->head);
		return FAILED;
	case -EINVAL:
		return options_wrong("audit", "--head %s: a head is like "
		    "1234-0123456789", wish->head);
	default:
		return directory_failed(directory);
	}
}

static int
run_verify(const struct directory *directory, const struct wish *wish)
{
	struct audit_state state;
	int error = audit_verify(directory->store, wish->head, &state);

	if (!wish->json || error == -EINVAL || error == -EIO)
		return explain(directory, wish, &state, error);
	report_json(state_json(&state, error));
	return error == 0 ? DONE : FAILED;
}

static int
run_seal(const struct directory *directory)
{
	struct store *store = directory->store;
	int error = store_begin(store);

	if (error == 0)
		error = store_finish(store, audit_seal(store));
	switch (error) {
	case 0:
		puts("sealed as they are; every row from now on is linked to "
		    "them");
		return DONE;
	case -EALREADY:
		fputs("its rows are sealed already: audit DIR verify says "
		    "whether they are whole\n", stderr);
		return FAILED;
	default:
		return directory_failed(directory);
	}
}

static bool
print_row(void *arg, const struct audit_row *row)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	(void)arg;
	printf("%7lld  %-17s %-19s %-15s %s\n", (long long)row->seq,
	    time_local(ctx, row->at), terminal_escape(ctx, row->actor),
	    terminal_escape(ctx, row->action),
	    terminal_escape(ctx, row->object));
	talloc_free(ctx);
	return true;
}

static bool
add_row(void *arg, const struct audit_row *row)
{
	json_array_append_new(arg, json_pack("{s:I, s:I, s:s, s:s, s:s}",
	    "seq", (json_int_t)row->seq, "at", (json_int_t)row->at,
	    "actor", row->actor, "action", row->action,
	    "object", row->object));
	return true;
}

static int
run_list(const struct directory *directory, const struct wish *wish)
{
	int64_t from = wish->from != NULL ? strtoll(wish->from, NULL, 10) : 0;
	json_t *list = wish->json ? json_array() : NULL;
	int error;

	if (list == NULL)
		printf("%7s  %-17s %-19s %-15s %s\n", "row", "time", "who",
		    "did", "to");
	error = audit_each(directory->store, from,
	    list != NULL ? add_row : print_row, list);
	if (error != 0) {
		json_decref(list);
		return directory_failed(directory);
	}
	return list != NULL ? report_json(list) : DONE;
}

static int
run(const struct wish *wish)
{
	bool lists = strcmp(wish->verb, "list") == 0;
	bool verifies = strcmp(wish->verb, "verify") == 0;
	struct directory *directory;
	int status;

	if (!lists && !verifies && strcmp(wish->verb, "seal") != 0)
		return options_wrong("audit", "%s: there are list, verify and "
		    "seal", wish->verb);
	/* The chain is keyed, so that verifying needs the keys. */
	directory = directory_open(NULL, wish->dir,
	    lists ? ROLE_LOOK : ROLE_DESK);
	if (directory == NULL)
		return FAILED;
	status = lists ? run_list(directory, wish) : verifies ?
	    run_verify(directory, wish) : run_seal(directory);
	talloc_free(directory);
	return status;
}

int
command_audit(int argc, char **argv)
{
	struct wish wish = { 0 };
	const struct flag flags[] = {
		{ "head", FLAG_WORD, &wish.head, "HEAD",
		  "verify: a head that was noted must be among the rows" },
		{ "from", FLAG_WORD, &wish.from, "ROW", "list: from there" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 2 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.verb = operands.n > 1 ? operands.word[1] : "list";
	return run(&wish);
}
