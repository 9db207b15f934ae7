#include "gateway/kannel/packet.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 4, ID_OCTETS = 16 };

enum kind { END, NUMBER, STRING, ID };
struct field { enum kind kind; size_t offset; };

static const struct field heartbeat_fields[] = {
	{ NUMBER, offsetof(struct packet, heartbeat.load) },
	{ END, 0 }
};

static const struct field admin_fields[] = {
	{ NUMBER, offsetof(struct packet, admin.command) },
	{ STRING, offsetof(struct packet, admin.boxc_id) },
	{ END, 0 }
};

static const struct field sms_fields[] = {
	{ STRING, offsetof(struct packet, sms.sender) },
	{ STRING, offsetof(struct packet, sms.receiver) },
	{ STRING, offsetof(struct packet, sms.udhdata) },
	{ STRING, offsetof(struct packet, sms.msgdata) },
	{ NUMBER, offsetof(struct packet, sms.time) },
	{ STRING, offsetof(struct packet, sms.smsc_id) },
	{ STRING, offsetof(struct packet, sms.smsc_number) },
	{ STRING, offsetof(struct packet, sms.foreign_id) },
	{ STRING, offsetof(struct packet, sms.service) },
	{ STRING, offsetof(struct packet, sms.account) },
	{ ID, offsetof(struct packet, sms.id) },
	{ NUMBER, offsetof(struct packet, sms.sms_type) },
	{ NUMBER, offsetof(struct packet, sms.mclass) },
	{ NUMBER, offsetof(struct packet, sms.mwi) },
	{ NUMBER, offsetof(struct packet, sms.coding) },
	{ NUMBER, offsetof(struct packet, sms.compress) },
	{ NUMBER, offsetof(struct packet, sms.validity) },
	{ NUMBER, offsetof(struct packet, sms.deferred) },
	{ NUMBER, offsetof(struct packet, sms.dlr_mask) },
	{ STRING, offsetof(struct packet, sms.dlr_url) },
	{ NUMBER, offsetof(struct packet, sms.pid) },
	{ NUMBER, offsetof(struct packet, sms.alt_dcs) },
	{ NUMBER, offsetof(struct packet, sms.rpi) },
	{ STRING, offsetof(struct packet, sms.charset) },
	{ STRING, offsetof(struct packet, sms.boxc_id) },
	{ STRING, offsetof(struct packet, sms.binfo) },
	{ NUMBER, offsetof(struct packet, sms.msg_left) },
	{ NUMBER, offsetof(struct packet, sms.priority) },
	{ NUMBER, offsetof(struct packet, sms.resend_try) },
	{ NUMBER, offsetof(struct packet, sms.resend_time) },
	{ STRING, offsetof(struct packet, sms.meta_data) },
	{ END, 0 }
};

static const struct field ack_fields[] = {
	{ NUMBER, offsetof(struct packet, ack.nack) },
	{ NUMBER, offsetof(struct packet, ack.time) },
	{ ID, offsetof(struct packet, ack.id) },
	{ END, 0 }
};

static const struct field *const fields_of[] = {
	[PACKET_HEARTBEAT] = heartbeat_fields,
	[PACKET_ADMIN] = admin_fields,
	[PACKET_SMS] = sms_fields,
	[PACKET_ACK] = ack_fields,
};
enum { TYPES = sizeof fields_of / sizeof fields_of[0] };

struct sms
sms_blank(void)
{
	struct packet blank = { .type = PACKET_SMS };

	for (const struct field *f = sms_fields; f->kind != END; f++)
		if (f->kind == NUMBER)
			*(int32_t *)((char *)&blank + f->offset) = UNSET;
	return blank.sms;
}

/* The system is asked once for many ids. */
static const unsigned char *
draw_id(void)
{
	static unsigned char drawn[16 * ID_OCTETS];
	static size_t left;

	if (left == 0) {
		arc4random_buf(drawn, sizeof drawn);
		left = sizeof drawn;
	}
	left -= ID_OCTETS;
	return drawn + left;
}

void
packet_uuid(char out[UUID_TEXT + 1])
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *drawn = draw_id();

	for (size_t i = 0; i < ID_OCTETS; i++) {
		unsigned octet = drawn[i];

		if (i == 4 || i == 6 || i == 8 || i == 10)
			*out++ = '-';
		if (i == 6)
			octet = (octet & 0x0f) | 0x40;
		if (i == 8)
			octet = (octet & 0x3f) | 0x80;
		*out++ = digits[octet >> 4];
		*out++ = digits[octet & 0x0f];
	}
	*out = '\0';
}

/* Asked of every id three times: without the locale that isxdigit heeds. */
static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

