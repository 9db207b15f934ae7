/*
 * referrals.h - a referral as the API shows it.
 */
#ifndef GATEWAY_DESK_REFERRALS_H
#define GATEWAY_DESK_REFERRALS_H

#include <jansson.h>

#include "store/cases.h"

struct visit;

/* The referral of a case that goes on, as shape_referral; null without. */
json_t *referral_json_of(struct visit *, const struct id *);

/* The n of each of a list in the body; under the visit. */
int64_t *numbers_of(struct visit *, const char *field, size_t *n);

#endif
