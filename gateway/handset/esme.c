#include "gateway/handset/esme.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <smpp34.h>

#include "gateway/handset/sms.h"
#include "gateway/handset/ussd.h"
#include "gateway/kannel/operator.h"

enum { OUTPUT_MAX = 16 << 20, RESPONSE = 0x80000000 };

struct esme {
	LIST_ENTRY(esme) next;
	struct network *network;
	struct bufferevent *bev;
	char smsc[16];			/* system_id of the bind; "": none */
	const struct operator *profile;
	bool ussd;			/* else it carries SMS */
	bool sends, receives;		/* from bearerbox; to it */
	bool closing;			/* once all is written */
};

static void
set_option(struct esme *esme, int option)
{
	const int on = 1;

	(void)setsockopt(bufferevent_getfd(esme->bev), IPPROTO_TCP, option,
	    &on, sizeof(on));
}

static void
write_octets(struct esme *esme, const uint8_t *octets, size_t n)
{
	struct evbuffer *output = bufferevent_get_output(esme->bev);

	/* It does not read: what is not said now was never heard. */
	if (evbuffer_get_length(output) < OUTPUT_MAX)
		(void)bufferevent_write(esme->bev, octets, n);
}

static bool
is_writing(const struct esme *esme)
{
	return evbuffer_get_length(bufferevent_get_output(esme->bev)) > 0;
}

static void
finish(struct esme *esme)
{
	esme->closing = true;
	(void)bufferevent_disable(esme->bev, EV_READ);
}

static void
answer(struct esme *esme, uint32_t command, const struct pdu_head *to,
    uint32_t status, const char *text)
{
	uint8_t octets[PDU_MAX];
	struct pdu_head head = { .command = command, .status = status,
	    .sequence = to->sequence };
	size_t n = pdu_write_answer(octets, &head, text);

	if (n > 0)
		write_octets(esme, octets, n);
	else
		finish(esme);
}

static void
refuse(struct esme *esme, const struct pdu_head *head, uint32_t status)
{
	network_tell(esme->network, "%s: command %08x refused, status %02x",
	    esme->smsc, head->command, status);
	answer(esme, GENERIC_NACK, head, status, "");
}

static bool
read_name(struct esme *esme, const struct pdu_bind *bind)
{
	struct octets smsc = { bind->system_id, strlen(bind->system_id) };

	esme->profile = operator_of(esme->network->operators, smsc,
	    &esme->ussd);
	if (esme->profile == NULL ||
	    (esme->ussd && !ussd_speaks(esme->profile))) {
		esme->profile = NULL;
		return false;
	}
	memcpy(esme->smsc, bind->system_id, sizeof(esme->smsc));
	return true;
}

static void
run_bind(struct esme *esme, const struct pdu_head *head, const uint8_t *pdu)
{
	struct pdu_bind bind;
	uint32_t status = ESME_ROK;

	if (esme->profile != NULL)
		status = ESME_RALYBND;
	else if (pdu_read_bind(pdu, head->length, &bind) != 0)
		status = ESME_RBINDFAIL;
	else if (!read_name(esme, &bind))
		status = ESME_RINVSYSID;
	if (status == ESME_ROK) {
		esme->sends = head->command != BIND_RECEIVER;
		esme->receives = head->command != BIND_TRANSMITTER;
	}
	network_tell(esme->network, "bind as %s for %s: status %02x",
	    esme->smsc, esme->ussd ? "USSD" : "SMS", status);
	answer(esme, head->command | RESPONSE, head, status, "network");
}

static void
run_submit(struct esme *esme, const struct pdu_head *head, const uint8_t *pdu)
{
	struct network *network = esme->network;
	struct pdu_message message;
	char id[PDU_ID + 1] = "";
	uint32_t status;

	if (pdu_read_submit(pdu, head->length, &message) != 0) {
		refuse(esme, head, ESME_RINVCMDLEN);
		return;
	}
	if (!esme->sends)
		status = ESME_RINVBNDSTS;
	else if (esme->ussd)
		status = ussd_check(network, esme->profile, &message);
	else
		status = sms_check(network, &message);
	if (status == ESME_ROK)
		snprintf(id, sizeof(id), "%08x", ++network->message);
	/* Before what follows from it: a receipt must find its message. */
	answer(esme, SUBMIT_SM_RESP, head, status, id);
	if (status != ESME_ROK)
		network_tell(network, "%s: message to %s refused, status %02x",
		    esme->smsc, message.to, status);
	else if (esme->ussd)
		ussd_show(network, esme->profile, &message);
	else
		sms_show(network, esme->profile, &message, id);
}

static void
run_plain(struct esme *esme, const struct pdu_head *head, const uint8_t *)
{
	answer(esme, head->command | RESPONSE, head, ESME_ROK, "");
}

