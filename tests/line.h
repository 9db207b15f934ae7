/*
 * line.h - for tests: calls answered one message at a time, with a store and
 * a house of its own but without a network.
 */
#ifndef TESTS_LINE_H
#define TESTS_LINE_H

#include <stdbool.h>

#include "gateway/calls/limits.h"
#include "gateway/calls/step.h"
#include "tests/people.h"

struct line {			/* a talloc context */
	struct people *people;
	struct settings *settings;
	struct house *house;
	TALLOC_CTX *work;	/* of the last message */
	int64_t now_ms;		/* moves on by a second and a half each time */
	int64_t late_s;		/* so long every message was on its way */
	struct outflow *outflow;	/* NULL: without end */
	unsigned n;
	struct answer answer;	/* to the last message */
	struct sms last;	/* and it */
};

/* The networks' first profile, the tree and words that the program carries;
   every page cut. */
struct line *line_open(void);

/* Someone writes, or dials and presses.  What she gets, "" for silence; valid
   until the next message. */
const char *line_sms(struct line *, const char *number, const char *text);
const char *line_dial(struct line *, const char *number);
const char *line_key(struct line *, const char *number, const char *text);

/* The last message once more, as the network or bearerbox repeats it. */
const char *line_again(struct line *);

/* The id of the node where she is. */
const char *line_node(struct line *, const char *number);
/* Her language; -1: none chosen. */
int line_language(struct line *, const char *number);

#endif
