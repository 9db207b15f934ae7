#include "gateway/handset/ussd.h"

#include <assert.h>
#include <string.h>

#include <event2/event.h>
#include <smpp34.h>

#include "gateway/handset/coded.h"
#include "gateway/handset/esme.h"
#include "gateway/handset/subscriber.h"

enum { SEPTETS_MAX = 182, OCTETS_MAX = 160 };	/* 3GPP TS 23.090, 24.080 */

struct session {
	struct subscriber *subscriber;
	const struct operator *profile;
	struct event *timer;
	uint8_t id[2];
};

static bool
is_simulated(const char *tlv)
{
	return tlv == NULL || pdu_tag(tlv) != 0;
}

bool
ussd_speaks(const struct operator *profile)
{
	return is_simulated(profile->op_tlv) &&
	    (profile->session_place != SESSION_TLV ||
	    is_simulated(profile->session_tlv));
}

static int
close_session(struct session *session)
{
	session->subscriber->session = NULL;
	event_free(session->timer);
	return 0;
}

static void
timed_out(evutil_socket_t, short, void *arg)
{
	struct session *session = arg;
	struct subscriber *subscriber = session->subscriber;

	talloc_free(session);
	subscriber_notice(subscriber, "The session ended: no one answered in "
	    "time.");
}

static void
wind_timer(struct session *session)
{
	struct timeval time = { .tv_sec = session->profile->session_s };

	(void)event_add(session->timer, &time);
}

/* Never 0, and never with the bit that marks an end. */
static void
choose_id(struct network *network, struct session *session)
{
	do
		network->session++;
	while (network->session == 0 || (network->session &
	    session->profile->session_end_bit) != 0);
	session->id[0] = (uint8_t)(network->session >> 8);
	session->id[1] = (uint8_t)network->session;
}

static struct session *
open_session(struct subscriber *subscriber, const struct operator *profile)
{
	struct session *session = talloc_zero(subscriber, struct session);

	session->subscriber = subscriber;
	session->profile = profile;
	session->timer = evtimer_new(subscriber->network->base, timed_out,
	    session);
	choose_id(subscriber->network, session);
	talloc_free(subscriber->session);
	subscriber->session = session;
	talloc_set_destructor(session, close_session);
	return session;
}

/* Where requests arrive: the code without its signs, "2026" of *2026#. */
static void
copy_digits(char *out, size_t size, const char *code)
{
	size_t n = 0;

	for (; *code != '\0' && n + 1 < size; code++)
		if (*code >= '0' && *code <= '9')
			out[n++] = *code;
	out[n] = '\0';
}

static void
add_operation(struct pdu_message *message, const struct session *session,
    unsigned op)
{
	const struct operator *profile = session->profile;
	uint8_t octet = (uint8_t)op;

	if (profile->op_tlv != NULL)
		pdu_add(message, pdu_tag(profile->op_tlv), &octet, 1);
	if (profile->session_place == SESSION_TLV)
		pdu_add(message, pdu_tag(profile->session_tlv), session->id,
		    sizeof(session->id));
}

/* Whether the network took it; if not, the handset was told why. */
static bool
request(struct session *session, unsigned op, const char *text)
{
	struct subscriber *subscriber = session->subscriber;
	struct esme *esme = esme_find(subscriber->network,
	    session->profile->ussd_smsc);
	struct coded coded = coded_write(session, text);
	struct pdu_message message = { .service = "USSD",
	    .from_ton = TON_International, .dcs = coded.dcs };

	if (coded.n > (coded.dcs == DCS_UCS2 ? OCTETS_MAX : SEPTETS_MAX)) {
		subscriber_notice(subscriber, "Too long for USSD.");
		return false;
	}
	message.n = (uint8_t)coded.n;
	memcpy(message.octets, coded.octets, coded.n);
	strncpy(message.from, subscriber->number + 1, PDU_ADDRESS);
	copy_digits(message.to, sizeof(message.to), session->profile->code);
	add_operation(&message, session, op);
	if (esme == NULL || esme_deliver(esme, &message) != 0) {
		subscriber_notice(subscriber, "Connection problem: the "
		    "service is not linked to this network.");
		return false;
	}
	network_tell(subscriber->network, "%s USSD op %u: %s",
	    subscriber->number, op, text);
	wind_timer(session);
	return true;
}

/* Whether a code, or a dial-through of it (*2026*3#), reaches the service. */
static bool
is_code(const struct operator *profile, const char *dialled)
{
	size_t stem = strcspn(profile->code, "#");
	size_t n = strlen(dialled);

	return strncmp(dialled, profile->code, stem) == 0 &&
	    (dialled[stem] == '#' || dialled[stem] == '*') &&
	    strspn(dialled, "*#0123456789") == n && dialled[n - 1] == '#';
}

