#include "store/centre.h"

#include <errno.h>
#include <string.h>

#include "gateway/founding/answers.h"
#include "gateway/commands/centre_keys.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/founding/enrol.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"

enum { OFFICE_ANSWERS = STAND_IN + 1, OWN_FLAGS = 6 };

struct wish {
	const char *dir, *verb, *name;
	const char *answers[OFFICE_ANSWERS];	/* NULL: not given */
	struct words staff;
	struct keyed keyed;
	bool no_typing_back, json;
};

static const char *
stand_in_name(const struct directory *directory, const struct centre *centre)
{
	const struct centre *other = centre_stand_in(directory->centres,
	    centre);

	return other != NULL ? other->name[LOCALE_EN] : "";
}

static json_t *
centre_json(const struct directory *directory, const struct centre *centre)
{
	json_t *names = json_object();

	for (int l = 0; l < LOCALES; l++)
		json_object_set_new(names, locale_name((enum locale)l),
		    json_string(centre->name[l]));
	return json_pack("{s:I, s:o, s:s, s:s, s:s, s:s, s:b, s:i}",
	    "id", (json_int_t)centre->id,
	    "name", names,
	    "area", centre->area,
	    "hours", centre->hours,
	    "phone", centre->phone,
	    "stand_in", stand_in_name(directory, centre),
	    "intake", centre->intake,
	    "active_staff", (int)centre->active_staff);
}

static int
list_json(const struct directory *directory)
{
	json_t *list = json_array();

	for (size_t i = 0; i < directory->centres->n; i++)
		json_array_append_new(list, centre_json(directory,
		    &directory->centres->centre[i]));
	return report_json(list);
}

static int
run_list(const struct directory *directory, const struct wish *wish)
{
	const struct centre *centre;

	if (wish->json)
		return list_json(directory);
	printf("%-3s %-19s %-7s %-15s %-15s %-7s %-6s %s\n", "id", "name", "area",
	    "hours", "phone", "intake", "staff", "stand-in");
	for (size_t i = 0; i < directory->centres->n; i++) {
		centre = &directory->centres->centre[i];
		printf("%-3lld %-19s %-7s %-15s %-15s %-7s %-6u %s\n",
		    (long long)centre->id, centre->name[LOCALE_EN],
		    centre->area, centre->hours,
		    centre->phone[0] != '\0' ? centre->phone : "-",
		    centre->intake ? "yes" : "-", centre->active_staff,
		    stand_in_name(directory, centre));
	}
	return DONE;
}

/* A given answer over what there was. */
static void
answer(const struct wish *wish, enum answer which, const char **into)
{
	if (wish->answers[which] != NULL)
		*into = wish->answers[which];
}

/* The romanised name stands for each language that has none of its own. */
static void
apply_name(const struct wish *wish, struct centre *centre)
{
	const char *old = centre->name[LOCALE_KM_LATN];

	for (size_t l = 0; wish->answers[NAME] != NULL && l < LOCALES; l++)
		if (strcmp(centre->name[l], old) == 0)
			centre->name[l] = wish->answers[NAME];
	answer(wish, NAME_KM, &centre->name[LOCALE_KM]);
	answer(wish, NAME_TH, &centre->name[LOCALE_TH]);
	answer(wish, NAME_EN, &centre->name[LOCALE_EN]);
}

/* 0, or -ENOENT after saying that the stand-in is no centre. */
static int
apply(const struct directory *directory, const struct wish *wish,
    struct centre *centre)
{
	const char *name = wish->answers[STAND_IN];
	const struct centre *other;

	apply_name(wish, centre);
	answer(wish, AREA, &centre->area);
	answer(wish, HOURS, &centre->hours);
	answer(wish, PHONE, &centre->phone);
	if (name == NULL)
		return 0;
	if (name[0] == '\0') {
		centre->stand_in = 0;
		return 0;
	}
	other = directory_centre(directory, name);
	if (other == NULL)
		return -ENOENT;
	centre->stand_in = other->id;
	return 0;
}

/* It cannot be taken back: cases may be sealed to it already. */
static void
explain_half(const struct wish *wish)
{
	const char *name = wish->answers[NAME];

	fprintf(stderr, "%s is added all the same, but not its staff.  Write "
	    "its paper key down, then:\n"
	    "  helpline centre %s paper \"%s\"\n"
	    "  helpline staff %s add NAME --centre \"%s\"\n", name,
	    wish->dir, name, wish->dir, name);
}

static int
run_add(const struct directory *directory, const struct wish *wish)
{
	const char *name = wish->answers[NAME];
	struct enrolment enrolment = {
		.centre = {
			.name = { name, name, name, name },
			.area = questions[AREA].initial,
			.hours = questions[HOURS].initial,
			.phone = questions[PHONE].initial,
			.intake = directory->centres->n == 0,
		},
		.staff = wish->staff,
		.show = true,
		.typing_back = !wish->no_typing_back,
	};

	if (apply(directory, wish, &enrolment.centre) != 0)
		return FAILED;
	terminal_catch();
	if (enrol_centre(directory->store, &enrolment) == 0)
		return DONE;
	if (enrolment.centre.id != 0)
		explain_half(wish);
	return FAILED;
}