static bool
is_id(struct octets id)
{
	const char *c = id.data;

	if (id.data == NULL || id.n != UUID_TEXT)
		return false;
	for (size_t i = 0; i < id.n; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;

		if (hyphen ? c[i] != '-' : !is_hex(c[i]))
			return false;
	}
	return true;
}

/* What is left of a packet to read. */
struct rest { const unsigned char *at; size_t n; };

static uint32_t
word_at(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	    (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

static bool
read_number(struct rest *rest, int32_t *out)
{
	if (rest->n < WORD)
		return false;
	*out = (int32_t)word_at(rest->at);
	rest->at += WORD;
	rest->n -= WORD;
	return true;
}

static bool
read_string(struct rest *rest, struct octets *out)
{
	int32_t n;

	if (!read_number(rest, &n) || n < -1)
		return false;
	*out = (struct octets){ 0 };
	if (n == -1)
		return true;
	if ((size_t)n > rest->n)
		return false;
	*out = (struct octets){ rest->at, (size_t)n };
	rest->at += n;
	rest->n -= (size_t)n;
	return true;
}

static bool
read_field(struct rest *rest, const struct field *field, struct packet *out)
{
	void *into = (char *)out + field->offset;

	if (field->kind == NUMBER)
		return read_number(rest, into);
	if (!read_string(rest, into))
		return false;
	return field->kind != ID || is_id(*(struct octets *)into);
}

/* A type and its fields; there is room for a type. */
static bool
read_body(struct rest *rest, struct packet *out)
{
	uint32_t type = word_at(rest->at);

	if (type >= TYPES)
		return false;
	rest->at += WORD;
	rest->n -= WORD;
	out->type = (enum packet_type)type;
	for (const struct field *f = fields_of[type]; f->kind != END; f++)
		if (!read_field(rest, f, out))
			return false;
	return rest->n == 0;
}

int
packet_read(const void *octets, size_t n, struct packet *out, size_t *used)
{
	struct packet packet = { 0 };
	struct rest rest = { octets, 0 };

	if (n < WORD)
		return -EAGAIN;
	rest.n = word_at(rest.at);
	rest.at += WORD;
	if (rest.n < WORD || rest.n > PACKET_MAX) {
		*used = 0;
		return -EINVAL;
	}
	if (n - WORD < rest.n)
		return -EAGAIN;
	*used = WORD + rest.n;
	if (!read_body(&rest, &packet))
		return -EINVAL;
	*out = packet;
	return 0;
}

void
packet_move(struct packet *packet, const void *from, const void *to)
{
	for (const struct field *f = fields_of[packet->type]; f->kind != END;
	    f++) {
		struct octets *string = (void *)((char *)packet + f->offset);

		if (f->kind != NUMBER && string->data != NULL)
			string->data = (const char *)to +
			    ((const char *)string->data - (const char *)from);
	}
}

static size_t
field_size(const struct field *field, const struct packet *packet)
{
	const void *from = (const char *)packet + field->offset;
	const struct octets *string = from;

	if (field->kind == NUMBER || string->data == NULL)
		return WORD;
	return WORD + string->n;
}

static unsigned char *
write_word(unsigned char *at, uint32_t word)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*at++ = (unsigned char)(word >> shift);
	return at;
}

static unsigned char *
write_field(unsigned char *at, const struct field *field,
    const struct packet *packet)
{
	const void *from = (const char *)packet + field->offset;
	const struct octets *string = from;

	if (field->kind == NUMBER)
		return write_word(at, (uint32_t)*(const int32_t *)from);
	/* Ours, or one that was read: the form was looked at there. */
	assert(field->kind != ID || string->n == UUID_TEXT);
	if (string->data == NULL)
		return write_word(at, (uint32_t)-1);
	at = write_word(at, (uint32_t)string->n);
	memcpy(at, string->data, string->n);
	return at + string->n;
}

size_t
packet_size(const struct packet *packet)
{
	size_t size = WORD + WORD;

	for (const struct field *f = fields_of[packet->type]; f->kind != END;
	    f++)
		size += field_size(f, packet);
	return size;
}

void
packet_put(const struct packet *packet, unsigned char *at, size_t size)
{
	unsigned char *end = at + size;

	at = write_word(at, (uint32_t)(size - WORD));
	at = write_word(at, packet->type);
	for (const struct field *f = fields_of[packet->type]; f->kind != END;
	    f++)
		at = write_field(at, f, packet);
	assert(at == end);
}

unsigned char *
packet_write(TALLOC_CTX *parent, const struct packet *packet, size_t *n)
{
	unsigned char *octets;

	*n = packet_size(packet);
	octets = talloc_size(parent, *n);
	packet_put(packet, octets, *n);
	return octets;
}