static void
refuse_dial(struct subscriber *subscriber, const struct operator *home)
{
	const struct operators *all = subscriber->network->operators;
	char *text = NULL;

	if (home != NULL) {
		subscriber_notice(subscriber, "There is no such code on this "
		    "network.");
		return;
	}
	for (size_t i = 0; i < all->n && text == NULL; i++)
		if (all->operator[i].long_number != NULL)
			text = talloc_asprintf(subscriber, "There is no such "
			    "code on this network.  From abroad, send an SMS "
			    "to %s.", all->operator[i].long_number);
	subscriber_notice(subscriber, text != NULL ? text :
	    "There is no such code on this network.");
	talloc_free(text);
}

void
ussd_dial(struct subscriber *subscriber, const char *code)
{
	const struct operator *home = network_home(subscriber->network,
	    subscriber->number);
	struct session *session;

	if (home == NULL || home->ussd_smsc == NULL || !is_code(home, code)) {
		refuse_dial(subscriber, home);
		return;
	}
	session = open_session(subscriber, home);
	if (!request(session, home->op_begin, code))
		talloc_free(session);
}

void
ussd_key(struct subscriber *subscriber, const char *text)
{
	struct session *session = subscriber->session;

	if (session == NULL)
		subscriber_notice(subscriber, "No session is open: dial "
		    "first.");
	else
		(void)request(session, session->profile->op_input, text);
}

void
ussd_hangup(struct subscriber *subscriber)
{
	if (subscriber->session != NULL)
		network_tell(subscriber->network, "%s hung up",
		    subscriber->number);
	TALLOC_FREE(subscriber->session);
}

static struct session *
find_session(struct network *network, const struct pdu_message *message)
{
	const struct subscriber *subscriber;

	LIST_FOREACH(subscriber, &network->subscribers, next)
		if (strcmp(subscriber->number + 1, message->to) == 0)
			return subscriber->session;
	return NULL;
}

/* Where the profile has no such parameter, every page can be answered. */
static unsigned
read_op(const struct operator *profile, const struct pdu_message *message)
{
	const struct pdu_tlv *op;

	if (profile->op_tlv == NULL)
		return profile->op_ask;
	op = pdu_tlv(message, pdu_tag(profile->op_tlv));
	return op != NULL && op->n == 1 ? op->octets[0] : OP_NONE;
}

static bool
is_end(const struct operator *profile, const struct pdu_message *message)
{
	return profile->op_tlv != NULL &&
	    read_op(profile, message) == profile->op_end;
}

static uint32_t
check_op(const struct operator *profile, const struct pdu_message *message)
{
	unsigned op = read_op(profile, message);

	if (op == OP_NONE)
		return ESME_RMISSINGOPTPARAM;
	return op == profile->op_ask || op == profile->op_end ? ESME_ROK :
	    ESME_RINVOPTPARAMVAL;
}

static uint32_t
check_id(const struct session *session, const struct pdu_message *message)
{
	const struct operator *profile = session->profile;
	const struct pdu_tlv *tlv;
	unsigned bit = 0;

	if (profile->session_place != SESSION_TLV)
		return ESME_ROK;
	tlv = pdu_tlv(message, pdu_tag(profile->session_tlv));
	if (tlv == NULL || tlv->n != sizeof(session->id))
		return ESME_RMISSINGOPTPARAM;
	if (is_end(profile, message))
		bit = profile->session_end_bit;
	return tlv->octets[0] == session->id[0] &&
	    tlv->octets[1] == (session->id[1] | bit) ? ESME_ROK :
	    ESME_RINVOPTPARAMVAL;
}

uint32_t
ussd_check(struct network *network, const struct operator *profile,
    const struct pdu_message *message)
{
	const struct session *session = find_session(network, message);
	uint32_t status = check_op(profile, message);

	if (status != ESME_ROK)
		return status;
	if (session == NULL || session->profile != profile)
		return ESME_RINVDSTADR;
	return check_id(session, message);
}

void
ussd_show(struct network *network, const struct operator *profile,
    const struct pdu_message *message)
{
	struct session *session = find_session(network, message);
	struct coded coded = { message->dcs, message->n, message->octets };
	struct screen screen = {
		.kind = SCREEN_PAGE,
		.coding = coded_name(&coded),
		.units = coded_units(&coded),
		.limit = message->dcs == DCS_UCS2 ? profile->ussd_limits.units :
		    profile->ussd_limits.septets,
		.octets = message->n,
		.end = is_end(profile, message),
	};

	assert(session != NULL);
	screen.text = coded_read(session, &coded);
	network_tell(network, "%s page, %s %u of %u units, %s",
	    session->subscriber->number, screen.coding, screen.units, screen.limit,
	    screen.end ? "end" : "ask");
	subscriber_show(session->subscriber, &screen);
	wind_timer(session);
	if (screen.end)
		talloc_free(session);
}
