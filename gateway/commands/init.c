#include <stdio.h>
#include <talloc.h>

#include "gateway/founding/answers.h"
#include "gateway/commands/commands.h"
#include "gateway/founding/founding.h"
#include "gateway/options.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"

/* NULL when input ended. */
static const char *
ask(TALLOC_CTX *ctx, const struct question *question)
{
	const char *answer;

	for (;;) {
		answer = terminal_ask(ctx, question->help, question->initial);
		if (answer == NULL || question->fits(answer))
			return answer;
		fprintf(stderr, "%s is needed.\n", question->rule);
	}
}

static int
answer_one(TALLOC_CTX *ctx, const struct question *question, bool asking,
    const char **answer)
{
	if (*answer != NULL && !question->fits(*answer))
		return options_wrong("init", "--%s %s: %s is needed",
		    question->flag, *answer, question->rule);
	if (*answer == NULL && asking) {
		*answer = ask(ctx, question);
		if (*answer != NULL)
			return OPTIONS_GO;
		fputs("\ninit: nothing was made\n", stderr);
		return FAILED;
	}
	if (*answer == NULL)
		*answer = question->initial;
	if (*answer == NULL)
		return options_wrong("init", "--%s %s is needed where there "
		    "is no terminal to ask on", question->flag,
		    question->argument);
	return OPTIONS_GO;
}

static int
answer_all(TALLOC_CTX *ctx, bool asking, const char **answers,
    struct words *staff)
{
	const char *name, *rule;
	int status;

	for (size_t i = 0; i < ANSWERS; i++) {
		if (i == MEMBER && staff->n > 0)
			answers[i] = "";
		status = answer_one(ctx, &questions[i], asking, &answers[i]);
		if (status != OPTIONS_GO)
			return status;
	}
	if (answers[MEMBER][0] != '\0')
		staff->word[staff->n++] = answers[MEMBER];
	rule = answers_wrong_staff(staff, &name);
	return rule == NULL ? OPTIONS_GO : options_wrong("init",
	    "--staff %s: %s is needed", name, rule);
}

static const char *
first_of(const char *one, const char *other)
{
	return one[0] != '\0' ? one : other;
}

static void
fill_founding(const char *const *answers, struct founding *f)
{
	f->name[LOCALE_KM_LATN] = answers[NAME];
	f->name[LOCALE_KM] = first_of(answers[NAME_KM], answers[NAME]);
	f->name[LOCALE_TH] = first_of(answers[NAME_TH], answers[NAME]);
	f->name[LOCALE_EN] = first_of(answers[NAME_EN], answers[NAME]);
	f->area = answers[AREA];
	f->hours = answers[HOURS];
	f->phone = answers[PHONE];
	f->stand_in = answers[STAND_IN];
	f->code = answers[CODE];
	f->number = answers[NUMBER];
	f->long_number = answers[LONG_NUMBER];
}

/* Nobody is asked for what --demo makes up. */
static int
answer(TALLOC_CTX *ctx, struct founding *f, const char **answers)
{
	bool asking = !f->demo && terminal_there();
	int status;

	if (asking && founding_check(f->dir) != 0)
		return FAILED;

	if (f->demo) {
		answers[NAME] = "Siem Reap";
		if (answers[LONG_NUMBER] == NULL)
			answers[LONG_NUMBER] = "+855232026026";
	}
	status = answer_all(ctx, asking, answers, &f->staff);
	if (status != OPTIONS_GO)
		return status;
	fill_founding(answers, f);
	if (f->typing_back && !f->demo && !terminal_there())
		return options_wrong("init", "the paper key is typed back on a "
		    "terminal; give --no-typing-back where there is none");
	return OPTIONS_GO;
}

static void
say_next(const struct founding *f)
{
	if (f->demo) {
		printf("made %s; how to try it: %s/DEMO.txt\n", f->dir,
		    f->dir);
		return;
	}
	printf("made %s.  Next:\n", f->dir);
	for (size_t i = 0; i < f->staff.n; i++)
		printf("  helpline staff %s activate %s\n", f->dir,
		    f->staff.word[i]);
	printf("  helpline words --dir %s export >words.csv   (native readers "
	    "review them; serve needs the\n    English ones read)\n", f->dir);
	printf("  as a service of this machine: section 2 of service.md, in the "
	    "program's documents, goes on\n    from here; else, each in a "
	    "terminal of its own:\n"
	    "  helpline network %s            (simulated; for a real one "
	    "see README.md)\n"
	    "  bearerbox -v 4 %s/kannel.conf\n"
	    "  helpline serve %s\n"
	    "  helpline doctor %s\n", f->dir, f->dir, f->dir, f->dir);
}

static int
make(const struct founding *f)
{
	if (founding_make(f) != 0) {
		fprintf(stderr, "init: nothing was made\n");
		return FAILED;
	}
	say_next(f);
	return DONE;
}

static const char *
help_of(TALLOC_CTX *ctx, const struct question *question)
{
	if (question->initial == NULL || question->initial[0] == '\0')
		return question->help;
	return talloc_asprintf(ctx, "%s (%s)", question->help,
	    question->initial);
}

int
command_init(int argc, char **argv)
{
	const char *answers[ANSWERS] = {0};
	struct founding f = {0};
	bool no_typing_back = false;
	struct flag flags[ANSWERS + 3] = {
		{ "demo", FLAG_SWITCH, &f.demo, NULL,
		  "make everything up: offices, staff, code" },
		{ "no-typing-back", FLAG_SWITCH, &no_typing_back, NULL,
		  "do not ask for a part of each paper key" },
	};
	struct operands operands = { .min = 1, .max = 1 };
	TALLOC_CTX *ctx = talloc_new(NULL);
	int status;

	for (size_t i = 0; i < ANSWERS; i++)
		flags[2 + i] = (struct flag){ questions[i].flag,
		    i == MEMBER ? FLAG_WORDS : FLAG_WORD,
		    i == MEMBER ? (void *)&f.staff : &answers[i],
		    questions[i].argument, help_of(ctx, &questions[i]) };
	status = options_read(argc, argv, flags, &operands);
	f.typing_back = !no_typing_back;
	if (status == OPTIONS_GO) {
		f.dir = operands.word[0];
		status = answer(ctx, &f, answers);
	}
	if (status == OPTIONS_GO)
		status = make(&f);
	talloc_free(ctx);
	return status;
}
