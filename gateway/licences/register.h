/*
 * register.h - looking into the register by the number of a licence.
 */
#ifndef GATEWAY_LICENCES_REGISTER_H
#define GATEWAY_LICENCES_REGISTER_H

#include "store/agencies.h"

/* The agency of a licence, in whatever case, spacing and digits it is typed;
   NULL there is none. */
const struct agency *register_find(const struct agencies *,
    const char *licence);

#endif
