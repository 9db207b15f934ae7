/*
 * ussd.h - USSD sessions of the simulated network.
 *
 * A dial opens one with an id of its own, pages and keys go back and forth,
 * an answer that ends it, a hang-up or a silence of the profile's session_s
 * closes it.  We are not told of the last two, as on a real network.
 */
#ifndef GATEWAY_HANDSET_USSD_H
#define GATEWAY_HANDSET_USSD_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/handset/network.h"
#include "gateway/handset/pdu.h"

struct subscriber;

/* Whether this network has the optional parameters that a profile names. */
bool ussd_speaks(const struct operator *);

void ussd_dial(struct subscriber *, const char *code);
void ussd_key(struct subscriber *, const char *text);
void ussd_hangup(struct subscriber *);

/* Whether an answer belongs to a session that is open: ESME_ROK, or the
   status to refuse it with. */
uint32_t ussd_check(struct network *, const struct operator *,
    const struct pdu_message *);
/* Show an answer that was checked. */
void ussd_show(struct network *, const struct operator *,
    const struct pdu_message *);

#endif
