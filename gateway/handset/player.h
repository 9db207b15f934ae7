/*
 * player.h - a handset in somebody's hand: asks the network, waits for the
 * answer where a script plays, shows what comes and remembers it.
 */
#ifndef GATEWAY_HANDSET_PLAYER_H
#define GATEWAY_HANDSET_PLAYER_H

#include <stdbool.h>
#include <stdio.h>
#include <talloc.h>

#include "gateway/handset/phone.h"

struct player_settings {
	FILE *out;		/* what the handset shows */
	bool json;		/* as the lines of wire.h, not drawn */
	bool plain;		/* drawn without box drawing characters */
	bool waits;		/* a script: each step waits for its answer */
	long pace_ms;		/* between two steps */
	long timeout_ms;	/* for an answer */
};

struct player;

/* Waits until the network has taken the number.  -EACCES it has not, and its
   reason was shown; -EIO it is gone. */
[[nodiscard]] int player_open(TALLOC_CTX *, struct phone *,
    const struct player_settings *, struct player **out);

/* What follows is an exit status (commands.h), after what went wrong was said
   on standard error, or this. */
enum { PLAYER_GO = -1 };

/* Begin the next line of a script: its pause, its number, its echo. */
[[nodiscard]] int player_step(struct player *, const char *line);
/* Show what has come and comes in so many ms. */
[[nodiscard]] int player_show(struct player *, long ms);
/* A script waits until something of that kind, or a notice, is the answer. */
[[nodiscard]] int player_ask(struct player *, const struct press *,
    enum screen_kind);
/* What is not answered. */
[[nodiscard]] int player_tell(struct player *, const struct press *);
/* Until it is among what was shown since the last player_ask. */
[[nodiscard]] int player_expect(struct player *, const char *text);
/* That the last page closed the session. */
[[nodiscard]] int player_expect_end(struct player *);
/* Say what went wrong, and what the handset shows.  Always FAILED. */
int player_fail(const struct player *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void player_pace(struct player *, long ms);
/* Where SMS to the service go; NULL: nowhere. */
const char *player_number(const struct player *);

#endif
