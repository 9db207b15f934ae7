#include "gateway/handset/sms.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <smpp34.h>

#include "gateway/handset/coded.h"
#include "gateway/handset/esme.h"
#include "gateway/handset/parts.h"
#include "gateway/handset/subscriber.h"

enum { DELIVERED = 2 };		/* message_state, SMPP 3.4 5.2.28 */

struct letter {
	const struct operator *profile;
	struct pdu_message message;
	char id[PDU_ID + 1];
};
struct letters { size_t n; struct letter letter[LETTERS_MAX]; };

const char *
sms_number(const struct subscriber *subscriber)
{
	const struct operators *all = subscriber->network->operators;
	const struct operator *home = network_home(subscriber->network,
	    subscriber->number);

	if (home != NULL && home->sms_smsc != NULL && home->number != NULL)
		return home->number;
	for (size_t i = 0; i < all->n; i++)
		if (all->operator[i].sms_smsc != NULL &&
		    all->operator[i].long_number != NULL)
			return all->operator[i].long_number;
	return NULL;
}

static bool
is_long(const struct operator *profile, const char *to)
{
	return profile->long_number != NULL &&
	    strcmp(profile->long_number, to) == 0;
}

/* The profile that an SMS to this number reaches; NULL: none. */
static const struct operator *
find_operator(const struct subscriber *subscriber, const char *to)
{
	const struct operators *all = subscriber->network->operators;
	const struct operator *home = network_home(subscriber->network,
	    subscriber->number);

	if (home != NULL && home->sms_smsc != NULL && home->number != NULL &&
	    strcmp(home->number, to) == 0)
		return home;
	for (size_t i = 0; i < all->n; i++)
		if (all->operator[i].sms_smsc != NULL &&
		    is_long(&all->operator[i], to))
			return &all->operator[i];
	return NULL;
}

static struct pdu_message
address(const char *from, const char *to)
{
	struct pdu_message message = {
		.from_ton = *from == '+' ? TON_International : TON_Unknown,
		.to_ton = *to == '+' ? TON_International : TON_Unknown,
	};

	strncpy(message.from, from + (*from == '+'), PDU_ADDRESS);
	strncpy(message.to, to + (*to == '+'), PDU_ADDRESS);
	return message;
}

static void
fill_part(struct pdu_message *message, const struct coded *coded,
    const struct span *span)
{
	message->dcs = coded->dcs;
	message->n = (uint8_t)span->n;
	memcpy(message->octets, coded->octets + span->at, span->n);
}

static void
add_header(struct pdu_message *message, uint8_t reference, size_t total,
    size_t number)
{
	const uint8_t header[PARTS_HEADER] = { 5, 0, 3, reference,
	    (uint8_t)total, (uint8_t)number };

	memmove(message->octets + PARTS_HEADER, message->octets, message->n);
	memcpy(message->octets, header, PARTS_HEADER);
	message->n = (uint8_t)(message->n + PARTS_HEADER);
	message->esm_class |= SMPP34_UDHI_IND;
}

/* Whether all parts left. */
static bool
send_parts(struct esme *esme, struct subscriber *subscriber, const char *to,
    const struct coded *coded)
{
	struct span span[PARTS_MAX];
	size_t parts = parts_cut(coded, span);
	struct pdu_message message;

	subscriber->network->reference++;
	for (size_t i = 0; i < parts; i++) {
		message = address(subscriber->number, to);
		fill_part(&message, coded, &span[i]);
		if (parts > 1)
			add_header(&message, subscriber->network->reference,
			    parts, i + 1);
		if (esme_deliver(esme, &message) != 0)
			return false;
	}
	return parts > 0;
}

void
sms_send(struct subscriber *subscriber, const char *to, const char *text)
{
	const char *number = to != NULL ? to : sms_number(subscriber);
	const struct operator *profile = number == NULL ? NULL :
	    find_operator(subscriber, number);
	struct esme *esme;
	struct coded coded;

	if (profile == NULL) {
		subscriber_notice(subscriber, "Not sent: nobody has that "
		    "number on this network.");
		return;
	}
	esme = esme_find(subscriber->network, profile->sms_smsc);
	coded = coded_write(subscriber, text);
	if (esme == NULL)
		subscriber_notice(subscriber, "Not sent: the service is not "
		    "linked to this network.");
	else if (!send_parts(esme, subscriber, number, &coded))
		subscriber_notice(subscriber, "Not sent: too long.");
	else
		network_tell(subscriber->network, "%s SMS to %s: %s",
		    subscriber->number, number, text);
	talloc_free((void *)coded.octets);
}

