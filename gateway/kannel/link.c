#include "gateway/kannel/link.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gateway/kannel/packet.h"
#include "gateway/kannel/socket.h"
#include "gateway/log.h"

enum {
	READ_MAX = 256 << 10,		/* octets read per wake-up */
	LEAVING_MAX = 16 << 20,		/* octets; then the link is dropped */
	CONNECT_MS = 5000,
	ACCEPT_MS = 1500,
	FIRST_WAIT_MS = 50, LAST_WAIT_MS = 500,
	PATIENCE_S = 60, LONG_WAIT_MS = 5000,
	FINISH_MS = 1000,
};

enum state { CLOSED, DOWN, CONNECTING, UP };

struct link {
	struct event_base *base;
	const char *host;
	unsigned port;
	struct link_owner owner;

	enum state state;
	int fd;
	uint64_t number;		/* connections made so far */
	int64_t made_at;
	bool accepted;
	bool broken;			/* found while writing */
	bool owed;			/* read, and TCP has not said so */
	unsigned wait_ms;		/* before the last attempt; 0: none */
	time_t away_since;		/* monotonic */

	struct event *reading, *writing;	/* of the present socket */
	struct event *timer;		/* what each state waits for */
	unsigned char *in;		/* room for a packet and a read */
	size_t in_n;
	struct evbuffer *leaving;
};

static void
set_timer(struct event *timer, unsigned ms)
{
	const struct timeval after = { ms / 1000,
		(suseconds_t)(ms % 1000) * 1000 };

	event_add(timer, &after);
}

static time_t
monotonic_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void
hang_up(struct link *link)
{
	if (link->fd >= 0) {
		event_free(link->reading);
		event_free(link->writing);
		close(link->fd);
	}
	if (link->accepted)
		link->away_since = monotonic_s();
	link->fd = -1;
	link->accepted = link->broken = link->owed = false;
	link->in_n = 0;
	evbuffer_drain(link->leaving, evbuffer_get_length(link->leaving));
	event_del(link->timer);
	link->state = DOWN;
	link->owner.down(link->owner.arg);
}

/* How long to wait before the next attempt. */
static unsigned
next_wait(struct link *link)
{
	unsigned wait_ms = link->accepted ? 0 : link->wait_ms * 2;

	if (wait_ms < FIRST_WAIT_MS)
		wait_ms = FIRST_WAIT_MS;
	if (wait_ms > LAST_WAIT_MS)
		wait_ms = LAST_WAIT_MS;
	link->wait_ms = wait_ms;
	if (!link->accepted && monotonic_s() - link->away_since >= PATIENCE_S)
		return LONG_WAIT_MS;
	return wait_ms;
}

static void
fall(struct link *link, const char *what, int error)
{
	/* One line per outage, not one per attempt. */
	if (link->accepted || link->wait_ms == 0)
		log_line(LOG_WARNING, "bearerbox: %s: %s", what,
		    strerror(error));
	link_drop(link, next_wait(link));
}

/* Or it would stand there and say nothing for ever. */
static void
wait_for(struct link *link, struct event *event)
{
	if (event_add(event, NULL) == 0)
		return;
	link->broken = true;
	event_active(link->reading, EV_READ, 0);
}

void
link_acknowledge(struct link *link)
{
	if (link->owed && link->state == UP)
		socket_acknowledge(link->fd);
	link->owed = false;
}

void
link_flush(struct link *link)
{
	if (link->state != UP)
		return;
	if (evbuffer_get_length(link->leaving) == 0)
		link_acknowledge(link);
	link->owed = false;
	if (socket_write(link->fd, link->leaving) != 0 ||
	    evbuffer_get_length(link->leaving) > LEAVING_MAX) {
		link->broken = true;
		event_active(link->reading, EV_READ, 0);
	} else if (evbuffer_get_length(link->leaving) > 0) {
		wait_for(link, link->writing);
	}
}

void
link_accept(struct link *link)
{
	if (link->accepted || link->state != UP)
		return;
	link->accepted = true;
	link->wait_ms = 0;
	event_del(link->timer);
	log_line(LOG_INFO, "bearerbox: linked");
	link->owner.accepted(link->owner.arg);
}

