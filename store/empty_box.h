/*
 * empty_box.h - a sealed box that holds nothing: whether a paper key opens what
 * is sealed to its centre is tried on it, and not on a case.
 */
#ifndef STORE_EMPTY_BOX_H
#define STORE_EMPTY_BOX_H

#include "store/seal.h"
#include "store/secret.h"

enum { EMPTY_BOX = SEAL_KEY_BOX };

/* -EINVAL pub is no key. */
[[nodiscard]] int empty_box_make(const unsigned char pub[SEAL_PUBLIC],
    unsigned char out[EMPTY_BOX]);
/* -EBADMSG the key does not open it. */
[[nodiscard]] int empty_box_open(const struct secret *key,
    const unsigned char box[EMPTY_BOX]);

#endif
