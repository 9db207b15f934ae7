/*
 * trial.h - what would a family that asks this be told?  For `agencies try`,
 * the desk and tests: the answer itself, drawn as a phone gets it, and
 * nothing is kept or counted.
 */
#ifndef GATEWAY_CALLS_TRIAL_H
#define GATEWAY_CALLS_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "gateway/calls/house.h"

struct agency;

struct trial {
	const char *said;	/* "valid_for", "none", "which" ...; "people"
				   when it may be no name at all */
	bool alone;		/* by SMS it needs no CHECK before it */
	size_t n;		/* the company, or those to choose from */
	const struct agency *agency[3];
	const struct pages *pages;
	unsigned parts;		/* SMS parts of the first page; 0: USSD */
};

/*
 * The answer to clean text, as it stands in the house's register: load that
 * with ledger_see first.  country "TH" is what she says when asked; "" she
 * names none.  All hangs under the talloc parent.
 */
struct trial trial_of(TALLOC_CTX *, struct house *, const struct settings *,
    const char *typed, const char *country, enum locale, bool sms);

#endif
