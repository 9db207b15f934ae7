/*
 * spawn.h - this program again, as a child that dies with its parent.
 */
#ifndef GATEWAY_SPAWN_H
#define GATEWAY_SPAWN_H

#include <sys/types.h>

/*
 * Begin "helpline COMMAND DIR --ready-fd N", where N is ready_fd, with nothing
 * of ours besides: default signals, a group of its own, no word to systemd.  The
 * process id, or negative.
 */
pid_t spawn_self(const char *command, const char *dir, int ready_fd);

#endif