static int
run_change(const struct directory *directory, const struct wish *wish)
{
	const struct centre *found = directory_centre(directory, wish->name);
	struct centre centre;

	if (found == NULL)
		return FAILED;
	centre = *found;
	if (apply(directory, wish, &centre) != 0)
		return FAILED;
	if (centre_change(directory->store, &centre) != 0) {
		fprintf(stderr, "%s: %s\n", wish->name,
		    store_why(directory->store));
		return FAILED;
	}
	printf("%s is changed.\n", centre.name[LOCALE_EN]);
	return DONE;
}

static struct centre_keys
keys_of(const struct wish *wish)
{
	return (struct centre_keys){ .name = wish->name, .keyed = wish->keyed,
	    .typing_back = !wish->no_typing_back };
}

static int
run_paper(const struct directory *directory, const struct wish *wish)
{
	const struct centre_keys keys = keys_of(wish);

	return centre_keys_paper(directory, &keys);
}

static int
run_show_paper(const struct directory *directory, const struct wish *wish)
{
	const struct centre_keys keys = keys_of(wish);

	return centre_keys_show(directory, &keys);
}

static int
run_rekey(const struct directory *directory, const struct wish *wish)
{
	const struct centre_keys keys = keys_of(wish);

	return centre_keys_rekey(directory, &keys);
}

static int
run_start(const struct directory *directory, const struct wish *wish)
{
	const struct centre_keys keys = keys_of(wish);

	return centre_keys_start(directory, &keys);
}

static const struct verb {
	const char *name;
	bool named;			/* wants the name of a centre */
	enum store_role role;
	int (*run)(const struct directory *, const struct wish *);
} verbs[] = {
	{ "list", false, ROLE_LOOK, run_list },
	{ "add", false, ROLE_DESK, run_add },
	{ "change", true, ROLE_DESK, run_change },
	{ "paper", true, ROLE_DESK, run_paper },
	{ "show-paper", true, ROLE_DESK, run_show_paper },
	{ "rekey", true, ROLE_DESK, run_rekey },
	{ "start", true, ROLE_DESK, run_start },
	{ "duty", false, ROLE_DESK, NULL },	/* has flags of its own */
	{ 0 }
};

static int
check_answers(const struct wish *wish)
{
	const struct question *question = questions;
	const char *name, *rule;

	for (size_t i = 0; i < OFFICE_ANSWERS; i++, question++)
		if (wish->answers[i] != NULL &&
		    !question->fits(wish->answers[i]))
			return options_wrong("centre", "--%s %s: %s is needed",
			    question->flag, wish->answers[i], question->rule);
	rule = answers_wrong_staff(&wish->staff, &name);
	return rule == NULL ? OPTIONS_GO : options_wrong("centre",
	    "--staff %s: %s is needed", name, rule);
}

static bool
is_answered(const struct wish *wish)
{
	for (size_t i = 0; i < OFFICE_ANSWERS; i++)
		if (wish->answers[i] != NULL)
			return true;
	return false;
}

static bool
shows_paper(const struct verb *verb)
{
	return verb->run == run_add || verb->run == run_rekey ||
	    verb->run == run_show_paper;
}

static int
check(const struct wish *wish, const struct verb *verb)
{
	if (verb->run == NULL)
		return options_wrong("centre", "%s stands right behind DIR, "
		    "its flags after it", verb->name);
	if (verb->named != (wish->name != NULL))
		return options_wrong("centre", verb->named ?
		    "%s: which centre?" : "%s: takes no name here; see --help",
		    verb->name);
	if (verb->run == run_change && !is_answered(wish))
		return options_wrong("centre", "change: what? Give a flag");
	if (verb->run == run_add && wish->answers[NAME] == NULL)
		return options_wrong("centre", "add: --centre NAME is needed");
	if (shows_paper(verb) && !wish->no_typing_back && !terminal_there())
		return options_wrong("centre", "the paper key is typed back on "
		    "a terminal; give --no-typing-back where there is none");
	return check_answers(wish);
}

static int
run(const struct wish *wish)
{
	const struct verb *verb = options_verb("centre", wish->verb, verbs,
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
command_centre(int argc, char **argv)
{
	struct wish wish = { .keyed = { .password_fd = -1,
	    .paper_fd = -1 } };
	struct flag flags[OFFICE_ANSWERS + OWN_FLAGS + 1] = {
		{ "json", FLAG_SWITCH, &wish.json, NULL, "list as JSON" },
		{ "paper-fd", FLAG_FD, &wish.keyed.paper_fd, "N",
		  "read the paper key there, not from the terminal" },
		{ "as", FLAG_WORD, &wish.keyed.as, "NAME",
		  "rekey, show-paper: who you are; without it by the paper "
		  "key" },
		{ "password-fd", FLAG_FD, &wish.keyed.password_fd, "N",
		  "read the password there" },
		{ "no-typing-back", FLAG_SWITCH, &wish.no_typing_back, NULL,
		  "do not ask for a part of the paper key" },
		{ "staff", FLAG_WORDS, &wish.staff, "NAME",
		  "add: login name of a first member" },
	};
	struct operands operands = { .min = 1, .max = 3 };
	int status;

	if (argc > 2 && strcmp(argv[2], "duty") == 0)
		return command_duty(argc, argv);
	for (size_t i = 0; i < OFFICE_ANSWERS; i++)
		flags[OWN_FLAGS + i] = (struct flag){ questions[i].flag, FLAG_WORD,
		    &wish.answers[i], questions[i].argument,
		    questions[i].help };
	status = options_read(argc, argv, flags, &operands);
	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.verb = operands.n > 1 ? operands.word[1] : "list";
	wish.name = operands.n > 2 ? operands.word[2] : NULL;
	return run(&wish);
}
