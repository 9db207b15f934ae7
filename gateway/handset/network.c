#include "gateway/handset/network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/listener.h>

#include "gateway/handset/esme.h"
#include "gateway/handset/handset.h"
#include "gateway/handset/wire.h"
#include "gateway/terminal.h"

void
network_tell(const struct network *network, const char *format, ...)
{
	va_list args;
	char *text;

	if (!network->verbose)
		return;
	va_start(args, format);
	text = talloc_vasprintf(NULL, format, args);
	va_end(args);
	fprintf(stderr, "network: %s\n", terminal_escape(text, text));
	talloc_free(text);
}

static bool
is_bound(const struct network *network, const struct operator *profile)
{
	return esme_find(network, profile->ussd_smsc) != NULL ||
	    esme_find(network, profile->sms_smsc) != NULL;
}

static bool
is_home(const struct operator *profile, const char *number)
{
	return strncmp(number + 1, profile->country_code,
	    strlen(profile->country_code)) == 0;
}

const struct operator *
network_home(const struct network *network, const char *number)
{
	const struct operators *all = network->operators;
	const struct operator *home = NULL;

	for (size_t i = 0; i < all->n; i++) {
		if (!is_home(&all->operator[i], number))
			continue;
		if (is_bound(network, &all->operator[i]))
			return &all->operator[i];
		if (home == NULL)
			home = &all->operator[i];
	}
	return home;
}

static void
accept_esme(struct evconnlistener *, evutil_socket_t fd, struct sockaddr *,
    int, void *arg)
{
	esme_accept(arg, fd);
}

static void
accept_handset(struct evconnlistener *, evutil_socket_t fd,
    struct sockaddr *, int, void *arg)
{
	handset_accept(arg, fd);
}

static struct evconnlistener *
listen_on(struct network *network, evconnlistener_cb accepted, const void *at,
    size_t n)
{
	return evconnlistener_new_bind(network->base, accepted, network,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC |
	    LEV_OPT_REUSEABLE, -1, at, (int)n);
}

static int
listen_smpp(struct network *network, unsigned port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)port),
	};

	network->smpp = listen_on(network, accept_esme, &address,
	    sizeof(address));
	if (network->smpp == NULL)
		return errno == EADDRINUSE ? -EADDRINUSE : -EIO;
	return 0;
}

/* A socket that nobody answers on was left by a network that fell. */
static bool
is_answered(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool answered;

	if (fd < 0)
		return false;
	answered = connect(fd, (const struct sockaddr *)address,
	    sizeof(*address)) == 0;
	close(fd);
	return answered;
}

static int
listen_phones(struct network *network, const char *dir)
{
	struct sockaddr_un address;
	mode_t mask;
	int rc = wire_address(dir, &address);

	if (rc != 0)
		return rc;
	if (is_answered(&address))
		return -EADDRINUSE;
	(void)unlink(address.sun_path);
	mask = umask(S_IRWXG | S_IRWXO | S_IXUSR);
	network->phones = listen_on(network, accept_handset, &address,
	    sizeof(address));
	umask(mask);
	if (network->phones == NULL)
		return -EIO;
	network->path = talloc_strdup(network, address.sun_path);
	return 0;
}

/* Handsets before the subscribers that they are. */
static int
close_network(struct network *network)
{
	struct handset *handset;

	while ((handset = LIST_FIRST(&network->handsets)) != NULL)
		talloc_free(handset);
	if (network->smpp != NULL)
		evconnlistener_free(network->smpp);
	if (network->phones != NULL)
		evconnlistener_free(network->phones);
	if (network->path != NULL)
		(void)unlink(network->path);
	return 0;
}

static int
open_both(struct network *network, const struct network_settings *settings)
{
	int rc = listen_phones(network, settings->dir);

	return rc != 0 ? rc : listen_smpp(network, settings->port);
}

/* Begin where an earlier run did not: a session or message of it must not be
   taken for one of ours. */
static void
begin_numbers(struct network *network)
{
	evutil_secure_rng_get_bytes(&network->session,
	    sizeof(network->session));
	evutil_secure_rng_get_bytes(&network->message,
	    sizeof(network->message));
	evutil_secure_rng_get_bytes(&network->reference,
	    sizeof(network->reference));
}

int
network_open(TALLOC_CTX *ctx, struct event_base *base,
    const struct operators *operators, const struct network_settings *settings,
    struct network **out)
{
	struct network *network = talloc_zero(ctx, struct network);
	int rc;

	network->base = base;
	network->operators = operators;
	network->verbose = settings->verbose;
	LIST_INIT(&network->esmes);
	LIST_INIT(&network->handsets);
	LIST_INIT(&network->subscribers);
	talloc_set_destructor(network, close_network);
	begin_numbers(network);
	rc = open_both(network, settings);
	if (rc != 0) {
		talloc_free(network);
		return rc;
	}
	*out = network;
	return 0;
}

unsigned
network_port(const struct network *network)
{
	struct sockaddr_in address = {0};
	socklen_t n = sizeof(address);

	(void)getsockname(evconnlistener_get_fd(network->smpp),
	    (struct sockaddr *)&address, &n);
	return ntohs(address.sin_port);
}
