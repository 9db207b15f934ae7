/*
 * gsm.h - the alphabet of 3GPP TS 23.038 6.2.1 and its extension table.
 *
 * There is no national table for Khmer or Thai, so none is used here.
 */
#ifndef LOCALES_GSM_H
#define LOCALES_GSM_H

#include <stdbool.h>

#include "locales/units.h"

/* Septets of a UTF-16 unit: 1, 2 by way of ESC, or 0: not in the alphabet. */
unsigned gsm_cost(UChar);

/*
 * The text in that alphabet: what a word processor curls or dashes becomes
 * its plain form, Latin letters it lacks lose their mark, ZWSP and WORD
 * JOINER stay.  false when something cannot be written; *out is then as it
 * was.  out->at hangs under the parent.
 */
[[nodiscard]] bool gsm_fold(TALLOC_CTX *, struct units, struct units *out);

#endif
