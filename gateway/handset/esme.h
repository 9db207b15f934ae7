/*
 * esme.h - one SMPP connection of bearerbox to the simulated network.
 *
 * Frames, answers binds, enquire_link and unbind, refuses rubbish with a
 * generic_nack, and hands each submit_sm to ussd.h or sms.h by the name it
 * was bound with.  TCP_NODELAY, and TCP_QUICKACK after each read: bearerbox
 * sets neither, and each step would wait 40 ms.
 */
#ifndef GATEWAY_HANDSET_ESME_H
#define GATEWAY_HANDSET_ESME_H

#include <stdbool.h>
#include <event2/util.h>

#include "gateway/handset/network.h"
#include "gateway/handset/pdu.h"

enum { ESMES_MAX = 16 };

/* Serve a connection until it ends; one too many is closed. */
void esme_accept(struct network *, evutil_socket_t);

/* The link that messages to this smsc-id go out on; NULL: not bound. */
struct esme *esme_find(const struct network *, const char *smsc);

/* Send a deliver_sm.  -EINVAL: libsmpp34 refuses. */
[[nodiscard]] int esme_deliver(struct esme *, const struct pdu_message *);

#endif
