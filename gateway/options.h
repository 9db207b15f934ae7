/*
 * options.h - the flags of a command as a table, read with getopt_long(3).
 *
 * Flags and operands may stand in any order; -- ends the flags.  Every
 * command has --help.  What is wrong is said on standard error, with what
 * there is instead.
 */
#ifndef GATEWAY_OPTIONS_H
#define GATEWAY_OPTIONS_H

#include <stddef.h>

enum flag_kind {
	FLAG_SWITCH,	/* bool: given */
	FLAG_WORD,	/* const char *: the last one given */
	FLAG_WORDS,	/* struct words: all that were given */
	FLAG_FD,	/* int: a descriptor that is open */
};
enum { WORDS_MAX = 16 };
struct words { size_t n; const char *word[WORDS_MAX]; };

struct flag {
	const char *name;		/* "json" */
	enum flag_kind kind;
	void *into;
	const char *argument;		/* "NAME"; NULL for a switch */
	const char *help;
};

/* min and max operands are asked for; n and word are what was given. */
struct operands { int min, max, n; char **word; };

/*
 * The row of a command's table of verbs that has this name; NULL after saying
 * which verbs there are, when the command ends with USAGE.  Each row is stride
 * octets long and begins with its name (const char *); the last one's is NULL.
 */
[[nodiscard]] const void *options_verb(const char *command, const char *name,
    const void *verbs, size_t stride);

enum { OPTIONS_GO = -1 };
/*
 * OPTIONS_GO, or the exit status to end with: DONE after --help, USAGE after
 * a message.  The table of flags ends with a NULL name.
 */
[[nodiscard]] int options_read(int argc, char **argv, const struct flag *,
    struct operands *);

/* Say that the usage was wrong, and how it is right.  Always USAGE. */
int options_wrong(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
