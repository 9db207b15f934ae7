#include "gateway/handset/pdu.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <talloc.h>

#include <smpp34.h>
#include <smpp34_heap.h>
#include <smpp34_structs.h>
#include <smpp34_params.h>

/* What libsmpp34 takes while it unpacks one PDU: freed whole, for it leaks
   the parameter that it failed on. */
static TALLOC_CTX *taken;

static void *
take(size_t n)
{
	return talloc_size(taken, n);
}

static void *
retake(void *block, size_t n)
{
	return talloc_realloc_size(taken, block, n);
}

static void
give_back(void *block)
{
	talloc_free(block);
}

static const struct smpp34_memory_functions memory = {
	take, retake, give_back
};

static uint32_t
read_u32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	    (uint32_t)at[2] << 8 | at[3];
}

int
pdu_length(const uint8_t *octets, size_t n, size_t *length)
{
	uint32_t claimed;

	if (n < 4)
		return -EAGAIN;
	claimed = read_u32(octets);
	if (claimed < PDU_HEAD || claimed > PDU_MAX)
		return -EINVAL;
	*length = claimed;
	return 0;
}

struct pdu_head
pdu_head(const uint8_t *octets)
{
	return (struct pdu_head){ read_u32(octets), read_u32(octets + 4),
	    read_u32(octets + 8), read_u32(octets + 12) };
}

/* What is left to look at; at is NULL once something did not fit. */
struct rest { const uint8_t *at; size_t n; };

static void
skip(struct rest *rest, size_t n)
{
	if (rest->at == NULL || n > rest->n) {
		*rest = (struct rest){0};
		return;
	}
	rest->at += n;
	rest->n -= n;
}

static void
skip_string(struct rest *rest, size_t max)
{
	const uint8_t *end = rest->at == NULL ? NULL :
	    memchr(rest->at, '\0', rest->n < max ? rest->n : max);

	if (end == NULL)
		*rest = (struct rest){0};
	else
		skip(rest, (size_t)(end - rest->at) + 1);
}

/* The library keeps these two as a number of this machine,
   and lets one of them through at any length. */
static bool
is_number(uint16_t tag)
{
	return tag == TLVID_its_session_info ||
	    tag == TLVID_user_message_reference;
}

static void
skip_tlv(struct rest *rest)
{
	size_t n = rest->n < 4 ? 0 : (size_t)rest->at[2] << 8 | rest->at[3];

	if (n != 2 && rest->n >= 4 &&
	    is_number((uint16_t)(rest->at[0] << 8 | rest->at[1])))
		*rest = (struct rest){0};
	else
		skip(rest, 4 + n);
}

/* The library chooses what it fills by the command. */
static bool
is_bind_command(uint32_t command)
{
	return command == BIND_RECEIVER || command == BIND_TRANSMITTER ||
	    command == BIND_TRANSCEIVER;
}

static bool
is_bind(const uint8_t *octets, size_t n)
{
	struct rest rest = { octets, n };

	skip(&rest, PDU_HEAD);
	skip_string(&rest, 16);		/* system_id */
	skip_string(&rest, 9);		/* password */
	skip_string(&rest, 13);		/* system_type */
	skip(&rest, 3);
	skip_string(&rest, 41);		/* address_range */
	return is_bind_command(pdu_head(octets).command) && rest.at != NULL &&
	    rest.n == 0;
}

static bool
is_submit(const uint8_t *octets, size_t n)
{
	struct rest rest = { octets, n };
	int tlvs = 0;

	skip(&rest, PDU_HEAD);
	skip_string(&rest, 6);		/* service_type */
	skip(&rest, 2);
	skip_string(&rest, 21);		/* source_addr */
	skip(&rest, 2);
	skip_string(&rest, 21);		/* destination_addr */
	skip(&rest, 3);
	skip_string(&rest, 17);		/* schedule_delivery_time */
	skip_string(&rest, 17);		/* validity_period */
	skip(&rest, 4);
	skip(&rest, rest.n > 0 ? 1 + (size_t)*rest.at : 1);	/* its text */
	while (rest.n > 0 && tlvs++ < PDU_TLVS)
		skip_tlv(&rest);
	return pdu_head(octets).command == SUBMIT_SM && rest.at != NULL &&
	    rest.n == 0;
}

static bool
unpack(void *into, const uint8_t *octets, size_t n)
{
	return smpp34_unpack2(into, octets, (int)n) == 0;
}

/* The library takes its memory with a function that is set once. */
static void
begin_unpack(void)
{
	static bool set;

	if (!set)
		smpp34_set_memory_functions(&memory);
	set = true;
	taken = talloc_new(NULL);
}

static void
end_unpack(void)
{
	TALLOC_FREE(taken);
}

int
pdu_read_bind(const uint8_t *octets, size_t n, struct pdu_bind *out)
{
	union {
		bind_receiver_t receiver;
		bind_transmitter_t transmitter;
		bind_transceiver_t transceiver;
	} body = {0};

	bool good;

	if (!is_bind(octets, n))
		return -EINVAL;
	begin_unpack();
	good = unpack(&body, octets, n);
	end_unpack();
	if (!good)
		return -EINVAL;
	/* The three begin alike (4.1.1, 4.1.3, 4.1.5). */
	memcpy(out->system_id, body.transceiver.system_id,
	    sizeof(out->system_id));
	return 0;
}

