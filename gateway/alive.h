/*
 * alive.h - how a process says that it is ready, and then, again and again,
 * that its loop still goes round: to serve through a pipe, to systemd through
 * NOTIFY_SOCKET (sd_notify(3): READY=1, STATUS=, WATCHDOG=1, STOPPING=1).
 *
 * Who hears nothing for too long kills it and starts it anew: a loop that hangs
 * answers nobody, and looks well in a list of processes.  The datagram is a few
 * lines; libsystemd would bring liblzma, lz4, zstd, libcap and libgcrypt into a
 * process that holds keys.
 */
#ifndef GATEWAY_ALIVE_H
#define GATEWAY_ALIVE_H

/* How often a loop speaks; how long silence may last is a setting. */
enum { ALIVE_TICK_S = 3 };

struct alive { int ready_fd; };	/* negative: no serve */

/* It does its work now; status is a sentence of ours. */
void alive_ready(struct alive *, const char *status);
/* Its loop goes round.  Call it from the loop and from nowhere else. */
void alive_tick(struct alive *);
/* It was told to end, and will. */
void alive_stopping(struct alive *);

#endif