static struct subscriber *
find_receiver(struct network *network, const struct pdu_message *message)
{
	char number[PDU_ADDRESS + 2];

	snprintf(number, sizeof(number), "+%s", message->to);
	return subscriber_of(network, number);
}

uint32_t
sms_check(struct network *network, const struct pdu_message *message)
{
	const struct subscriber *subscriber = find_receiver(network, message);

	if (subscriber == NULL || message->to_ton != TON_International)
		return ESME_RINVDSTADR;
	if (subscriber->letters != NULL &&
	    subscriber->letters->n == LETTERS_MAX)
		return ESME_RMSGQFUL;
	return ESME_ROK;
}

/* SMPP 3.4 appendix B. */
static void
send_receipt(struct network *network, const struct letter *letter)
{
	const uint8_t state = DELIVERED;
	struct esme *esme = esme_find(network, letter->profile->sms_smsc);
	struct pdu_message receipt = {
		.from_ton = letter->message.to_ton,
		.to_ton = letter->message.from_ton,
		.esm_class = SMPP34_DELIVERY_RECEIPT,
	};
	time_t now = time(NULL);
	char at[16], text[PDU_TEXT_MAX + 1];
	int n;

	strftime(at, sizeof(at), "%Y%m%d%H%M", gmtime(&now));
	n = snprintf(text, sizeof(text), "id:%s sub:001 dlvrd:001 submit "
	    "date:%s done date:%s stat:DELIVRD err:000 text:", letter->id,
	    at + 2, at + 2);
	receipt.n = (uint8_t)n;
	memcpy(receipt.octets, text, receipt.n);
	memcpy(receipt.from, letter->message.to, sizeof(receipt.from));
	memcpy(receipt.to, letter->message.from, sizeof(receipt.to));
	pdu_add(&receipt, TLVID_receipted_message_id, letter->id,
	    strlen(letter->id) + 1);
	pdu_add(&receipt, TLVID_message_state, &state, 1);
	if (esme == NULL || esme_deliver(esme, &receipt) != 0)
		network_tell(network, "a receipt was lost");
}

/* A number of letters keeps its sign: "2026", "+85523999000". */
static char *
sender_text(TALLOC_CTX *ctx, const struct pdu_message *message)
{
	return talloc_asprintf(ctx, "%s%s",
	    message->from_ton == TON_International ? "+" : "", message->from);
}

static void
show_whole(struct subscriber *subscriber, const struct pdu_message *message,
    const struct whole *whole, TALLOC_CTX *ctx)
{
	struct screen screen = {
		.kind = SCREEN_SMS,
		.text = coded_read(ctx, &whole->coded),
		.from = sender_text(ctx, message),
		.coding = coded_name(&whole->coded),
		.units = coded_units(&whole->coded),
		.parts = whole->parts,
	};

	network_tell(subscriber->network, "%s gets SMS, %s %u units, %u "
	    "parts", subscriber->number, screen.coding, screen.units,
	    screen.parts);
	subscriber_show(subscriber, &screen);
}

static void
deliver(struct subscriber *subscriber, const struct letter *letter)
{
	const struct pdu_message *message = &letter->message;
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct part part = { message->from,
	    (message->esm_class & SMPP34_UDHI_IND) != 0,
	    { message->dcs, message->n, message->octets } };
	struct whole whole;

	if (parts_join(subscriber->parts, ctx, &part, &whole))
		show_whole(subscriber, message, &whole, ctx);
	talloc_free(ctx);
	if ((message->registered & SMPP34_DELIVERY_RECEIPT_ON) != 0)
		send_receipt(subscriber->network, letter);
}

static void
keep(struct subscriber *subscriber, const struct letter *letter)
{
	if (subscriber->letters == NULL)
		subscriber->letters = talloc_zero(subscriber, struct letters);
	subscriber->letters->letter[subscriber->letters->n++] = *letter;
	network_tell(subscriber->network, "%s is off: its SMS waits",
	    subscriber->number);
}

void
sms_show(struct network *network, const struct operator *profile,
    const struct pdu_message *message, const char *id)
{
	struct subscriber *subscriber = find_receiver(network, message);
	struct letter letter = { .profile = profile, .message = *message };

	assert(subscriber != NULL);
	strncpy(letter.id, id, PDU_ID);
	if (subscriber->handset != NULL)
		deliver(subscriber, &letter);
	else
		keep(subscriber, &letter);
}

void
sms_waiting(struct subscriber *subscriber)
{
	struct letters *letters = subscriber->letters;

	subscriber->letters = NULL;
	for (size_t i = 0; letters != NULL && i < letters->n; i++)
		deliver(subscriber, &letters->letter[i]);
	talloc_free(letters);
}
