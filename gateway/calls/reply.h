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

#endif
