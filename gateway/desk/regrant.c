#include "gateway/desk/regrant.h"

#include <event2/event.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/log.h"
#include "store/rekey.h"

/* A step is some ten milliseconds of work; browsers come first. */
static const struct timeval pause = { 0, 20 * 1000 };

struct regrant {
	struct regrant *next;
	struct desk *desk;
	int64_t centre;
	struct secret *key;
	struct event *event;
};

static int
free_event(struct regrant *regrant)
{
	struct regrant **at = &regrant->desk->regrants;

	while (*at != NULL && *at != regrant)
		at = &(*at)->next;
	if (*at != NULL)
		*at = regrant->next;
	event_free(regrant->event);
	return 0;
}

static void
stepped(evutil_socket_t, short, void *arg)
{
	struct regrant *regrant = arg;
	struct store *store = regrant->desk->store;
	bool left = false;
	int rc = rekey_step(store, regrant->centre, regrant->key, &left);

	if (rc != 0)
		log_line(LOG_ERR, "cases are not yet sealed to a centre's new "
		    "key: %s", store_why(store));
	if (rc == 0 && left)
		event_add(regrant->event, &pause);
	else
		talloc_free(regrant);
}

static struct regrant *
find(struct desk *desk, int64_t centre)
{
	struct regrant *regrant = desk->regrants;

	while (regrant != NULL && regrant->centre != centre)
		regrant = regrant->next;
	return regrant;
}

static struct regrant *
make(struct desk *desk, int64_t centre)
{
	struct regrant *regrant = talloc_zero(desk->store, struct regrant);

	regrant->desk = desk;
	regrant->centre = centre;
	regrant->key = secret_new(regrant);
	regrant->event = event_new(desk->base, -1, 0, stepped, regrant);
	regrant->next = desk->regrants;
	desk->regrants = regrant;
	talloc_set_destructor(regrant, free_event);
	return regrant;
}

void
regrant_go(struct desk *desk, int64_t centre, const struct secret *key)
{
	struct regrant *regrant;

	if (key == NULL)
		return;
	regrant = find(desk, centre);
	if (regrant == NULL)
		regrant = make(desk, centre);
	memcpy(regrant->key->octets, key->octets, SECRET_OCTETS);
	event_add(regrant->event, &pause);
}
