/*
 * pdu.h - SMPP 3.4 octets <-> struct, the network's side.
 *
 * Packed and unpacked by libsmpp34 behind a check of our own: the library
 * has no framing, reads past a string without its NUL, overruns its log of
 * fields when there are many TLVs and leaks what it could not unpack.  Only
 * what this network speaks; the rest of the protocol is answered by header.
 */
#ifndef GATEWAY_HANDSET_PDU_H
#define GATEWAY_HANDSET_PDU_H

#include <stddef.h>
#include <stdint.h>

enum {
	PDU_HEAD = 16,		/* octets of a header */
	PDU_MAX = 4096,		/* octets of a PDU; more is refused */
	PDU_TLVS = 8,		/* optional parameters of a message */
	PDU_TLV_MAX = 65,	/* octets of one that we read or write */
	PDU_TEXT_MAX = 253,	/* octets of a short_message we write */
	PDU_ADDRESS = 20,	/* characters of a number */
	PDU_ID = 64,		/* characters of a message id */
};

struct pdu_head { uint32_t length, command, status, sequence; };

struct pdu_bind { char system_id[16]; };

struct pdu_tlv { uint16_t tag, n; uint8_t octets[PDU_TLV_MAX]; };

/* A submit_sm (4.4.1) or deliver_sm (4.6.1). */
struct pdu_message {
	char service[6];
	char from[PDU_ADDRESS + 1], to[PDU_ADDRESS + 1];
	uint8_t from_ton, to_ton;
	uint8_t esm_class, registered, dcs;
	uint8_t n, octets[254];
	size_t tlvs;
	struct pdu_tlv tlv[PDU_TLVS];
};

/* How long the PDU at the head of n octets is.  -EAGAIN its length has not
   arrived; -EINVAL it cannot be: close the link. */
[[nodiscard]] int pdu_length(const uint8_t *, size_t n, size_t *length);
/* Of at least PDU_HEAD octets. */
struct pdu_head pdu_head(const uint8_t *);

/* A whole bind_receiver, _transmitter or _transceiver.  -EINVAL. */
[[nodiscard]] int pdu_read_bind(const uint8_t *, size_t n,
    struct pdu_bind *out);
/* A whole submit_sm.  TLVs longer than PDU_TLV_MAX are left out.  -EINVAL. */
[[nodiscard]] int pdu_read_submit(const uint8_t *, size_t n,
    struct pdu_message *out);

/*
 * The answer to a command, by its id: text is the system_id of a bind_resp,
 * the message_id of a submit_sm_resp, and "" elsewhere.  The result is how
 * many octets of out were used; 0: libsmpp34 refuses (a sequence of 0).
 */
[[nodiscard]] size_t pdu_write_answer(uint8_t out[PDU_MAX],
    const struct pdu_head *, const char *text);
/* A deliver_sm.  0: libsmpp34 refuses. */
[[nodiscard]] size_t pdu_write_deliver(uint8_t out[PDU_MAX],
    uint32_t sequence, const struct pdu_message *);

/* NULL when there is none. */
const struct pdu_tlv *pdu_tlv(const struct pdu_message *, uint16_t tag);
/* At most PDU_TLVS and PDU_TLV_MAX octets: asserted. */
void pdu_add(struct pdu_message *, uint16_t tag, const void *, size_t n);

/* The tag of an optional parameter by its name in SMPP 3.4; 0: unknown. */
uint16_t pdu_tag(const char *name);

#endif
