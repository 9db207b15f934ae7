/*
 * sms.h - SMS of the simulated network, both ways, with delivery receipts.
 */
#ifndef GATEWAY_HANDSET_SMS_H
#define GATEWAY_HANDSET_SMS_H

#include <stdint.h>

#include "gateway/handset/network.h"
#include "gateway/handset/pdu.h"

struct subscriber;

enum { LETTERS_MAX = 100 };	/* waiting for one handset that is off */

/* Where her SMS to the service go: the short number at home, the long one
   from abroad; NULL: nowhere. */
const char *sms_number(const struct subscriber *);

/* to NULL: the service. */
void sms_send(struct subscriber *, const char *to, const char *text);

/* ESME_ROK, or the status to refuse a message with. */
uint32_t sms_check(struct network *, const struct pdu_message *);
/* Show a message that was checked, once all its parts are there and its
   handset is on; send the receipt that was asked for. */
void sms_show(struct network *, const struct operator *,
    const struct pdu_message *, const char *id);
/* The handset was switched on: show what waited for it. */
void sms_waiting(struct subscriber *);

#endif
