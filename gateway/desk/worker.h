/*
 * worker.h - one thread beside the loop, for the one slow thing there is
 * (Argon2id, 128 MiB and a quarter of a second), and a queue before it.
 *
 * One thread and a short queue also bound the memory: who floods the door with
 * logins gets "try again", the others wait two seconds at most.
 */
#ifndef GATEWAY_DESK_WORKER_H
#define GATEWAY_DESK_WORKER_H

#include <stdbool.h>
#include <talloc.h>

struct event_base;
struct worker;

enum { WORKER_QUEUE = 8 };

struct job {
	/* In the thread: touches nothing but what hangs under arg. */
	void (*slow)(void *arg);
	/* In the loop, afterwards; ran is false when the worker was stopped
	   before it came to that. */
	void (*done)(void *arg, bool ran);
	void *arg;
};

/* 0; -EIO. */
[[nodiscard]] int worker_start(TALLOC_CTX *, struct event_base *,
    struct worker **out);
/* 0; -EAGAIN the queue is full. */
[[nodiscard]] int worker_add(struct worker *, struct job);
/* Would it say that now?  Asked before anything is written for a job. */
bool worker_is_full(struct worker *);
/* Ends the thread; what was asked for is done or said not to have run. */
void worker_stop(struct worker *);

#endif
