/*
 * centre_keys.h - the verbs of centre about its key, and what it stands on.
 */
#ifndef GATEWAY_COMMANDS_CENTRE_KEYS_H
#define GATEWAY_COMMANDS_CENTRE_KEYS_H

#include "gateway/commands/keyed.h"

struct centre_keys {
	const char *name;		/* of the centre */
	struct keyed keyed;
	bool typing_back;
};

/* Each DONE or FAILED, said. */
int centre_keys_paper(const struct directory *, const struct centre_keys *);
int centre_keys_show(const struct directory *, const struct centre_keys *);
int centre_keys_rekey(const struct directory *, const struct centre_keys *);
int centre_keys_start(const struct directory *, const struct centre_keys *);

#endif
