/*
 * facts_report.h - facts and notices as a person or a script reads them.
 */
#ifndef GATEWAY_FACTS_REPORT_H
#define GATEWAY_FACTS_REPORT_H

#include "gateway/calls/house.h"

/* Facts of the house: all, or only what is due: shown by a phone and within
   60 days of the last day or past it.  Always DONE. */
int report_facts(const struct house *, bool due, bool json);
/* One fact in use, with which texts name it. */
int report_fact(const struct house *, const struct fact *, bool json);
/* Versions, the newest first. */
int report_history(const struct fact_rows *, bool json);
int report_notices(const struct house *, const struct notice_rows *,
    bool json);

/* What a standing means for somebody at a phone: "shown", "due" ... */
const char *standing_name(enum standing);
/* How many facts are due now, in *past those past their last day. */
size_t facts_due(const struct house *, size_t *past);

#endif