static void
run_unbind(struct esme *esme, const struct pdu_head *head, const uint8_t *)
{
	network_tell(esme->network, "%s: unbound", esme->smsc);
	answer(esme, UNBIND_RESP, head, ESME_ROK, "");
	finish(esme);
}

static void
run_answer(struct esme *esme, const struct pdu_head *head, const uint8_t *)
{
	if (head->status != ESME_ROK)
		network_tell(esme->network, "%s: answer %08x, status %02x",
		    esme->smsc, head->command, head->status);
}

static const struct {
	uint32_t command;
	void (*run)(struct esme *, const struct pdu_head *, const uint8_t *);
} commands[] = {
	{ BIND_RECEIVER, run_bind },
	{ BIND_TRANSMITTER, run_bind },
	{ BIND_TRANSCEIVER, run_bind },
	{ SUBMIT_SM, run_submit },
	{ ENQUIRE_LINK, run_plain },
	{ UNBIND, run_unbind },
	{ DELIVER_SM_RESP, run_answer },
	{ ENQUIRE_LINK_RESP, run_answer },
	{ GENERIC_NACK, run_answer },
};

static void
run(struct esme *esme, const uint8_t *pdu)
{
	struct pdu_head head = pdu_head(pdu);

	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (commands[i].command == head.command) {
			commands[i].run(esme, &head, pdu);
			return;
		}
	refuse(esme, &head, ESME_RINVCMDID);
}

/* Octets of the next whole PDU; 0: it has not come, or the link is lost. */
static size_t
next_pdu(struct esme *esme, struct evbuffer *input)
{
	uint8_t octets[PDU_HEAD] = {0};
	struct pdu_head head;
	size_t length;
	ssize_t n = evbuffer_copyout(input, octets, PDU_HEAD);
	int rc = pdu_length(octets, n > 0 ? (size_t)n : 0, &length);

	if (rc == 0)
		return length <= evbuffer_get_length(input) ? length : 0;
	if (rc == -EINVAL) {
		head = pdu_head(octets);
		refuse(esme, &head, ESME_RINVCMDLEN);
		finish(esme);
	}
	return 0;
}

static void
readable(struct bufferevent *bev, void *arg)
{
	struct esme *esme = arg;
	struct evbuffer *input = bufferevent_get_input(bev);
	uint8_t pdu[PDU_MAX];
	size_t n;

	set_option(esme, TCP_QUICKACK);
	while (!esme->closing && (n = next_pdu(esme, input)) > 0) {
		(void)evbuffer_remove(input, pdu, n);
		run(esme, pdu);
	}
	if (esme->closing && !is_writing(esme))
		talloc_free(esme);
}

static void
written(struct bufferevent *, void *arg)
{
	struct esme *esme = arg;

	if (esme->closing)
		talloc_free(esme);
}

static void
ended(struct bufferevent *, short, void *arg)
{
	struct esme *esme = arg;

	network_tell(esme->network, "%s: the link is gone", esme->smsc);
	talloc_free(esme);
}

static int
close_esme(struct esme *esme)
{
	LIST_REMOVE(esme, next);
	bufferevent_free(esme->bev);
	return 0;
}

static size_t
count(const struct network *network)
{
	const struct esme *esme;
	size_t n = 0;

	LIST_FOREACH(esme, &network->esmes, next)
		n++;
	return n;
}

void
esme_accept(struct network *network, evutil_socket_t fd)
{
	struct esme *esme;

	if (count(network) == ESMES_MAX) {
		evutil_closesocket(fd);
		return;
	}
	esme = talloc_zero(network, struct esme);
	esme->network = network;
	esme->bev = bufferevent_socket_new(network->base, fd,
	    BEV_OPT_CLOSE_ON_FREE);
	LIST_INSERT_HEAD(&network->esmes, esme, next);
	talloc_set_destructor(esme, close_esme);
	set_option(esme, TCP_NODELAY);
	bufferevent_setcb(esme->bev, readable, written, ended, esme);
	(void)bufferevent_enable(esme->bev, EV_READ | EV_WRITE);
}

struct esme *
esme_find(const struct network *network, const char *smsc)
{
	struct esme *esme;

	LIST_FOREACH(esme, &network->esmes, next)
		if (esme->receives && !esme->closing && smsc != NULL &&
		    strcmp(esme->smsc, smsc) == 0)
			return esme;
	return NULL;
}

int
esme_deliver(struct esme *esme, const struct pdu_message *message)
{
	uint8_t octets[PDU_MAX];
	size_t n;

	if (++esme->network->sequence > 0x7fffffff)
		esme->network->sequence = 1;
	n = pdu_write_deliver(octets, esme->network->sequence, message);
	if (n == 0)
		return -EINVAL;
	write_octets(esme, octets, n);
	return 0;
}
