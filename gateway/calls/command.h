/*
 * command.h - STOP and DELETE: texts that do something at once, wherever she
 * is in the tree and whatever lies before her.
 *
 * What they do shows to nobody: the page that answers is the same for every
 * number, with a case or without.
 */
#ifndef GATEWAY_CALLS_COMMAND_H
#define GATEWAY_CALLS_COMMAND_H

#include "gateway/calls/scene.h"

enum command { COMMAND_NONE, COMMAND_STOP, COMMAND_DELETE };
enum command command_of(const struct heard *);

/*
 * STOP: no texts about any case of this number any more.  DELETE: besides, the
 * number finds none of its cases (store/detached.h).  She is at the page
 * "stop" then, with nothing behind her.  Negative: the store failed.
 */
[[nodiscard]] int command_carry_out(struct scene *, enum command);

#endif
