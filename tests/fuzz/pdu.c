/*
 * SMPP on the network's side.  Any octets are a PDU of 16 to PDU_MAX octets,
 * not yet whole, or refused.  A bind's name and a message's texts end, its
 * octets and TLVs are no more than fit; a message delivered and read again is
 * the same; every command can be answered.
 */
#include "tests/fuzz/fuzz.h"

#include <errno.h>
#include <stdbool.h>

#include "gateway/handset/pdu.h"

enum { SUBMIT = 4, DELIVER = 5, UNBIND = 6, ENQUIRE_LINK = 0x15 };
#define RESPONSE 0x80000000u

static bool
ends(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL;
}

static void
hold_message(const struct pdu_message *m)
{
	must(ends(m->service, sizeof(m->service)));
	must(ends(m->from, sizeof(m->from)) && ends(m->to, sizeof(m->to)));
	must(m->n <= sizeof(m->octets) && m->tlvs <= PDU_TLVS);
	must(m->tlvs > 0 || pdu_tlv(m, pdu_tag("ussd_service_op")) == NULL);
	must(pdu_tag(m->service) == 0);
	for (size_t i = 0; i < m->tlvs; i++) {
		must(m->tlv[i].n <= PDU_TLV_MAX);
		must(pdu_tlv(m, m->tlv[i].tag) != NULL);
	}
}

/* In any order: libsmpp34 turns it round. */
static bool
holds_tlv(const struct pdu_message *m, const struct pdu_tlv *tlv)
{
	for (size_t i = 0; i < m->tlvs; i++)
		if (m->tlv[i].tag == tlv->tag && m->tlv[i].n == tlv->n &&
		    memcmp(m->tlv[i].octets, tlv->octets, tlv->n) == 0)
			return true;
	return false;
}

static void
hold_same(const struct pdu_message *a, const struct pdu_message *b)
{
	must(strcmp(a->service, b->service) == 0);
	must(strcmp(a->from, b->from) == 0 && strcmp(a->to, b->to) == 0);
	must(a->from_ton == b->from_ton && a->to_ton == b->to_ton);
	must(a->esm_class == b->esm_class && a->dcs == b->dcs);
	must(a->n == b->n && memcmp(a->octets, b->octets, a->n) == 0);
	must(a->tlvs == b->tlvs);
	for (size_t i = 0; i < a->tlvs; i++)
		must(holds_tlv(b, &a->tlv[i]));
}

/* libsmpp34 reads an empty parameter or one of tag 0 in some orders only. */
static bool
is_orderly(const struct pdu_message *m)
{
	for (size_t i = 0; i < m->tlvs; i++)
		if (m->tlv[i].n == 0 || m->tlv[i].tag == 0)
			return false;
	return m->n <= PDU_TEXT_MAX;
}

/* A deliver_sm and a submit_sm differ by their command alone. */
static void
write_and_read(const struct pdu_message *m)
{
	uint8_t octets[PDU_MAX];
	struct pdu_message again;
	size_t n, length;

	if (!is_orderly(m))
		return;
	n = pdu_write_deliver(octets, 1, m);
	if (n == 0)
		return;
	must(pdu_length(octets, n, &length) == 0 && length == n);
	must(pdu_head(octets).command == DELIVER);
	octets[7] = SUBMIT;
	must(pdu_read_submit(octets, n, &again) == 0);
	hold_same(m, &again);
}

static void
answer(const struct pdu_head *head, const char *text)
{
	struct pdu_head back = { .command = head->command | RESPONSE,
	    .status = head->status, .sequence = head->sequence };
	uint8_t octets[PDU_MAX];
	size_t n = pdu_write_answer(octets, &back, text), length;

	must(n <= PDU_MAX);
	if (n > 0)
		must(pdu_length(octets, n, &length) == 0 && length == n &&
		    pdu_head(octets).sequence == head->sequence);
}

/* As the network does: what it does not know gets a generic_nack. */
static void
answer_command(const struct pdu_head *head, const char *system_id)
{
	struct pdu_head unknown = *head;

	switch (head->command) {
	case 1:
	case 2:
	case 9:
		answer(head, system_id);
		break;
	case SUBMIT:
		answer(head, "0f8fad5b-d9cb-469f-a165-70867728950e");
		break;
	case UNBIND:
	case ENQUIRE_LINK:
		answer(head, "");
		break;
	default:
		unknown.command = RESPONSE;
		answer(&unknown, "");
	}
}

static void
read_pdu(const uint8_t *at, size_t n)
{
	struct pdu_head head = pdu_head(at);
	struct pdu_message message;
	struct pdu_bind bind = { "" };

	must(head.length == n);
	if (pdu_read_submit(at, n, &message) == 0) {
		must(head.command == SUBMIT);
		hold_message(&message);
		write_and_read(&message);
	}
	if (pdu_read_bind(at, n, &bind) == 0)
		must(ends(bind.system_id, sizeof(bind.system_id)));
	answer_command(&head, bind.system_id);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	size_t length = 0;
	int rc;

	for (; (rc = pdu_length(at, n, &length)) == 0 && length <= n;
	    at += length, n -= length) {
		must(length >= PDU_HEAD && length <= PDU_MAX);
		read_pdu(at, length);
	}
	must(rc == 0 || rc == -EAGAIN || rc == -EINVAL);
	must((n < 4) == (rc == -EAGAIN));
	return 0;
}
