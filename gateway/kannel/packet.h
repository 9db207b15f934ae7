/*
 * packet.h - Kannel's box protocol: octets <-> struct.
 *
 * A packet is a 4-octet length and a packed message; integers are 4 octets
 * big endian (-1 = not set), strings a length (-1 = NULL) and octets, in the
 * order of Kannel's gw/msg-decl.h.  A test packs and unpacks every field
 * against libgw both ways.  The format has no version, so what does not fit
 * it exactly is malformed and never guessed at.  Nothing here reads or writes
 * a socket.
 */
#ifndef GATEWAY_KANNEL_PACKET_H
#define GATEWAY_KANNEL_PACKET_H

#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

enum {
	PACKET_MAX = 1 << 20,	/* octets after the length; more is refused */
	UUID_TEXT = 36,		/* characters of an id, without NUL */
	UNSET = -1,		/* an integer that is not set */
};

enum packet_type { PACKET_HEARTBEAT, PACKET_ADMIN, PACKET_SMS, PACKET_ACK };
enum admin_command { ADMIN_SHUTDOWN, ADMIN_SUSPEND, ADMIN_RESUME,
	ADMIN_IDENTIFY, ADMIN_RESTART };
enum sms_type { SMS_MO, SMS_MT_REPLY, SMS_MT_PUSH, SMS_REPORT_MO,
	SMS_REPORT_MT };
enum ack_kind { ACK_STORED, ACK_FAILED, ACK_TRY_AGAIN, ACK_BUFFERED };

/* Bits of dlr_mask: what became of a message of ours. */
enum report_bit {
	REPORT_DELIVERED = 1, REPORT_FAILED = 2, REPORT_BUFFERED = 4,
	REPORT_TAKEN = 8, REPORT_REJECTED = 16, REPORTS_ALL = 31,
};

/* A string of any octets; data NULL is Kannel's NULL. */
struct octets { const void *data; size_t n; };

struct sms {
	struct octets sender, receiver, udhdata, msgdata;
	int32_t time;			/* Unix seconds */
	struct octets smsc_id, smsc_number, foreign_id, service, account;
	struct octets id;		/* a UUID of UUID_TEXT characters */
	int32_t sms_type, mclass, mwi, coding, compress, validity, deferred,
	    dlr_mask;
	struct octets dlr_url;
	int32_t pid, alt_dcs, rpi;
	struct octets charset, boxc_id, binfo;
	int32_t msg_left, priority, resend_try, resend_time;
	struct octets meta_data;
};

struct packet {
	enum packet_type type;
	union {
		struct { int32_t load; } heartbeat;
		struct { int32_t command; struct octets boxc_id; } admin;
		struct sms sms;
		struct { int32_t nack, time; struct octets id; } ack;
	};
};

/* An sms with every integer UNSET and every string NULL. */
struct sms sms_blank(void);

/* A new random id (RFC 4122 version 4), for what we send. */
void packet_uuid(char out[UUID_TEXT + 1]);

/*
 * Read one packet from what has arrived.  *used is how many octets it took.
 * Strings point into the octets.  0; -EAGAIN more octets are needed; -EINVAL
 * it is malformed and *used says how many octets to step over (0: the length
 * itself is not to be trusted, close the link).
 */
[[nodiscard]] int packet_read(const void *octets, size_t n,
    struct packet *out, size_t *used);

/* What it was read from is now at another place. */
void packet_move(struct packet *, const void *from, const void *to);

/* Octets of the packed packet with its length, and those octets. */
size_t packet_size(const struct packet *);
void packet_put(const struct packet *, unsigned char *at, size_t size);

/*
 * The packed packet with its length, under the talloc parent; *n its size.
 * A message or acknowledgement must have its id: bearerbox would close the
 * link.
 */
unsigned char *packet_write(TALLOC_CTX *, const struct packet *, size_t *n);

#endif
