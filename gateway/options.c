#include "gateway/options.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/commands/commands.h"

enum { FLAGS_MAX = 24, HELP = 1000 };

static const struct command *
find_command(const char *name)
{
	const struct command *command = commands_table;

	while (command->name != NULL && strcmp(command->name, name) != 0)
		command++;
	return command;
}

static void
print_usage(FILE *file, const char *name)
{
	fprintf(file, "usage: helpline %s %s\n", name,
	    find_command(name)->usage);
}

static void
print_help(const char *name, const struct flag *flags)
{
	char left[48];

	print_usage(stdout, name);
	printf("\n%s\n\n", find_command(name)->help);
	for (const struct flag *flag = flags; flag->name != NULL; flag++) {
		snprintf(left, sizeof(left), "--%s%s%s", flag->name,
		    flag->argument != NULL ? " " : "",
		    flag->argument != NULL ? flag->argument : "");
		printf("  %-24s %s\n", left, flag->help);
	}
	printf("  %-24s %s\n", "--help", "this");
}

int
options_wrong(const char *command, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "helpline %s: ", command);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	print_usage(stderr, command);
	return USAGE;
}

static int
wrong_flag(const char *command, const struct flag *flags, const char *given)
{
	char all[512] = "";
	size_t n = 0;

	for (const struct flag *flag = flags; flag->name != NULL; flag++)
		if (n < sizeof(all))
			n += (size_t)snprintf(all + n, sizeof(all) - n,
			    "--%s ", flag->name);
	return options_wrong(command, "there is no option %s; there are: "
	    "%s--help", given, all);
}

static int
read_fd(const char *command, const struct flag *flag, const char *word)
{
	char *end;
	long fd = strtol(word, &end, 10);

	if (*word == '\0' || *end != '\0' || fd < 0 || fd > 65535 ||
	    fcntl((int)fd, F_GETFD) < 0)
		return options_wrong(command, "--%s %s: not an open "
		    "descriptor", flag->name, word);
	*(int *)flag->into = (int)fd;
	return OPTIONS_GO;
}

static int
read_flag(const char *command, const struct flag *flag, const char *word)
{
	struct words *words;

	switch (flag->kind) {
	case FLAG_SWITCH:
		*(bool *)flag->into = true;
		break;
	case FLAG_WORD:
		*(const char **)flag->into = word;
		break;
	case FLAG_WORDS:
		words = flag->into;
		if (words->n == WORDS_MAX)
			return options_wrong(command, "--%s: at most %d",
			    flag->name, WORDS_MAX);
		words->word[words->n++] = word;
		break;
	case FLAG_FD:
		return read_fd(command, flag, word);
	}
	return OPTIONS_GO;
}

/* The table as getopt_long wants it; a flag's val is its place plus one. */
static void
fill_long(const struct flag *flags, struct option *longs)
{
	int n = 0;

	for (; flags[n].name != NULL && n < FLAGS_MAX; n++)
		longs[n] = (struct option){
			.name = flags[n].name,
			.has_arg = flags[n].argument != NULL,
			.val = n + 1,
		};
	longs[n] = (struct option){ .name = "help", .val = HELP };
}

/* The usage begins with the operands, in their order. */
static int
missing_operand(const char *command, int n)
{
	const char *usage = find_command(command)->usage;

	while (n-- > 0)
		usage += strcspn(usage, " ") + 1;
	return options_wrong(command, "%.*s is missing",
	    (int)strcspn(usage, " "), usage);
}

static int
read_operands(int argc, char **argv, struct operands *operands)
{
	operands->n = argc - optind;
	operands->word = argv + optind;
	if (operands->n < operands->min)
		return missing_operand(argv[0], operands->n);
	if (operands->n > operands->max)
		return options_wrong(argv[0], "%s: one word too many",
		    operands->word[operands->max]);
	return OPTIONS_GO;
}

int
options_read(int argc, char **argv, const struct flag *flags,
    struct operands *operands)
{
	struct option longs[FLAGS_MAX + 2] = {0};
	int which, status;

	fill_long(flags, longs);
	optind = 0;
	while ((which = getopt_long(argc, argv, ":h", longs, NULL)) != -1) {
		if (which == HELP || which == 'h') {
			print_help(argv[0], flags);
			return DONE;
		}
		if (which == ':')
			return options_wrong(argv[0], "%s: its value is "
			    "missing", argv[optind - 1]);
		if (which < 1 || which > FLAGS_MAX)
			return wrong_flag(argv[0], flags, argv[optind - 1]);
		status = read_flag(argv[0], &flags[which - 1], optarg);
		if (status != OPTIONS_GO)
			return status;
	}
	return read_operands(argc, argv, operands);
}

static const char *
verb_name(const void *verbs, size_t stride, size_t i)
{
	const char *name;

	memcpy(&name, (const char *)verbs + i * stride, sizeof(name));
	return name;
}

static size_t
find_verb(const void *verbs, size_t stride, const char *name)
{
	size_t i = 0;
	const char *there;

	while ((there = verb_name(verbs, stride, i)) != NULL &&
	    strcmp(there, name) != 0)
		i++;
	return i;
}

const void *
options_verb(const char *command, const char *name, const void *verbs,
    size_t stride)
{
	size_t at = find_verb(verbs, stride, name), n = 0;
	char all[256] = "";

	if (verb_name(verbs, stride, at) != NULL)
		return (const char *)verbs + at * stride;
	for (size_t i = 0; i < at && n < sizeof(all); i++)
		n += (size_t)snprintf(all + n, sizeof(all) - n, "%s%s",
		    i == 0 ? "" : i + 1 == at ? " and " : ", ",
		    verb_name(verbs, stride, i));
	options_wrong(command, "%s: there are %s", name, all);
	return NULL;
}
