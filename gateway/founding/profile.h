/*
 * profile.h - the operators.yaml of a new data directory: the profile that
 * the program carries, with this helpline's own code and numbers.
 */
#ifndef GATEWAY_FOUNDING_PROFILE_H
#define GATEWAY_FOUNDING_PROFILE_H

#include <talloc.h>

struct operators;

struct profile {
	const char *name;		/* of the network, for callers' rows */
	const char *code, *number;
	const char *long_number;	/* "": none */
};

/*
 * The file's text, comments and all, and what it says.  Both hang under the
 * talloc parent.  -EINVAL, after saying on standard error what is wrong.
 */
[[nodiscard]] int profile_write(TALLOC_CTX *, const struct profile *,
    char **text, struct operators **out);

#endif
