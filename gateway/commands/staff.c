#include "store/staff.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/commands/staffing.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"
#include "store/factor.h"

struct wish {
	const char *dir, *verb;
	struct staffing staffing;
	int code_fd;
	bool no_typing_back, json;
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
		    "{s:s, s:s, s:s, s:s, s:I, s:b, s:b, s:I, s:I}",
		    "name", member->name,
		    "centre", centre_of(directory, member),
		    "role", role_name(member->role),
		    "factor", factor_name(member->factor),
		    "codes_used", (json_int_t)lines_used(member),
		    "active", member->active, "departed", member->departed,
		    "since", (json_int_t)member->changed_at,
		    "practised_at", (json_int_t)member->practised_at));
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

static int
activate(const struct directory *directory, const struct wish *wish,
    const char *code, const char *password)
{
	switch (staff_activate(directory->store, wish->staffing.name, code, password,
	    time(NULL))) {
	case 0:
		printf("%s is activated.\n", wish->staffing.name);
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

	if (wish->staffing.keyed.password_fd >= 0)
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
	password = terminal_need(ctx, "new password", wish->staffing.keyed.password_fd);
	if (password == NULL || !is_repeated(directory, wish, password))
		return FAILED;
	return activate(directory, wish, code, password);
}

/* Her phone or her sheet is lost: at her next login she sets up another. */
static int
run_lost_code(const struct directory *directory, const struct wish *wish)
{
	switch (factor_set(directory->store, wish->staffing.name, FACTOR_NONE, NULL, 0,
	    "operator", time(NULL))) {
	case 0:
		printf("%s sets up another code when she next signs in.\n",
		    wish->staffing.name);
		return DONE;
	case -ENOENT:
		fprintf(stderr, "%s: there is no such member, or she has "
		    "departed\n", wish->staffing.name);
		return FAILED;
	default:
		return directory_failed(directory);
	}
}

static int
run_depart(const struct directory *directory, const struct wish *wish)
{
	switch (staff_depart(directory->store, wish->staffing.name, time(NULL))) {
	case 0:
		printf("%s has departed and cannot log in any more.  Her open "
		    "cases are nobody's.\nShe knew her centre's key: change "
		    "it with helpline centre %s rekey.\n",
		    wish->staffing.name, wish->dir);
		return DONE;
	case -ENOENT:
		fprintf(stderr, "%s: there is no such member, or she has "
		    "departed\n", wish->staffing.name);
		return FAILED;
	default:
		return directory_failed(directory);
	}
}

static int
run_add(const struct directory *directory, const struct wish *wish)
{
	return staffing_add(directory, &wish->staffing);
}

static int
run_role(const struct directory *directory, const struct wish *wish)
{
	return staffing_role(directory, &wish->staffing);
}

static int
run_reset(const struct directory *directory, const struct wish *wish)
{
	return staffing_reset(directory, &wish->staffing);
}

static int
run_leave(const struct directory *directory, const struct wish *wish)
{
	terminal_catch();
	return staffing_leave(directory, &wish->staffing);
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
	{ "role", true, ROLE_DESK, run_role },
	{ "reset", true, ROLE_DESK, run_reset },
	{ "lost-code", true, ROLE_DESK, run_lost_code },
	{ "leave", true, ROLE_DESK, run_leave },
	{ "depart", true, ROLE_DESK, run_depart },
	{ 0 }
};

static int
check(const struct wish *wish, const struct verb *verb)
{
	if (verb->named != (wish->staffing.name != NULL))
		return options_wrong("staff", verb->named ?
		    "%s: whom?" : "%s: takes no name", verb->name);
	if (verb->run == run_add && wish->staffing.centre == NULL)
		return options_wrong("staff", "add: --centre NAME is needed");
	if (verb->run == run_role && wish->staffing.role == NULL)
		return options_wrong("staff", "role: --role ROLE is needed");
	if (verb->run == run_leave && !wish->no_typing_back &&
	    !terminal_there())
		return options_wrong("staff", "the new paper key is typed "
		    "back on a terminal; give --no-typing-back where there "
		    "is none");
	return OPTIONS_GO;
}

static int
run(const struct wish *wish)
{
	const struct verb *verb = options_verb("staff", wish->verb, verbs,
	    sizeof(*verbs));
	struct directory *directory;
	int status;

	if (verb == NULL)
		return USAGE;
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
	struct wish wish = { .code_fd = -1, .staffing.keyed = {
	    .password_fd = -1, .paper_fd = -1 } };
	struct staffing *staffing = &wish.staffing;
	const struct flag flags[] = {
		{ "centre", FLAG_WORD, &staffing->centre, "NAME",
		  "add: to this office" },
		{ "role", FLAG_WORD, &staffing->role, "ROLE",
		  "add, role: staff, lead, administrator or numbers" },
		{ "to", FLAG_WORD, &staffing->to, "NAME",
		  "leave: whose her open cases become" },
		{ "as", FLAG_WORD, &staffing->keyed.as, "NAME",
		  "who you are, where a key is handed on; without it by the "
		  "paper key" },
		{ "password-fd", FLAG_FD, &staffing->keyed.password_fd, "N",
		  "read the password there, not from the terminal" },
		{ "paper-fd", FLAG_FD, &staffing->keyed.paper_fd, "N",
		  "read the paper key there" },
		{ "code-fd", FLAG_FD, &wish.code_fd, "N",
		  "read the activation code there" },
		{ "no-typing-back", FLAG_SWITCH, &wish.no_typing_back, NULL,
		  "leave: do not ask for a part of the new paper key" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "list as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 3 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.verb = operands.n > 1 ? operands.word[1] : "list";
	staffing->name = operands.n > 2 ? operands.word[2] : NULL;
	staffing->typing_back = !wish.no_typing_back;
	return run(&wish);
}
