#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/matter.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "locales/clean.h"
#include "store/reading.h"

struct wish {
	const char *dir, *ref, *verb, *word, *as;
	int password_fd;
	bool json;
};

static void
explain_none(const struct wish *wish)
{
	fprintf(stderr, "%s: there is no such case%s%s\n", wish->ref,
	    wish->as != NULL ? ", or it is not for your office" : "",
	    ref_is_valid(wish->ref) ? "" : "; its digits do not belong "
	    "together, so it is mistyped");
}

static void
explain_step(const struct directory *directory, const struct wish *wish)
{
	struct matter matter;

	if (case_find(directory->store, wish->ref, &matter) != 0)
		return;
	fprintf(stderr, "%s is %s and cannot become %s; it can become:",
	    wish->ref, case_state_name(matter.state), wish->word);
	for (int i = CASE_WORKING; i < CASE_STATES; i++)
		if (case_may(matter.state, (enum case_state)i))
			fprintf(stderr, " %s",
			    case_state_name((enum case_state)i));
	fputc('\n', stderr);
}

static int
explain(const struct directory *directory, const struct wish *wish, int error)
{
	switch (error) {
	case 0:
		return DONE;
	case -ENOENT:
		explain_none(wish);
		return FAILED;
	case -EPERM:
		explain_step(directory, wish);
		return FAILED;
	case -EACCES:
		fprintf(stderr, "%s has departed\n", wish->as);
		return FAILED;
	case -EINVAL:
		fputs("the note is too long\n", stderr);
		return FAILED;
	case -EBADMSG:
		fprintf(stderr, "%s: something in it was changed or moved and "
		    "does not open; tell whoever runs the server\n",
		    wish->ref);
		return FAILED;
	default:
		return directory_failed(directory);
	}
}

/* What anyone may see who can read the store: nothing of the words. */
static int
show(const struct directory *directory, const struct wish *wish)
{
	struct matter matter;
	int error = case_find(directory->store, wish->ref, &matter);

	if (error != 0)
		return explain(directory, wish, error);
	if (wish->json)
		return report_json(matter_json(directory, &matter));
	matter_print(directory, &matter);
	return DONE;
}

/* After a change: what the case is now. */
static int
confirm(const struct directory *directory, const struct wish *wish,
    const char *done)
{
	if (wish->json)
		return show(directory, wish);
	printf("%s: %s.\n", wish->ref, done);
	return DONE;
}

/* A text of several lines stays under its heading. */
static void
print_indented(const char *text)
{
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		printf("    %.*s\n", (int)n, text);
	}
}

static void
print_entry(const struct entry *entry)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	printf("\n%lld  %s  %s\n", (long long)entry->n,
	    time_local(ctx, entry->at), terminal_escape(ctx, entry->kind));
	print_indented(terminal_escape(ctx, entry->text));
	talloc_free(ctx);
}

static json_t *
reading_json(const struct directory *directory, const struct reading *reading)
{
	json_t *object = matter_json(directory, &reading->matter);
	json_t *entries = json_array();

	for (size_t i = 0; i < reading->n; i++)
		json_array_append_new(entries, json_pack(
		    "{s:I, s:s, s:s, s:I}",
		    "n", (json_int_t)reading->entry[i].n,
		    "kind", reading->entry[i].kind,
		    "text", reading->entry[i].text,
		    "at", (json_int_t)reading->entry[i].at));
	json_object_set_new(object, "entries", entries);
	return object;
}

static int
run_read(const struct directory *directory, const struct wish *wish,
    const struct login *login)
{
	struct reading *reading;
	int error = case_read(directory->store, (void *)directory, wish->ref,
	    login, time(NULL), &reading);

	if (error != 0)
		return explain(directory, wish, error);
	if (wish->json)
		return report_json(reading_json(directory, reading));
	matter_print(directory, &reading->matter);
	for (size_t i = 0; i < reading->n; i++)
		print_entry(&reading->entry[i]);
	return DONE;
}

/* All of standard input that one item may hold. */
static char *
read_note(TALLOC_CTX *ctx)
{
	char *octets = talloc_size(ctx, TEXT_MAX);
	size_t n;

	if (terminal_there())
		fputs("The note; a line with nothing but Ctrl-D ends it:\n",
		    stderr);
	n = fread(octets, 1, TEXT_MAX, stdin);
	if (n < TEXT_MAX || getchar() == EOF)
		return text_clean(ctx, octets, n, CODING_GSM7, NULL);
	fprintf(stderr, "a note has at most %d octets\n", TEXT_MAX);
	return NULL;
}

