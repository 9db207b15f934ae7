/*
 * Kannel's box protocol.  Any octets are read packet by packet as from a
 * socket.  What is read lies within its packet and, written again, is the
 * same octets; one octet less is -EAGAIN; what is refused leaves *out alone
 * and is stepped over or ends the stream.  A message of ours around the same
 * octets, with a fresh id, is read back as it was.
 */
#include "tests/fuzz/fuzz.h"

#include <errno.h>

#include "gateway/kannel/packet.h"

static void
hold_within(struct octets string, const uint8_t *at, size_t n)
{
	const uint8_t *from = string.data;

	if (from != NULL)
		must(from >= at && string.n <= n &&
		    from <= at + (n - string.n));
}

static void
hold_strings(const struct packet *packet, const uint8_t *at, size_t n)
{
	switch (packet->type) {
	case PACKET_HEARTBEAT:
		break;
	case PACKET_ADMIN:
		hold_within(packet->admin.boxc_id, at, n);
		break;
	case PACKET_SMS:
		hold_within(packet->sms.sender, at, n);
		hold_within(packet->sms.msgdata, at, n);
		hold_within(packet->sms.meta_data, at, n);
		must(packet->sms.id.n == UUID_TEXT);
		break;
	case PACKET_ACK:
		hold_within(packet->ack.id, at, n);
		must(packet->ack.id.n == UUID_TEXT);
		break;
	default:
		must(!"a type that there is");
	}
}

static void
hold_same(const struct packet *packet, const uint8_t *at, size_t n)
{
	size_t written;
	unsigned char *octets = packet_write(NULL, packet, &written);

	must(written == n && memcmp(octets, at, n) == 0);
	talloc_free(octets);
}

/* Octets to step over; 0 when the stream ends here. */
static size_t
read_one(const uint8_t *at, size_t n)
{
	struct packet packet, before;
	size_t used = 0, less;
	int rc;

	memset(&packet, 0xa5, sizeof(packet));
	before = packet;
	rc = packet_read(at, n, &packet, &used);
	must(rc == 0 || rc == -EAGAIN || rc == -EINVAL);
	must(used <= n && (rc != 0 || used >= 8));
	if (rc != 0)
		must(memcmp(&packet, &before, sizeof(packet)) == 0);
	if (rc != 0)
		return rc == -EINVAL ? used : 0;
	hold_strings(&packet, at, used);
	hold_same(&packet, at, used);
	must(packet_read(at, used - 1, &before, &less) == -EAGAIN);
	return used;
}

static void
write_and_read(const uint8_t *at, size_t n)
{
	char id[UUID_TEXT + 1];
	struct packet read, packet = { .type = PACKET_SMS };
	unsigned char *octets;
	size_t written, used;

	packet_uuid(id);
	packet.sms = sms_blank();
	packet.sms.id = (struct octets){ id, UUID_TEXT };
	packet.sms.msgdata = (struct octets){ at, n };
	octets = packet_write(NULL, &packet, &written);
	must(packet_read(octets, written, &read, &used) == 0);
	must(used == written && read.sms.msgdata.n == n);
	must(read.sms.time == UNSET && read.sms.sender.data == NULL);
	hold_same(&read, octets, written);
	talloc_free(octets);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	size_t used;

	if (n > 0)
		write_and_read(at, n);
	while (n > 0 && (used = read_one(at, n)) > 0) {
		at += used;
		n -= used;
	}
	return 0;
}
