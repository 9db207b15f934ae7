/*
 * agencies_try.h - "helpline agencies DIR try TEXT": what would a family that
 * sends this be told, and what does it cost in parts?
 */
#ifndef GATEWAY_COMMANDS_AGENCIES_TRY_H
#define GATEWAY_COMMANDS_AGENCIES_TRY_H

#include <stdbool.h>

struct directory;

struct trying {
	const char *text;
	const char *country;		/* NULL: she names none */
	const char *locale;		/* NULL: all */
	bool json;
};

int trying_run(const struct directory *, const struct trying *);

#endif
