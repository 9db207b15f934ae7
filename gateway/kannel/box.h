/*
 * box.h - the link to bearerbox: we are a named box on its box port.
 *
 * Identifies itself, keeps a heartbeat, comes back after any fall (50 ms ...
 * 500 ms, 5 s after a minute), obeys suspend, resume and shutdown, sends at
 * most one write per wake-up, and asks for quick acknowledgements of TCP
 * after every read.  It moves octets and queues; it decides nothing.
 *
 * A connection that opens says nothing: the kernel answers for a bearerbox
 * that has not accepted it, or will refuse it.  So we send one message that
 * expired long ago, which bearerbox refuses at once and passes on to nobody.
 */
#ifndef GATEWAY_KANNEL_BOX_H
#define GATEWAY_KANNEL_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/kannel/awaited.h"
#include "gateway/kannel/packet.h"

struct event_base;
struct box;

struct box_settings {
	const char *host;
	unsigned port;
	const char *name;		/* smsbox-id of our smsbox-route */
	unsigned heartbeat_s;
};

/* A message or report that arrived; owned by the box until box_done. */
struct arrival {
	struct sms sms;			/* strings point into the arrival */
	uint64_t link;			/* which connection it came in on */
};

/*
 * Begin to connect and stay connected.  The settings are copied.  woken(arg)
 * is called once per wake-up after something arrived, the link came up or was
 * accepted, and again while something waits after box_done; never from inside
 * a box_ call.  Free the box before its event base.
 */
struct box *box_open(TALLOC_CTX *, struct event_base *,
    const struct box_settings *, void (*woken)(void *arg), void *arg);

/* True once bearerbox has answered on the present connection, or has let it
   stand for 1.5 s. */
bool box_accepted(const struct box *);
/* The present connection: 0 when down, else a number that only grows. */
uint64_t box_link(const struct box *);
/* When the present connection was made (Unix seconds). */
int64_t box_linked_at(const struct box *);

/* The nth message that waits, oldest first; NULL past the end or while
   suspended. */
const struct arrival *box_waiting(const struct box *, size_t n);
/* Forget the first n that wait.  While more than 1024 wait nothing is read. */
void box_done(struct box *, size_t n);

/*
 * Queue a message or an acknowledgement for the connection it belongs to; it
 * is dropped when that connection is gone.  Nothing leaves before box_flush.
 */
void box_send(struct box *, uint64_t link, const struct sms *);
void box_acknowledge(struct box *, const struct arrival *);
/* The same as box_send, and what bearerbox says of it is wanted (box_word);
   when the connection goes it says nothing any more.  -EAGAIN that is gone, or
   AWAITED_MAX wait: it is not sent. */
[[nodiscard]] int box_send_awaited(struct box *, uint64_t link,
    const struct sms *);
/* The next of what it said; false: nothing more. */
bool box_word(struct box *, struct word *out);
bool box_has_word(const struct box *);
/* Write what is queued, in one write where the socket takes it. */
void box_flush(struct box *);

/* Close the link and connect again after a while; what was not acknowledged
   comes again.  Nothing that waits is kept. */
void box_drop(struct box *, unsigned wait_ms);
/* Write out what is queued (this may take a second), then close for good; the
   box is freed with its parent. */
void box_close(struct box *);

#endif
