/*
 * operator.h - a message of a mobile network, by that network's profile.
 */
#ifndef GATEWAY_KANNEL_OPERATOR_H
#define GATEWAY_KANNEL_OPERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "gateway/kannel/operators.h"
#include "gateway/kannel/packet.h"

/* What a USSD message from the network is. */
enum op { OP_BEGIN, OP_INPUT, OP_ABORT, OP_UNKNOWN };

/* The profile that an smsc-id belongs to, NULL when it is none's; *ussd says
   which of its two. */
const struct operator *operator_of(const struct operators *,
    struct octets smsc_id, bool *ussd);

/* What a message is, by its op TLV; OP_BEGIN or OP_INPUT by the text (it is
   the code, or begins with '*') where the TLV is absent.  Where there is no
   session id either way, the code is never an input. */
enum op operator_op(const struct operator *, const struct sms *);

/* Its session id as lower-case hexadecimal, the end bit cleared; "" where
   there is none, or one of more than 32 octets. */
char *operator_session(TALLOC_CTX *, const struct operator *,
    const struct sms *);

/* meta_data of an answer in that session; end closes it. */
char *operator_answer(TALLOC_CTX *, const struct operator *,
    const char *session, bool end);

/*
 * A number as E.164 with '+', by the profile's country code and trunk
 * prefix; what has neither these nor + nor 00 but ten digits is taken as
 * international.  0; -EINVAL it is no telephone number (alphanumeric, a short
 * code, too long or short); -ELOOP it is ourselves.
 */
[[nodiscard]] int operator_e164(TALLOC_CTX *, const struct operator *,
    struct octets sender, char **out);

/* The dial-through digits of a dialled string: "3" of *2026*3#, "" of
   *2026#, of an empty text and of anything that is not our code. */
char *operator_dialled(TALLOC_CTX *, const struct operator *,
    const char *clean);

#endif