static int
run_note(const struct directory *directory, const struct wish *wish,
    const struct login *login)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text = wish->word == NULL ? read_note(ctx) :
	    text_clean(ctx, wish->word, strlen(wish->word), CODING_GSM7, NULL);
	int status = FAILED;

	if (text != NULL && text[0] == '\0')
		fputs("an empty note is not kept\n", stderr);
	else if (text != NULL)
		status = explain(directory, wish, case_note(directory->store,
		    wish->ref, login, text, time(NULL)));
	talloc_free(ctx);
	return status != DONE ? status :
	    confirm(directory, wish, "the note is kept");
}

static int
run_state(const struct directory *directory, const struct wish *wish,
    const struct login *login)
{
	enum case_state state;
	int status;

	if (case_state_find(wish->word, &state) != 0)
		return FAILED;
	status = explain(directory, wish, case_step(directory->store,
	    wish->ref, login, state, time(NULL)));
	return status != DONE ? status :
	    confirm(directory, wish, wish->word);
}

static const struct verb {
	const char *name;
	int (*run)(const struct directory *, const struct wish *,
	    const struct login *);
} verbs[] = {
	{ "read", run_read },
	{ "note", run_note },
	{ "state", run_state },
	{ 0 }
};

static int
run_verb(const struct directory *directory, const struct wish *wish,
    const struct verb *verb)
{
	struct login *login = directory_login(directory, wish->as,
	    wish->password_fd);
	int status;

	if (login == NULL)
		return FAILED;
	status = verb->run(directory, wish, login);
	talloc_free(login);
	return status;
}

static int
check_state(const struct wish *wish)
{
	enum case_state state;

	if (wish->word != NULL && case_state_find(wish->word, &state) == 0)
		return OPTIONS_GO;
	if (wish->word == NULL)
		fputs("helpline case: state: which? There are:", stderr);
	else
		fprintf(stderr, "helpline case: state %s: there is no such "
		    "state; there are:", wish->word);
	for (int i = CASE_WORKING; i < CASE_STATES; i++)
		fprintf(stderr, " %s", case_state_name((enum case_state)i));
	fputc('\n', stderr);
	return USAGE;
}

static int
check(const struct wish *wish)
{
	if (wish->as == NULL)
		return options_wrong("case", "--as NAME is needed for %s",
		    wish->verb);
	if (strcmp(wish->verb, "state") == 0)
		return check_state(wish);
	if (strcmp(wish->verb, "read") == 0 && wish->word != NULL)
		return options_wrong("case", "%s: one word too many",
		    wish->word);
	return OPTIONS_GO;
}

static int
run(const struct wish *wish, const struct verb *verb)
{
	struct directory *directory = directory_open(NULL, wish->dir,
	    verb != NULL ? ROLE_DESK : ROLE_LOOK);
	int status;

	if (directory == NULL)
		return FAILED;
	status = verb != NULL ? run_verb(directory, wish, verb) :
	    show(directory, wish);
	talloc_free(directory);
	return status;
}

static int
choose(const struct wish *wish)
{
	const struct verb *verb;
	int status;

	if (wish->verb == NULL)
		return run(wish, NULL);
	verb = options_verb("case", wish->verb, verbs, sizeof(*verbs));
	if (verb == NULL)
		return USAGE;
	status = check(wish);
	return status != OPTIONS_GO ? status : run(wish, verb);
}

/* What a note says is nobody's to read in a list of processes. */
static char *
take_word(char *word)
{
	char *copy = talloc_strdup(NULL, word);

	explicit_bzero(word, strlen(word));
	return copy;
}

int
command_case(int argc, char **argv)
{
	struct wish wish = { .password_fd = -1 };
	const struct flag flags[] = {
		{ "as", FLAG_WORD, &wish.as, "NAME",
		  "who you are; a password is asked for" },
		{ "password-fd", FLAG_FD, &wish.password_fd, "N",
		  "read the password there, not from the terminal" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 2, .max = 4 };
	int status = options_read(argc, argv, flags, &operands);
	char *word;

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.ref = operands.word[1];
	/* Who says her name wants to read. */
	wish.verb = operands.n > 2 ? operands.word[2] :
	    wish.as != NULL ? "read" : NULL;
	word = operands.n > 3 ? take_word(operands.word[3]) : NULL;
	wish.word = word;
	status = choose(&wish);
	talloc_free(word);
	return status;
}
