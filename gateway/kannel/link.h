/*
 * link.h - a connection to bearerbox that comes back after any fall.
 *
 * Connects in the background, reads into one buffer, writes from one, and
 * reconnects after 50 ms ... 500 ms, after 5 s once it has been away for a
 * minute.  What the octets mean is box.c's.
 */
#ifndef GATEWAY_KANNEL_LINK_H
#define GATEWAY_KANNEL_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

struct evbuffer;
struct event_base;
struct link;

struct link_owner {
	/* Connected: time to say who we are. */
	void (*up)(void *arg);
	/* Accepted, by link_accept or because it stood for 1.5 s. */
	void (*accepted)(void *arg);
	/* What has arrived and was not taken before: how many octets are taken
	   now, or a negative errno to have the link dropped. */
	ssize_t (*read)(void *arg, const unsigned char *octets, size_t n);
	/* Gone: forget what belonged to it. */
	void (*down)(void *arg);
	void *arg;
};

/* The owner is copied; host must outlive the link. */
struct link *link_open(TALLOC_CTX *, struct event_base *, const char *host,
    unsigned port, const struct link_owner *);

/* The present connection: 0 when down, else a number that only grows. */
uint64_t link_number(const struct link *);
/* When it was made (Unix seconds). */
int64_t link_made_at(const struct link *);

/* bearerbox has answered. */
void link_accept(struct link *);
bool link_is_accepted(const struct link *);

/* Stop reading, or go on. */
void link_rest(struct link *, bool rest);

/* What leaves at the next link_flush; owned by the link. */
struct evbuffer *link_leaving(struct link *);
/* One write; the rest follows when the socket takes it.  A link that turns
   out to be broken goes down later, from the loop.  TCP acknowledges with it
   what was read; with nothing to write, alone. */
void link_flush(struct link *);
/* What was read is not to be answered soon: bearerbox must not wait for it. */
void link_acknowledge(struct link *);

/* Close, and connect again after so long. */
void link_drop(struct link *, unsigned wait_ms);
/* Write out what leaves, at most for a second, and close for good. */
void link_close(struct link *);

#endif