static void
come_up(struct link *link)
{
	int rc = socket_connected(link->fd);

	if (rc != 0) {
		fall(link, "cannot connect", -rc);
		return;
	}
	link->state = UP;
	link->number++;
	link->made_at = time(NULL);
	wait_for(link, link->reading);
	set_timer(link->timer, ACCEPT_MS);
	link->owner.up(link->owner.arg);
}

static void
pass_on(struct link *link)
{
	ssize_t taken = link->owner.read(link->owner.arg, link->in,
	    link->in_n);

	if (link->state != UP)
		return;
	if (taken < 0) {
		fall(link, "not understood", (int)-taken);
		return;
	}
	link->in_n -= (size_t)taken;
	memmove(link->in, link->in + taken, link->in_n);
}

static void
readable(evutil_socket_t fd, short, void *arg)
{
	struct link *link = arg;
	ssize_t n = link->broken ? -EPIPE :
	    socket_read(fd, link->in + link->in_n, READ_MAX);

	if (n < 0)
		fall(link, "link lost", (int)-n);
	if (n <= 0)
		return;
	link->in_n += (size_t)n;
	link->owed = true;
	pass_on(link);
}

static void
writable(evutil_socket_t, short, void *arg)
{
	struct link *link = arg;

	if (link->state == CONNECTING)
		come_up(link);
	else
		link_flush(link);
}

static void
begin(struct link *link)
{
	int fd = socket_connect(link->host, link->port);

	if (fd < 0) {
		fall(link, "cannot connect", -fd);
		return;
	}
	link->fd = fd;
	link->state = CONNECTING;
	link->reading = event_new(link->base, fd, EV_READ | EV_PERSIST,
	    readable, link);
	link->writing = event_new(link->base, fd, EV_WRITE, writable, link);
	event_add(link->writing, NULL);
	set_timer(link->timer, CONNECT_MS);
}

static void
timed_out(evutil_socket_t, short, void *arg)
{
	struct link *link = arg;

	switch (link->state) {
	case DOWN:
		begin(link);
		break;
	case CONNECTING:
		fall(link, "cannot connect", ETIMEDOUT);
		break;
	case UP:
		link_accept(link);
		break;
	case CLOSED:
		break;
	}
}

static int
free_link(struct link *link)
{
	if (link->fd >= 0) {
		event_free(link->reading);
		event_free(link->writing);
		close(link->fd);
	}
	event_free(link->timer);
	evbuffer_free(link->leaving);
	return 0;
}

struct link *
link_open(TALLOC_CTX *parent, struct event_base *base, const char *host,
    unsigned port, const struct link_owner *owner)
{
	struct link *link = talloc_zero(parent, struct link);

	link->base = base;
	link->host = host;
	link->port = port;
	link->owner = *owner;
	link->state = DOWN;
	link->fd = -1;
	link->away_since = monotonic_s();
	link->timer = evtimer_new(base, timed_out, link);
	/* A packet that is not whole is shorter than its length and PACKET_MAX,
	   so there is always room for a read. */
	link->in = talloc_size(link, PACKET_MAX + 4 + READ_MAX);
	link->leaving = evbuffer_new();
	talloc_set_destructor(link, free_link);
	set_timer(link->timer, 0);
	return link;
}

uint64_t
link_number(const struct link *link)
{
	return link->state == UP ? link->number : 0;
}

int64_t
link_made_at(const struct link *link)
{
	return link->made_at;
}

bool
link_is_accepted(const struct link *link)
{
	return link->accepted;
}

void
link_rest(struct link *link, bool rest)
{
	if (link->state != UP)
		return;
	if (rest)
		event_del(link->reading);
	else
		wait_for(link, link->reading);
}

struct evbuffer *
link_leaving(struct link *link)
{
	return link->leaving;
}

void
link_drop(struct link *link, unsigned wait_ms)
{
	if (link->state == CLOSED)
		return;
	hang_up(link);
	set_timer(link->timer, wait_ms);
}

void
link_close(struct link *link)
{
	if (link->state == CLOSED)
		return;
	if (link->state == UP)
		socket_finish(link->fd, link->leaving, FINISH_MS);
	hang_up(link);
	link->state = CLOSED;
}
