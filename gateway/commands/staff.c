#include "store/staff.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/founding/enrol.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"
#include "store/factor.h"

struct wish {
	const char *dir, *verb, *name, *centre, *as;
	int password_fd, paper_fd, code_fd;
	bool json;
};

static const char *
status_of(const struct member *member)
{
	return member->departed ? "departed" :
	    member->active ? "active" : "not activated";
}

/* Of a sheet of codes; an app's count is a time. */
static int64_t
lines_used(const struct member *member)
{
	return member->factor == FACTOR_SHEET ? member->factor_last : 0;
}

static const char *
factor_of(TALLOC_CTX *ctx, const struct member *member)
{
	if (member->factor == FACTOR_SHEET)
		return talloc_asprintf(ctx, "sheet, line %lld next",
		    (long long)member->factor_last + 1);
	return member->factor == FACTOR_TOTP ? "app" : "-";
}

static const char *
centre_of(const struct directory *directory, const struct member *member)
{
	const struct centre *centre = centre_by_id(directory->centres,
	    member->centre);

	return centre != NULL ? centre->name[LOCALE_EN] : "-";
}

static json_t *
members_json(const struct directory *directory, const struct members *members)
{
	const struct member *member;
	json_t *list = json_array();

	for (size_t i = 0; i < members->n; i++) {
		member = &members->member[i];
		json_array_append_new(list, json_pack(
		    "{s:s, s:s, s:s, s:s, s:I, s:b, s:b}",
		    "name", member->name,
		    "centre", centre_of(directory, member),
		    "role", role_name(member->role),
		    "factor", factor_name(member->factor),
		    "codes_used", (json_int_t)lines_used(member),
		    "active", member->active, "departed", member->departed));
	}
	return list;
}

static int
run_list(const struct directory *directory, const struct wish *wish)
{
	struct members *members;

	if (staff_load(directory->store, (void *)directory, &members) != 0)
		return directory_failed(directory);
	if (wish->json)
		return report_json(members_json(directory, members));
	if (members->n == 0)
		puts("There is no member of staff.");
	else
		printf("%-19s %-19s %-14s %-14s %s\n", "name", "centre",
		    "state", "role", "code");
	for (size_t i = 0; i < members->n; i++)
		printf("%-19s %-19s %-14s %-14s %s\n",
		    members->member[i].name,
		    centre_of(directory, &members->member[i]),
		    status_of(&members->member[i]),
		    role_name(members->member[i].role),
		    factor_of(members, &members->member[i]));
	return DONE;
}

/* The centre's key from its paper. */
static const struct secret *
key_from_paper(const struct directory *directory, const struct wish *wish,
    const struct centre *centre)
{
	struct secret *key = NULL;
	char *paper = terminal_need((void *)directory, "paper key",
	    wish->paper_fd);

	if (paper == NULL)
		return NULL;
	switch (centre_from_paper(directory->store, (void *)directory,
	    centre->id, paper, &key)) {
	case 0:
		break;
	case -EINVAL:
	case -EACCES:
		fprintf(stderr, "this is not the paper key of %s, or it is "
		    "mistyped\n", centre->name[LOCALE_EN]);
		break;
	default:
		directory_failed(directory);
	}
	talloc_free(paper);
	return key;
}

/* The centre's key from a member of that centre, by her login. */
static const struct secret *
key_from_login(const struct directory *directory, const struct wish *wish,
    const struct centre *centre)
{
	struct login *login = directory_login(directory, wish->as,
	    wish->password_fd);

	if (login == NULL)
		return NULL;
	if (login_member(login)->centre == centre->id)
		return login_centre_key(login);
	fprintf(stderr, "%s is not of %s and has no key to hand on\n",
	    wish->as, centre->name[LOCALE_EN]);
	return NULL;
}

static int
run_add(const struct directory *directory, const struct wish *wish)
{
	const struct centre *centre = directory_centre(directory,
	    wish->centre);
	const struct secret *key;

	if (centre == NULL)
		return FAILED;
	key = wish->as != NULL ? key_from_login(directory, wish, centre) :
	    key_from_paper(directory, wish, centre);
	if (key == NULL || enrol_member(directory->store, wish->name,
	    centre->id, key, NULL) != 0)
		return FAILED;
	return DONE;
}

static int
activate(const struct directory *directory, const struct wish *wish,
    const char *code, const char *password)
{
	switch (staff_activate(directory->store, wish->name, code, password,
	    time(NULL))) {
	case 0:
		printf("%s is activated.\n", wish->name);
		return DONE;
	case -EACCES:
		fputs("the name or the code is wrong, or it was used or is "
		    "too old\n", stderr);
		return FAILED;
	case -EINVAL:
		fprintf(stderr, "a password has %d to %d octets and is not a "
		    "common one\n", PASSWORD_MIN, PASSWORD_MAX);
		return FAILED;
	default:
		return directory_failed(directory);
	}
}

