#include "tests/bench/peer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/journey.h"
#include "tests/bench/place.h"

enum {
	STRIDE = 7919,			/* numbers far apart in turn */
	READ_MAX = 64 << 10,
	IN_MAX = PACKET_MAX + READ_MAX,
	PATIENCE_MS = 30000,
};

struct slot {
	struct journey journey;
	uint64_t sent_at, answered_at;	/* ns; answered_at 0: not yet */
};

struct peer {
	int fd;
	unsigned char *in, *out;
	size_t in_n, out_n;
	uint64_t random;

	const struct load *load;
	uint32_t next, end;		/* journeys */
	struct slot slot[WINDOW_MAX];
	uint16_t *slot_of;		/* by number */
	uint16_t idle[WINDOW_MAX];	/* a ring, for a rate */
	unsigned idle_from, idle_n;
	uint64_t due;			/* of the next step, for a rate */
	uint64_t *times;
	size_t steps, wanted;
};

static void
write_hex(char *out, uint64_t value, unsigned n)
{
	static const char digits[] = "0123456789abcdef";

	for (; n > 0; value >>= 4)
		out[--n] = digits[value & 0xf];
}

/* Ids are random but for their end, which tells the slot. */
static void
write_id(struct peer *p, unsigned slot, char out[UUID_TEXT + 1])
{
	uint64_t r = p->random;

	r ^= r << 13;
	r ^= r >> 7;
	r ^= r << 17;
	p->random = r;
	memcpy(out, "00000000-0000-4000-8000-000000000000", UUID_TEXT + 1);
	write_hex(out, r, 8);
	write_hex(out + 9, r >> 32, 4);
	write_hex(out + 15, r >> 48, 3);
	write_hex(out + 20, r >> 20, 3);
	write_hex(out + 24, r >> 28, 8);
	write_hex(out + 32, slot, 4);
}

static unsigned
slot_in(struct octets id)
{
	const char *c = (const char *)id.data + UUID_TEXT - 4;
	unsigned slot = 0;

	for (int i = 0; i < 4; i++)
		slot = slot << 4 | (unsigned)(c[i] <= '9' ? c[i] - '0' :
		    c[i] - 'a' + 10);
	return slot < WINDOW_MAX ? slot : 0;
}

/* An answer's time counts from when its step was due. */
static void
send_step(struct peer *p, unsigned i, uint64_t due)
{
	struct slot *slot = &p->slot[i];
	char id[UUID_TEXT + 1];

	write_id(p, i, id);
	journey_write(&slot->journey, id, &p->out, &p->out_n);
	slot->sent_at = due;
	slot->answered_at = 0;
}

/* The next caller takes the place of one who has finished. */
static bool
begin_journey(struct peer *p, unsigned i)
{
	struct journey *j = &p->slot[i].journey;

	if (p->next == p->end)
		return false;
	*j = (struct journey){ .nth = p->next, .words = p->load->words,
		.number = (uint32_t)
		((uint64_t)p->next * STRIDE % p->load->numbers) };
	p->slot_of[j->number] = (uint16_t)i;
	p->next++;
	return true;
}

static void
go_on(struct peer *p, unsigned i)
{
	if (p->load->rate > 0)
		p->idle[(p->idle_from + p->idle_n++) % WINDOW_MAX] =
		    (uint16_t)i;
	else
		send_step(p, i, now_ns());
}

static void
heed_ack(struct peer *p, struct octets id)
{
	unsigned i = slot_in(id);
	struct slot *slot = &p->slot[i];

	if (slot->answered_at == 0)
		die("step %u of journey %u was acknowledged without an answer",
		    slot->journey.step, slot->journey.nth);
	p->times[p->steps++] = slot->answered_at - slot->sent_at;
	slot->journey.step++;
	if (slot->journey.step < p->load->steps || begin_journey(p, i))
		go_on(p, i);
}

static void
heed_answer(struct peer *p, const struct sms *sms, uint64_t now)
{
	uint32_t number = number_read(sms->receiver);
	struct slot *slot;

	if (number >= p->load->numbers)
		die("an answer to nobody");
	slot = &p->slot[p->slot_of[number]];
	if (slot->answered_at != 0 || slot->journey.number != number)
		die("step %u of journey %u was answered twice",
		    slot->journey.step, slot->journey.nth);
	slot->answered_at = now;
}

