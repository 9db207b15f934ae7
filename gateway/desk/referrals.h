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

#endif