/* Hidden typing is typed twice; a script's is not. */
static bool
is_repeated(const struct directory *directory, const struct wish *wish,
    const char *password)
{
	char *again;

	if (wish->password_fd >= 0)
		return true;
	again = terminal_need((void *)directory, "the same again", -1);
	if (again != NULL && strcmp(again, password) == 0)
		return true;
	fputs("the two are not the same; nothing was changed\n", stderr);
	return false;
}

static int
run_activate(const struct directory *directory, const struct wish *wish)
{
	TALLOC_CTX *ctx = (void *)directory;
	char *code = terminal_need(ctx, "activation code", wish->code_fd);
	char *password;

	if (code == NULL)
		return FAILED;
	password = terminal_need(ctx, "new password", wish->password_fd);
	if (password == NULL || !is_repeated(directory, wish, password))
		return FAILED;
	return activate(directory, wish, code, password);
}

/* Her phone or her sheet is lost: at her next login she sets up another. */
static int
run_lost_code(const struct directory *directory, const struct wish *wish)
{
	switch (factor_set(directory->store, wish->name, FACTOR_NONE, NULL, 0,
	    "operator", time(NULL))) {
	case 0:
		printf("%s sets up another code when she next signs in.\n",
		    wish->name);
		return DONE;
	case -ENOENT:
		fprintf(stderr, "%s: there is no such member, or she has "
		    "departed\n", wish->name);
		return FAILED;
	default:
		return directory_failed(directory);
	}
}

static int
run_depart(const struct directory *directory, const struct wish *wish)
{
	switch (staff_depart(directory->store, wish->name, time(NULL))) {
	case 0:
		printf("%s has departed and cannot log in any more.\n",
		    wish->name);
		return DONE;
	case -ENOENT:
		fprintf(stderr, "%s: there is no such member, or she has "
		    "departed\n", wish->name);
		return FAILED;
	default:
		return directory_failed(directory);
	}
}

static const struct verb {
	const char *name;
	bool named;			/* wants the name of a member */
	enum store_role role;
	int (*run)(const struct directory *, const struct wish *);
} verbs[] = {
	{ "list", false, ROLE_LOOK, run_list },
	{ "add", true, ROLE_DESK, run_add },
	{ "activate", true, ROLE_DESK, run_activate },
	{ "depart", true, ROLE_DESK, run_depart },
	{ "lost-code", true, ROLE_DESK, run_lost_code },
	{ 0 }
};

static const struct verb *
find_verb(const char *name)
{
	for (const struct verb *verb = verbs; verb->name != NULL; verb++)
		if (strcmp(verb->name, name) == 0)
			return verb;
	return NULL;
}

static int
check(const struct wish *wish, const struct verb *verb)
{
	if (verb->named != (wish->name != NULL))
		return options_wrong("staff", verb->named ?
		    "%s: whom?" : "%s: takes no name", verb->name);
	if (verb->run == run_add && wish->centre == NULL)
		return options_wrong("staff", "add: --centre NAME is needed");
	return OPTIONS_GO;
}

static int
run(const struct wish *wish)
{
	const struct verb *verb = find_verb(wish->verb);
	struct directory *directory;
	int status;

	if (verb == NULL)
		return options_wrong("staff", "%s: there are list, add, "
		    "activate, depart and lost-code", wish->verb);
	status = check(wish, verb);
	if (status != OPTIONS_GO)
		return status;
	directory = directory_open(NULL, wish->dir, verb->role);
	if (directory == NULL)
		return FAILED;
	status = verb->run(directory, wish);
	talloc_free(directory);
	return status;
}

int
command_staff(int argc, char **argv)
{
	struct wish wish = { .password_fd = -1, .paper_fd = -1,
	    .code_fd = -1 };
	const struct flag flags[] = {
		{ "centre", FLAG_WORD, &wish.centre, "NAME",
		  "add: to this office" },
		{ "as", FLAG_WORD, &wish.as, "NAME",
		  "add: who you are; without it by the paper key" },
		{ "password-fd", FLAG_FD, &wish.password_fd, "N",
		  "read the password there, not from the terminal" },
		{ "paper-fd", FLAG_FD, &wish.paper_fd, "N",
		  "read the paper key there" },
		{ "code-fd", FLAG_FD, &wish.code_fd, "N",
		  "read the activation code there" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "list as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 3 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.verb = operands.n > 1 ? operands.word[1] : "list";
	wish.name = operands.n > 2 ? operands.word[2] : NULL;
	return run(&wish);
}
