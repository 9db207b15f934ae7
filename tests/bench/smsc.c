#include "tests/bench/smsc.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/figures.h"
#include "tests/bench/place.h"

enum {
	BINDS_MAX = 4, ROOM = 1 << 20, HEAD = 16, PATIENCE_S = 30,
	SUBMIT_SM = 4, DELIVER_SM = 5, ENQUIRE_LINK = 0x15, UNBIND = 6,
	BIND_RECEIVER = 1, BIND_TRANSMITTER = 2, BIND_TRANSCEIVER = 9,
	UNDER_WAY = 1 << 14,
	OP = 0x0501, SESSION = 0x1383, OP_BEGIN = 1, OP_INPUT = 18,
};
#define RESPONSE 0x80000000u

struct bind {
	int fd;
	bool ussd;
	unsigned char *in, *out;
	size_t in_n, out_n;
};

struct smsc {
	struct bind bind[BINDS_MAX];
	unsigned n;
	uint32_t sequence;
	uint16_t phone_of[UNDER_WAY];	/* by sequence */
	struct smsc_owner owner;
};

static uint32_t
read_32(const unsigned char *at)
{
	uint32_t n;

	memcpy(&n, at, sizeof(n));
	return ntohl(n);
}

static unsigned char *
write_32(unsigned char *at, uint32_t n)
{
	n = htonl(n);
	memcpy(at, &n, sizeof(n));
	return at + sizeof(n);
}

/* A header; the length is set when the end is known. */
static unsigned char *
begin_pdu(struct bind *b, uint32_t command, uint32_t sequence)
{
	unsigned char *at = b->out + b->out_n + 4;

	at = write_32(at, command);
	at = write_32(at, 0);
	return write_32(at, sequence);
}

static void
end_pdu(struct bind *b, const unsigned char *end)
{
	size_t n = (size_t)(end - b->out) - b->out_n;

	write_32(b->out + b->out_n, (uint32_t)n);
	b->out_n += n;
	if (b->out_n > ROOM - HEAD * 64)
		die("bearerbox reads nothing");
}

static unsigned char *
write_text(unsigned char *at, const char *text)
{
	size_t n = strlen(text) + 1;

	memcpy(at, text, n);
	return at + n;
}

static unsigned char *
write_address(unsigned char *at, const char *number)
{
	bool abroad = number[0] == '+';

	*at++ = abroad;
	*at++ = 1;
	return write_text(at, number + abroad);
}

static unsigned char *
write_tlv(unsigned char *at, unsigned tag, const void *value, size_t n)
{
	*at++ = (unsigned char)(tag >> 8);
	*at++ = (unsigned char)tag;
	*at++ = 0;
	*at++ = (unsigned char)n;
	memcpy(at, value, n);
	return at + n;
}

static struct bind *
ussd_bind(struct smsc *smsc)
{
	for (unsigned i = 0; i < smsc->n; i++)
		if (smsc->bind[i].ussd)
			return &smsc->bind[i];
	die("nobody has bound for USSD");
}

