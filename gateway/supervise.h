/*
 * supervise.h - the engine of serve: starts this program's own processes,
 * learns when each is ready, starts a fallen one again, stops them in order.
 *
 * A child is this program again (DIR and --ready-fd N as its words) and dies
 * with its parent.  It writes one octet to that descriptor when it is ready, and
 * from then on another each few seconds (alive.h): one that falls silent hangs,
 * is killed and started again.  To systemd serve speaks for all of them.
 */
#ifndef GATEWAY_SUPERVISE_H
#define GATEWAY_SUPERVISE_H

#include <stdbool.h>
#include <stddef.h>

struct post {
	const char *command;	/* a row of commands_table */
	unsigned patience;	/* it may be silent for so many times silence_s */
	bool reloads;		/* SIGHUP is passed on to it */
};

/*
 * Keep all posts manned until SIGTERM or SIGINT; then stop the last first,
 * and kill what is still there after ten seconds.  Prints "ready" on standard
 * output once, when every one was ready.  0 stopped as asked; -ECHILD one
 * fell ten times in a minute; -EIO.
 */
[[nodiscard]] int supervise(const char *dir, long silence_s,
    const struct post *, size_t n);

#endif
