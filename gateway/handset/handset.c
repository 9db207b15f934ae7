#include "gateway/handset/handset.h"

#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "gateway/handset/sms.h"
#include "gateway/handset/subscriber.h"
#include "gateway/handset/ussd.h"

enum { OUTPUT_MAX = 1 << 20 };

struct handset {
	LIST_ENTRY(handset) next;
	struct network *network;
	struct bufferevent *bev;
	struct subscriber *subscriber;	/* NULL until it has a number */
};

void
handset_show(struct handset *handset, const struct screen *screen)
{
	char *line = wire_write_screen(NULL, screen);
	struct evbuffer *output = bufferevent_get_output(handset->bev);

	if (evbuffer_get_length(output) < OUTPUT_MAX)
		(void)bufferevent_write(handset->bev, line, strlen(line));
	talloc_free(line);
}

static void
notice(struct handset *handset, const char *text)
{
	handset_show(handset, &(struct screen){ .kind = SCREEN_NOTICE,
	    .text = text });
}

static void
switch_off(struct handset *handset)
{
	if (handset->subscriber == NULL)
		return;
	ussd_hangup(handset->subscriber);
	handset->subscriber->handset = NULL;
	handset->subscriber = NULL;
}

static int
close_handset(struct handset *handset)
{
	switch_off(handset);
	LIST_REMOVE(handset, next);
	bufferevent_free(handset->bev);
	return 0;
}

/* A number is in one place: the handset that had it keeps its line, but
   nothing comes on it any more. */
static void
attach(struct handset *handset, const struct press *press)
{
	struct subscriber *subscriber = subscriber_of(handset->network,
	    press->text);

	if (subscriber == NULL) {
		notice(handset, "This is no number: give it with + and its "
		    "country, as +85512000001.");
		return;
	}
	switch_off(handset);
	if (subscriber->handset != NULL) {
		subscriber_notice(subscriber,
		    "Another handset took this number.");
		switch_off(subscriber->handset);
	}
	handset->subscriber = subscriber;
	subscriber->handset = handset;
	network_tell(handset->network, "%s is on", subscriber->number);
	handset_show(handset, &(struct screen){ .kind = SCREEN_ATTACHED,
	    .text = subscriber->number, .number = sms_number(subscriber) });
	sms_waiting(subscriber);
}

static void
run(struct handset *handset, const struct press *press)
{
	struct subscriber *subscriber = handset->subscriber;

	if (press->kind == PRESS_ATTACH)
		attach(handset, press);
	else if (subscriber == NULL)
		notice(handset, "This handset has no number.");
	else if (press->kind == PRESS_DIAL)
		ussd_dial(subscriber, press->text);
	else if (press->kind == PRESS_KEY)
		ussd_key(subscriber, press->text);
	else if (press->kind == PRESS_SMS)
		sms_send(subscriber, press->to, press->text);
	else
		ussd_hangup(subscriber);
}

static void
run_line(struct handset *handset, const char *line, size_t n)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct press press;

	if (wire_read_press(ctx, line, n, &press) == 0)
		run(handset, &press);
	else
		notice(handset, "The network did not understand.");
	talloc_free(ctx);
}

static void
readable(struct bufferevent *bev, void *arg)
{
	struct handset *handset = arg;
	struct evbuffer *input = bufferevent_get_input(bev);
	char *line;
	size_t n;

	while ((line = evbuffer_readln(input, &n, EVBUFFER_EOL_LF)) != NULL) {
		run_line(handset, line, n);
		free(line);
	}
	if (evbuffer_get_length(input) > WIRE_MAX)
		talloc_free(handset);
}

static void
ended(struct bufferevent *, short, void *arg)
{
	struct handset *handset = arg;

	if (handset->subscriber != NULL)
		network_tell(handset->network, "%s is off",
		    handset->subscriber->number);
	talloc_free(handset);
}

static size_t
count(const struct network *network)
{
	const struct handset *handset;
	size_t n = 0;

	LIST_FOREACH(handset, &network->handsets, next)
		n++;
	return n;
}

void
handset_accept(struct network *network, evutil_socket_t fd)
{
	struct handset *handset;

	if (count(network) == HANDSETS_MAX) {
		evutil_closesocket(fd);
		return;
	}
	handset = talloc_zero(network, struct handset);
	handset->network = network;
	handset->bev = bufferevent_socket_new(network->base, fd,
	    BEV_OPT_CLOSE_ON_FREE);
	LIST_INSERT_HEAD(&network->handsets, handset, next);
	talloc_set_destructor(handset, close_handset);
	bufferevent_setcb(handset->bev, readable, NULL, ended, handset);
	(void)bufferevent_enable(handset->bev, EV_READ | EV_WRITE);
}
