#include "gateway/kannel/box.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/kannel/link.h"
#include "gateway/log.h"

enum {
	WAITING_MAX = 1024,		/* arrivals; then we stop reading */
	WAITING_LIMIT = 4096,		/* then the link is dropped */
	SHUTDOWN_WAIT_MS = 5000,
};

struct box {
	struct link *link;
	const char *name;
	struct timeval heartbeat;
	void (*woken)(void *arg);
	void *arg;

	bool suspended;
	char probe[UUID_TEXT + 1];
	struct event *beat, *ready;
	struct evbuffer *queued;	/* until box_flush */
	struct arrival **arrivals;
	size_t waiting;
	struct awaited awaited;
};

static void
wake(struct box *box)
{
	event_active(box->ready, EV_TIMEOUT, 0);
}

static void
forget_arrivals(struct box *box, size_t n)
{
	for (size_t i = 0; i < n; i++)
		talloc_free(box->arrivals[i]);
	box->waiting -= n;
	memmove(box->arrivals, box->arrivals + n,
	    box->waiting * sizeof *box->arrivals);
}

/* While suspended we go on reading, or we would never read "resume". */
static void
read_or_rest(struct box *box)
{
	link_rest(box->link, box->waiting > WAITING_MAX && !box->suspended);
}

static void
queue(struct evbuffer *to, const struct packet *packet)
{
	size_t n = packet_size(packet);
	struct evbuffer_iovec room;

	if (evbuffer_reserve_space(to, (ssize_t)n, &room, 1) != 1)
		abort();
	packet_put(packet, room.iov_base, n);
	room.iov_len = n;
	evbuffer_commit_space(to, &room, 1);
}

static struct octets
text(const char *s)
{
	return (struct octets){ s, strlen(s) };
}

static void
queue_probe(struct box *box)
{
	struct packet packet = { .type = PACKET_SMS, .sms = sms_blank() };
	struct sms *sms = &packet.sms;

	packet_uuid(box->probe);
	sms->id = text(box->probe);
	sms->sender = sms->receiver = text("helpline-probe");
	sms->msgdata = text("");
	sms->boxc_id = text(box->name);
	sms->sms_type = SMS_MT_PUSH;
	sms->time = (int32_t)time(NULL);
	sms->validity = 1;
	queue(link_leaving(box->link), &packet);
}

static void
up(void *arg)
{
	struct box *box = arg;
	const struct packet packet = { .type = PACKET_ADMIN,
		.admin = { ADMIN_IDENTIFY, text(box->name) } };

	queue(link_leaving(box->link), &packet);
	queue_probe(box);
	link_flush(box->link);
	event_add(box->beat, &box->heartbeat);
	wake(box);
}

static void
accepted(void *arg)
{
	wake(arg);
}

static void
down(void *arg)
{
	struct box *box = arg;

	box->suspended = false;
	event_del(box->beat);
	evbuffer_drain(box->queued, evbuffer_get_length(box->queued));
	forget_arrivals(box, box->waiting);
	awaited_forget(&box->awaited);
}

/* What was read lies in the link's buffer only until the next read. */
static void
add_arrival(struct box *box, struct packet packet,
    const unsigned char *octets, size_t n)
{
	struct arrival *arrival = talloc_size(box, sizeof(*arrival) + n);

	memcpy(arrival + 1, octets, n);
	packet_move(&packet, octets, arrival + 1);
	arrival->sms = packet.sms;
	arrival->link = link_number(box->link);
	if (box->waiting == talloc_array_length(box->arrivals))
		box->arrivals = talloc_realloc(box, box->arrivals,
		    struct arrival *, (unsigned)(2 * box->waiting));
	box->arrivals[box->waiting++] = arrival;
	wake(box);
}

static void
heed_ack(struct box *box, int32_t nack, struct octets id)
{
	bool ours = memcmp(id.data, box->probe, id.n) == 0;

	if (awaited_take(&box->awaited, nack, id))
		wake(box);
	else if (!ours && (nack == ACK_FAILED || nack == ACK_TRY_AGAIN))
		log_line(LOG_WARNING, "bearerbox: refused a message (%s)",
		    nack == ACK_FAILED ? "for good" : "for now");
}

static void
obey(struct box *box, int32_t command)
{
	switch (command) {
	case ADMIN_SHUTDOWN:
	case ADMIN_RESTART:
		log_line(LOG_NOTICE, "bearerbox: shuts down");
		link_drop(box->link, SHUTDOWN_WAIT_MS);
		break;
	case ADMIN_SUSPEND:
		box->suspended = true;
		break;
	case ADMIN_RESUME:
		box->suspended = false;
		wake(box);
		break;
	default:
		break;
	}
}

static void
take(struct box *box, const struct packet *packet,
    const unsigned char *octets, size_t n)
{
	/* Whatever it says, it has answered. */
	link_accept(box->link);
	switch (packet->type) {
	case PACKET_SMS:
		add_arrival(box, *packet, octets, n);
		break;
	case PACKET_ACK:
		heed_ack(box, packet->ack.nack, packet->ack.id);
		break;
	case PACKET_ADMIN:
		obey(box, packet->admin.command);
		break;
	case PACKET_HEARTBEAT:
		break;
	}
}