void
smsc_deliver(struct smsc *smsc, const struct mo *mo)
{
	static const unsigned char plain[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	const unsigned char op = mo->begin ? OP_BEGIN : OP_INPUT;
	const unsigned char session[] = { (unsigned char)(mo->session >> 8),
		(unsigned char)mo->session };
	struct bind *b = ussd_bind(smsc);
	unsigned char *at = begin_pdu(b, DELIVER_SM, ++smsc->sequence);
	size_t n = strlen(mo->text);

	at = write_text(at, "USSD");
	at = write_address(at, mo->sender);
	at = write_address(at, "2026");
	/* esm_class to sm_default_msg_id: all of them zero. */
	memcpy(at, plain, sizeof(plain));
	at += sizeof(plain);
	*at++ = (unsigned char)n;
	memcpy(at, mo->text, n);
	at += n;
	at = write_tlv(at, OP, &op, 1);
	at = write_tlv(at, SESSION, session, 2);
	end_pdu(b, at);
	smsc->phone_of[smsc->sequence % UNDER_WAY] = (uint16_t)mo->phone;
}

static const unsigned char *
skip_text(const unsigned char *at)
{
	return at + strlen((const char *)at) + 1;
}

/* Where the receiver stands, and what op comes with it. */
static void
take_submit(struct smsc *smsc, const unsigned char *body, size_t n)
{
	const unsigned char *end = body + n, *at = skip_text(body);
	char receiver[32] = "+";
	struct submitted it = { .receiver = receiver };

	at = skip_text(at + 2);
	strncat(receiver, (const char *)at + 2, sizeof(receiver) - 2);
	at = skip_text(at + 2) + 3;
	at = skip_text(skip_text(at)) + 4;
	at += 1 + at[0];
	for (; at + 4 <= end; at += 4 + (at[2] << 8 | at[3]))
		if ((at[0] << 8 | at[1]) == OP)
			it.op = at[4];
	smsc->owner.submitted(smsc->owner.arg, &it);
}

static void
take_pdu(struct smsc *smsc, struct bind *b, const unsigned char *pdu,
    size_t n)
{
	uint32_t command = read_32(pdu + 4), sequence = read_32(pdu + 12);
	unsigned char *at;

	if (command == (DELIVER_SM | RESPONSE) && read_32(pdu + 8) != 0)
		smsc->owner.refused(smsc->owner.arg,
		    smsc->phone_of[sequence % UNDER_WAY]);
	if (command & RESPONSE)
		return;
	at = begin_pdu(b, command | RESPONSE, sequence);
	switch (command) {
	case SUBMIT_SM:
		at = write_text(at, "1");
		take_submit(smsc, pdu + HEAD, n - HEAD);
		break;
	case BIND_RECEIVER:
	case BIND_TRANSMITTER:
	case BIND_TRANSCEIVER:
		b->ussd = strncmp((const char *)pdu + HEAD, "ussd", 4) == 0;
		at = write_text(at, "bench");
		smsc->n++;
		break;
	case ENQUIRE_LINK:
		break;
	default:
		die("bearerbox sends command %u", command);
	}
	end_pdu(b, at);
}

static void
set(int fd, int option)
{
	int on = 1;

	(void)setsockopt(fd, IPPROTO_TCP, option, &on, sizeof(on));
}

static void
read_bind(struct smsc *smsc, struct bind *b)
{
	ssize_t got = recv(b->fd, b->in + b->in_n, ROOM - b->in_n, 0);
	size_t at = 0, n;

	if (got <= 0)
		die("bearerbox has closed a bind");
	/* bearerbox has Nagle's algorithm on: without this 40 ms a step. */
	set(b->fd, TCP_QUICKACK);
	b->in_n += (size_t)got;
	for (; b->in_n - at >= HEAD; at += n) {
		n = read_32(b->in + at);
		if (n > b->in_n - at)
			break;
		take_pdu(smsc, b, b->in + at, n);
	}
	b->in_n -= at;
	memmove(b->in, b->in + at, b->in_n);
}

static void
write_bind(struct bind *b)
{
	size_t at = 0;
	ssize_t sent;

	while (at < b->out_n) {
		sent = send(b->fd, b->out + at, b->out_n - at, MSG_NOSIGNAL);
		if (sent <= 0)
			die("bearerbox has closed a bind");
		at += (size_t)sent;
	}
	b->out_n = 0;
}

void
smsc_wait(struct smsc *smsc, uint64_t ns)
{
	struct pollfd pollers[BINDS_MAX];
	struct timespec most = { (time_t)(ns / 1000000000),
		(long)(ns % 1000000000) };

	for (unsigned i = 0; i < smsc->n; i++) {
		write_bind(&smsc->bind[i]);
		pollers[i] = (struct pollfd){ .fd = smsc->bind[i].fd,
			.events = POLLIN };
	}
	if (ppoll(pollers, smsc->n, &most, NULL) <= 0)
		return;
	for (unsigned i = 0; i < smsc->n; i++)
		if (pollers[i].revents != 0)
			read_bind(smsc, &smsc->bind[i]);
}

static int
listen_on(unsigned port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, BINDS_MAX) != 0)
		die("port %u cannot be listened on", port);
	return fd;
}

static void
accept_bind(struct smsc *smsc, int listener)
{
	struct pollfd poller = { .fd = listener, .events = POLLIN };
	struct bind *b = &smsc->bind[smsc->n];
	unsigned before = smsc->n;

	if (poll(&poller, 1, PATIENCE_S * 1000) != 1)
		die("bearerbox does not bind");
	b->fd = accept(listener, NULL, NULL);
	set(b->fd, TCP_NODELAY);
	set(b->fd, TCP_QUICKACK);
	b->in = talloc_size(smsc, ROOM);
	b->out = talloc_size(smsc, ROOM);
	while (smsc->n == before)
		read_bind(smsc, b);
	write_bind(b);
}

struct smsc *
smsc_open(TALLOC_CTX *ctx, unsigned port, unsigned binds,
    const struct smsc_owner *owner)
{
	struct smsc *smsc = talloc_zero(ctx, struct smsc);
	int listener = listen_on(port);

	smsc->owner = *owner;
	while (smsc->n < binds && smsc->n < BINDS_MAX)
		accept_bind(smsc, listener);
	close(listener);
	return smsc;
}
