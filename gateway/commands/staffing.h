/*
 * staffing.h - the verbs of staff that need a centre's key: who comes, who
 * forgot her password, who does something else now, who leaves.
 */
#ifndef GATEWAY_COMMANDS_STAFFING_H
#define GATEWAY_COMMANDS_STAFFING_H

#include "gateway/commands/keyed.h"

struct staffing {
	const char *name;		/* whom */
	const char *centre, *role, *to;	/* NULL: not given */
	struct keyed keyed;
	bool typing_back;
};

/* Each DONE or FAILED, said. */
int staffing_add(const struct directory *, const struct staffing *);
int staffing_role(const struct directory *, const struct staffing *);
int staffing_reset(const struct directory *, const struct staffing *);
int staffing_leave(const struct directory *, const struct staffing *);

#endif
