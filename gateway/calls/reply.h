/*
 * reply.h - a page becomes the message that carries it to her phone.
 */
#ifndef GATEWAY_CALLS_REPLY_H
#define GATEWAY_CALLS_REPLY_H

#include <talloc.h>

#include "gateway/calls/step.h"

/*
 * The message that answers: on the smsc it came from, valid for as long as
 * it is wanted (absolute Unix time, as bearerbox reads it).  Strings hang
 * under the talloc parent or belong to the arrival.
 */
struct sms reply_write(TALLOC_CTX *, const struct sitting *,
    const struct heard *, const struct answer *);

/* The same for a page that she asked to have by SMS besides: from her
   network's number for SMS to the number that asked, on the smsc for SMS. */
struct sms reply_letter(TALLOC_CTX *, const struct sitting *,
    const struct heard *, const struct page *);

/* A text that nobody waits for, to a number (E.164) by a network that has SMS.
   Validity and reports are for who sends it to say. */
struct sms reply_outgoing(TALLOC_CTX *, const struct sitting *,
    const struct operator *, const char *number, const struct page *);

#endif
