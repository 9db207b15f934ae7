/*
 * script.h - what a person types at a handset, or a script plays on it: one
 * step a line, the same in both.
 */
#ifndef GATEWAY_HANDSET_SCRIPT_H
#define GATEWAY_HANDSET_SCRIPT_H

#include <stdio.h>

struct player;

/* Run one line of clean text: PLAYER_GO or an exit status (player.h). */
[[nodiscard]] int script_line(struct player *, const char *line);

void script_help(FILE *);

#endif
