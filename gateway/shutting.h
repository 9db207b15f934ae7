/*
 * shutting.h - what a process gives up for good.
 *
 * At its start it leaves no core and lets nobody of its user look into its
 * memory or trace it.  Once it has started, and before it reads what others
 * wrote, it can gain no privilege and asks the kernel for nothing that is not
 * in the table of its kind (shutting.c): no program is run, no other process
 * is touched, no memory made executable.  What else it asks for ends it
 * (SIGSYS); serve, or systemd, says so and starts it again.
 *
 * Which files it may open is for its user and its unit (gateway/service/).
 */
#ifndef GATEWAY_SHUTTING_H
#define GATEWAY_SHUTTING_H

enum shut { SHUT_CALLS, SHUT_DESK, SHUT_ROUNDS };

/* First of all: no core files, nobody looks in. */
void shut_eyes(void);

/*
 * The rest, for all threads.  0; -EIO after it was logged why not.  Built with
 * sanitizers, which need more, no calls are refused.
 */
[[nodiscard]] int shut_in(enum shut);

#endif