static void
step_over(size_t n)
{
	log_line(LOG_WARNING,
	    "bearerbox: a malformed packet of %zu octets left out", n);
}

/* Take whole packets; a false length is not to be stepped over, and more than
   this while we are suspended is more than bearerbox may send. */
static ssize_t
read_packets(void *arg, const unsigned char *octets, size_t n)
{
	struct box *box = arg;
	uint64_t link = link_number(box->link);
	struct packet packet;
	size_t at = 0, used;
	int rc;

	while ((rc = packet_read(octets + at, n - at, &packet, &used)) !=
	    -EAGAIN) {
		if (used == 0 || box->waiting > WAITING_LIMIT)
			return -EPROTO;
		if (rc == 0)
			take(box, &packet, octets + at, used);
		else
			step_over(used);
		if (link_number(box->link) != link)
			return 0;
		at += used;
	}
	/* Else our answer to what waits says that it has come. */
	if (at < n || box_waiting(box, 0) == NULL)
		link_acknowledge(box->link);
	read_or_rest(box);
	return (ssize_t)at;
}

static void
beat(evutil_socket_t, short, void *arg)
{
	struct box *box = arg;
	const struct packet packet = { .type = PACKET_HEARTBEAT,
		.heartbeat = { (int32_t)box->waiting } };

	queue(link_leaving(box->link), &packet);
	link_flush(box->link);
}

static void
ready(evutil_socket_t, short, void *arg)
{
	struct box *box = arg;

	box->woken(box->arg);
	/* Where that did not answer. */
	link_acknowledge(box->link);
}

static int
free_box(struct box *box)
{
	event_free(box->beat);
	event_free(box->ready);
	evbuffer_free(box->queued);
	return 0;
}

struct box *
box_open(TALLOC_CTX *parent, struct event_base *base,
    const struct box_settings *settings, void (*woken)(void *), void *arg)
{
	struct box *box = talloc_zero(parent, struct box);
	const struct link_owner owner = { up, accepted, read_packets, down,
		box };

	box->name = talloc_strdup(box, settings->name);
	box->heartbeat.tv_sec = settings->heartbeat_s;
	box->woken = woken;
	box->arg = arg;
	box->beat = event_new(base, -1, EV_PERSIST, beat, box);
	box->ready = event_new(base, -1, 0, ready, box);
	box->queued = evbuffer_new();
	box->arrivals = talloc_array(box, struct arrival *, WAITING_MAX);
	box->link = link_open(box, base, talloc_strdup(box, settings->host),
	    settings->port, &owner);
	talloc_set_destructor(box, free_box);
	return box;
}

bool
box_accepted(const struct box *box)
{
	return link_is_accepted(box->link);
}

uint64_t
box_link(const struct box *box)
{
	return link_number(box->link);
}

int64_t
box_linked_at(const struct box *box)
{
	return link_made_at(box->link);
}

const struct arrival *
box_waiting(const struct box *box, size_t n)
{
	return n < box->waiting && !box->suspended ? box->arrivals[n] : NULL;
}

void
box_done(struct box *box, size_t n)
{
	forget_arrivals(box, n < box->waiting ? n : box->waiting);
	if (n > 0 && box_waiting(box, 0) != NULL)
		wake(box);
	read_or_rest(box);
}

static void
queue_for(struct box *box, uint64_t link, const struct packet *packet)
{
	if (link != 0 && link == link_number(box->link))
		queue(box->queued, packet);
}

void
box_send(struct box *box, uint64_t link, const struct sms *sms)
{
	queue_for(box, link,
	    &(struct packet){ .type = PACKET_SMS, .sms = *sms });
}

int
box_send_awaited(struct box *box, uint64_t link, const struct sms *sms)
{
	if (link == 0 || link != link_number(box->link) ||
	    !awaited_add(&box->awaited, sms->id))
		return -EAGAIN;
	box_send(box, link, sms);
	return 0;
}

bool
box_word(struct box *box, struct word *out)
{
	return awaited_word(&box->awaited, out);
}

bool
box_has_word(const struct box *box)
{
	return box->awaited.words > 0;
}

void
box_acknowledge(struct box *box, const struct arrival *arrival)
{
	queue_for(box, arrival->link, &(struct packet){ .type = PACKET_ACK,
	    .ack = { ACK_STORED, arrival->sms.time, arrival->sms.id } });
}

void
box_flush(struct box *box)
{
	evbuffer_add_buffer(link_leaving(box->link), box->queued);
	link_flush(box->link);
}

void
box_drop(struct box *box, unsigned wait_ms)
{
	link_drop(box->link, wait_ms);
}

void
box_close(struct box *box)
{
	evbuffer_add_buffer(link_leaving(box->link), box->queued);
	link_close(box->link);
}