static void
copy_tlvs(struct pdu_message *out, tlv_t *list)
{
	tlv_t *tlv;
	uint8_t number[2];

	smpp34_tlv_for_each(tlv, list) {
		number[0] = (uint8_t)(tlv->value.val16 >> 8);
		number[1] = (uint8_t)tlv->value.val16;
		if (tlv->length <= PDU_TLV_MAX)
			pdu_add(out, tlv->tag, is_number(tlv->tag) ? number :
			    tlv->value.octet, tlv->length);
	}
}

#define COPY_STRING(to, from) do {					\
	static_assert(sizeof(to) >= sizeof(from), "it would be cut");	\
	memcpy(to, from, sizeof(from));					\
} while (0)

static void
copy_message(struct pdu_message *out, const submit_sm_t *body)
{
	COPY_STRING(out->service, body->service_type);
	COPY_STRING(out->from, body->source_addr);
	COPY_STRING(out->to, body->destination_addr);
	out->from_ton = body->source_addr_ton;
	out->to_ton = body->dest_addr_ton;
	out->esm_class = body->esm_class;
	out->registered = body->registered_delivery;
	out->dcs = body->data_coding;
	out->n = body->sm_length;
	COPY_STRING(out->octets, body->short_message);
	copy_tlvs(out, body->tlv);
}

int
pdu_read_submit(const uint8_t *octets, size_t n, struct pdu_message *out)
{
	submit_sm_t body = {0};
	struct pdu_message message = {0};
	bool good;

	if (!is_submit(octets, n))
		return -EINVAL;
	begin_unpack();
	good = unpack(&body, octets, n);
	if (good)
		copy_message(&message, &body);
	end_unpack();
	if (!good)
		return -EINVAL;
	*out = message;
	return 0;
}

static size_t
pack(uint8_t out[PDU_MAX], void *body)
{
	int n = 0;

	return smpp34_pack2(out, PDU_MAX, &n, body) == 0 ? (size_t)n : 0;
}

size_t
pdu_write_answer(uint8_t out[PDU_MAX], const struct pdu_head *head,
    const char *text)
{
	/* The three bind_resp are alike, and all others begin alike. */
	union {
		bind_transceiver_resp_t bind;
		submit_sm_resp_t submit;
		generic_nack_t nack;
	} body = {0};

	body.nack.command_id = head->command;
	body.nack.command_status = head->status;
	body.nack.sequence_number = head->sequence;
	if (head->command == SUBMIT_SM_RESP)
		strncpy((char *)body.submit.message_id, text, PDU_ID);
	else if (*text != '\0')
		strncpy((char *)body.bind.system_id, text,
		    sizeof(body.bind.system_id) - 1);
	return pack(out, &body);
}

static void
fill_tlv(tlv_t *tlv, const struct pdu_tlv *from)
{
	tlv->tag = from->tag;
	tlv->length = from->n;
	if (is_number(from->tag))
		tlv->value.val16 = (uint16_t)(from->octets[0] << 8 |
		    from->octets[1]);
	else
		memcpy(tlv->value.octet, from->octets, from->n);
}

static uint8_t
plan_of(uint8_t ton)
{
	return ton == TON_International ? NPI_ISDN_E163_E164 : NPI_Unknown;
}

size_t
pdu_write_deliver(uint8_t out[PDU_MAX], uint32_t sequence,
    const struct pdu_message *message)
{
	tlv_t tlvs[PDU_TLVS] = {0};
	deliver_sm_t body = {
		.command_id = DELIVER_SM,
		.sequence_number = sequence,
		.source_addr_ton = message->from_ton,
		.source_addr_npi = plan_of(message->from_ton),
		.dest_addr_ton = message->to_ton,
		.dest_addr_npi = plan_of(message->to_ton),
		.esm_class = message->esm_class,
		.data_coding = message->dcs,
		.sm_length = message->n,
	};

	COPY_STRING(body.service_type, message->service);
	COPY_STRING(body.source_addr, message->from);
	COPY_STRING(body.destination_addr, message->to);
	memcpy(body.short_message, message->octets, message->n);
	for (size_t i = message->tlvs; i-- > 0;) {
		fill_tlv(&tlvs[i], &message->tlv[i]);
		tlvs[i].next = body.tlv;
		body.tlv = &tlvs[i];
	}
	return pack(out, &body);
}

const struct pdu_tlv *
pdu_tlv(const struct pdu_message *message, uint16_t tag)
{
	for (size_t i = 0; i < message->tlvs; i++)
		if (message->tlv[i].tag == tag)
			return &message->tlv[i];
	return NULL;
}

void
pdu_add(struct pdu_message *message, uint16_t tag, const void *octets,
    size_t n)
{
	struct pdu_tlv *tlv = &message->tlv[message->tlvs];

	assert(message->tlvs < PDU_TLVS && n <= PDU_TLV_MAX);
	message->tlvs++;
	*tlv = (struct pdu_tlv){ .tag = tag, .n = (uint16_t)n };
	memcpy(tlv->octets, octets, n);
}

uint16_t
pdu_tag(const char *name)
{
	static const struct { const char *name; uint16_t tag; } tags[] = {
		{ "ussd_service_op", TLVID_ussd_service_op },
		{ "its_session_info", TLVID_its_session_info },
		{ "user_message_reference", TLVID_user_message_reference },
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (strcmp(tags[i].name, name) == 0)
			return tags[i].tag;
	return 0;
}
