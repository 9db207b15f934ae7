/*
 * handset.h - a handset that is switched on, seen from the network: one
 * connection of the Unix socket, speaking wire.h.
 */
#ifndef GATEWAY_HANDSET_HANDSET_H
#define GATEWAY_HANDSET_HANDSET_H

#include <event2/util.h>

#include "gateway/handset/network.h"
#include "gateway/handset/wire.h"

enum { HANDSETS_MAX = 512 };

/* Serve a connection until it ends; one too many is closed. */
void handset_accept(struct network *, evutil_socket_t);
void handset_show(struct handset *, const struct screen *);

#endif
