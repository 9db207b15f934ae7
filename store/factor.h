/*
 * factor.h - what a member shows beside her password.
 *
 * A secret of 32 octets, sealed to her own key: only her password opens it, so
 * a copy of the store makes no codes.  The codes themselves are the desk's
 * (RFC 4226, RFC 6238); the store keeps the count of the last one that was
 * accepted, and none counts twice.
 */
#ifndef STORE_FACTOR_H
#define STORE_FACTOR_H

#include <stdint.h>

#include "store/secret.h"
#include "store/staff.h"

/*
 * Set or, by FACTOR_NONE (secret NULL), take away her second factor; last is
 * the count that was just shown, 0 none.  A transaction of its own.  -ENOENT
 * nobody of this name, or departed; -EIO.
 */
[[nodiscard]] int factor_set(struct store *, const char *name, enum factor,
    const struct secret *, int64_t last, const char *by, int64_t now);

#endif
