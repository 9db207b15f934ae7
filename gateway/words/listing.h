/*
 * listing.h - the words of a house as a spreadsheet, and as a summary.
 */
#ifndef GATEWAY_WORDS_LISTING_H
#define GATEWAY_WORDS_LISTING_H

#include "gateway/calls/house.h"
#include "gateway/words/sheet.h"

/* Every text with its state and how many pages of a plain phone it fills. */
struct sheet *listing_sheet(TALLOC_CTX *, const struct house *);

/* How many texts of each language wait for whom; with all, every text that
   waits.  Always DONE. */
int listing_report(const struct house *, bool all, bool json);

#endif
