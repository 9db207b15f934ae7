/*
 * terminal.h - asking a person, and showing her text that others wrote.
 *
 * Questions go to standard error and answers come from standard input, and
 * only when that is a terminal.  Passwords are read from /dev/tty without
 * echo, or as one line from a descriptor that a script hands over; never
 * from the command line or the environment, which others can see.
 */
#ifndef GATEWAY_TERMINAL_H
#define GATEWAY_TERMINAL_H

#include <stdbool.h>
#include <talloc.h>

/* Is there a person to ask? */
bool terminal_there(void);

/* From now on Ctrl-C, SIGTERM and SIGHUP end a question, whose answer is NULL
   then, instead of the process: what was begun can be undone. */
void terminal_catch(void);
bool terminal_caught(void);

/*
 * Ask a question; an empty answer is the default.  NULL when input ended.
 * initial NULL: there is no default and the question is asked again.
 */
char *terminal_ask(TALLOC_CTX *, const char *question, const char *initial);

enum { SECRET_MAX = 256 };	/* octets of a secret */
/*
 * A secret: one line from fd, or hidden from the terminal when fd is
 * negative.  Wiped when freed.  -ENOTTY there is neither; -EINVAL it is empty
 * or too long; -EIO.
 */
[[nodiscard]] int terminal_secret(TALLOC_CTX *, const char *question, int fd,
    char **out);

/* The same, but what went wrong is said on standard error and the result is
   NULL. */
char *terminal_need(TALLOC_CTX *, const char *question, int fd);

/* The text with every control but newline, every bidi mark and every octet
   that is no UTF-8 as \x1b or \u202e: no letter moves a terminal's cursor. */
char *terminal_escape(TALLOC_CTX *, const char *text);

#endif
