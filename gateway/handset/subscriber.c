#include "gateway/handset/subscriber.h"

#include <string.h>

#include "gateway/handset/handset.h"

bool
subscriber_number(const char *number)
{
	size_t digits;

	if (number[0] != '+' || number[1] == '0')
		return false;
	digits = strspn(number + 1, "0123456789");
	return number[1 + digits] == '\0' && digits >= 7 &&
	    digits < NUMBER_MAX;
}

static int
remove_subscriber(struct subscriber *subscriber)
{
	LIST_REMOVE(subscriber, next);
	return 0;
}

static struct subscriber *
new_subscriber(struct network *network, const char *number)
{
	struct subscriber *subscriber = talloc_zero(network,
	    struct subscriber);

	subscriber->network = network;
	strncpy(subscriber->number, number, NUMBER_MAX);
	subscriber->parts = parts_new(subscriber);
	LIST_INSERT_HEAD(&network->subscribers, subscriber, next);
	talloc_set_destructor(subscriber, remove_subscriber);
	return subscriber;
}

struct subscriber *
subscriber_of(struct network *network, const char *number)
{
	struct subscriber *subscriber;
	size_t n = 0;

	LIST_FOREACH(subscriber, &network->subscribers, next) {
		if (strcmp(subscriber->number, number) == 0)
			return subscriber;
		n++;
	}
	if (n >= SUBSCRIBERS_MAX || !subscriber_number(number))
		return NULL;
	return new_subscriber(network, number);
}

void
subscriber_show(const struct subscriber *subscriber,
    const struct screen *screen)
{
	if (subscriber->handset != NULL)
		handset_show(subscriber->handset, screen);
}

void
subscriber_notice(const struct subscriber *subscriber, const char *text)
{
	network_tell(subscriber->network, "%s notice: %s", subscriber->number,
	    text);
	subscriber_show(subscriber, &(struct screen){ .kind = SCREEN_NOTICE,
	    .text = text });
}
