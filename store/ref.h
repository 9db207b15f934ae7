/*
 * ref.h - the numbers cases go by; their check is ref_is_valid in cases.h.
 */
#ifndef STORE_REF_H
#define STORE_REF_H

#include "store/cases.h"

/* A random one, perhaps in use. */
void ref_make(char out[REF_DIGITS + 1]);
/* One that neither a case nor a parcel has.  -EIO. */
[[nodiscard]] int ref_choose(struct store *, char out[REF_DIGITS + 1]);

#endif
