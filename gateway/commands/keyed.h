/*
 * keyed.h - a centre's secret key for a command: by the login of one of its
 * members, or from its paper.
 */
#ifndef GATEWAY_COMMANDS_KEYED_H
#define GATEWAY_COMMANDS_KEYED_H

#include "gateway/directory.h"
#include "store/secret.h"

struct keyed {
	const char *as;			/* a member's name; NULL: from paper */
	int password_fd, paper_fd;	/* negative: ask on the terminal */
};

/* Lives as long as the directory; NULL after saying what is wrong. */
const struct secret *keyed_open(const struct directory *,
    const struct keyed *, const struct centre *);
/* Who the audit says did it. */
const char *keyed_actor(const struct keyed *);

/*
 * Her centre has a new key: its paper, shown once and (typing_back) typed back
 * in part, and its cases sealed to it.  DONE or FAILED, said; the same command
 * again goes on where it was.
 */
int keyed_renewed(const struct directory *, const struct centre *,
    const struct secret *fresh, bool typing_back);

#endif