static void
heed(struct peer *p, const struct packet *packet, uint64_t now)
{
	if (packet->type == PACKET_SMS)
		heed_answer(p, &packet->sms, now);
	else if (packet->type == PACKET_ACK)
		heed_ack(p, packet->ack.id);
}

/* Read once, and hand on each whole packet. */
static void
read_packets(struct peer *p, void (*take)(struct peer *,
    const struct packet *, uint64_t now))
{
	ssize_t got = recv(p->fd, p->in + p->in_n, READ_MAX, 0);
	uint64_t now = now_ns();
	struct packet packet;
	size_t at = 0, used;

	if (got <= 0)
		die("calls has closed the link");
	p->in_n += (size_t)got;
	while (packet_read(p->in + at, p->in_n - at, &packet, &used) == 0) {
		take(p, &packet, now);
		at += used;
	}
	p->in_n -= at;
	memmove(p->in, p->in + at, p->in_n);
}

static void
flush(struct peer *p)
{
	size_t at = 0;
	ssize_t sent;

	while (at < p->out_n) {
		sent = send(p->fd, p->out + at, p->out_n - at, MSG_NOSIGNAL);
		if (sent <= 0)
			die("calls has closed the link");
		at += (size_t)sent;
	}
	p->out_n = 0;
}

/* Steps that are due; how long until the next, in ns. */
static uint64_t
send_due(struct peer *p)
{
	uint64_t now = now_ns();
	unsigned i;

	while (p->due <= now) {
		if (p->idle_n > 0) {
			i = p->idle[p->idle_from];
			p->idle_from = (p->idle_from + 1) % WINDOW_MAX;
			p->idle_n--;
			send_step(p, i, p->due);
		}
		p->due += (uint64_t)(1e9 / p->load->rate);
	}
	return p->due - now;
}

static void
wait(struct peer *p)
{
	struct pollfd poller = { .fd = p->fd, .events = POLLIN };
	uint64_t ns = p->load->rate > 0 ? send_due(p) :
	    PATIENCE_MS * 1000000ULL;
	struct timespec most = { (time_t)(ns / 1000000000),
		(long)(ns % 1000000000) };
	int ready;

	flush(p);
	ready = ppoll(&poller, 1, &most, NULL);
	if (ready > 0)
		read_packets(p, heed);
	else if (p->load->rate <= 0)
		die("calls does not answer");
}

static void
heed_probe(struct peer *p, const struct packet *packet, uint64_t now)
{
	struct packet no = { .type = PACKET_ACK, .ack = {
		ACK_FAILED, packet->sms.time, packet->sms.id } };
	unsigned char *octets;

	(void)now;
	if (packet->type != PACKET_SMS)
		return;
	octets = packet_write(p->out, &no, &p->out_n);
	memcpy(p->out, octets, p->out_n);
	talloc_free(octets);
}

struct peer *
peer_accept(TALLOC_CTX *ctx, int listener)
{
	struct peer *p = talloc_zero(ctx, struct peer);
	struct pollfd poller = { .fd = listener, .events = POLLIN };
	int on = 1;

	if (poll(&poller, 1, PATIENCE_MS) != 1)
		die("calls does not connect");
	p->fd = accept(listener, NULL, NULL);
	(void)setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	p->random = 0x9e3779b97f4a7c15;
	p->in = talloc_array(p, unsigned char, IN_MAX);
	p->out = talloc_array(NULL, unsigned char, READ_MAX);
	while (p->out_n == 0)
		read_packets(p, heed_probe);
	flush(p);
	return p;
}

static void
begin(struct peer *p, const struct load *load, uint32_t first)
{
	p->load = load;
	p->next = first;
	p->end = first + load->journeys;
	p->wanted = (size_t)load->journeys * load->steps;
	p->steps = p->idle_from = p->idle_n = 0;
	p->times = talloc_array(p, uint64_t, (unsigned)p->wanted);
	p->slot_of = talloc_zero_array(p, uint16_t, load->numbers);
	p->due = now_ns();
	for (unsigned i = 0; i < load->window && begin_journey(p, i); i++)
		go_on(p, i);
}

void
peer_play(struct peer *p, const struct load *load, uint32_t first,
    struct figures *figures)
{
	uint64_t start = now_ns();

	begin(p, load, first);
	while (p->steps < p->wanted)
		wait(p);
	figures->seconds = (double)(now_ns() - start) / 1e9;
	figures->steps = (double)p->steps;
	figures_times(figures, p->times, p->steps);
	talloc_free(p->times);
	talloc_free(p->slot_of);
}
