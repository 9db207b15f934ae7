/*
 * report.h - what several commands show alike: JSON, times, names.
 */
#ifndef GATEWAY_REPORT_H
#define GATEWAY_REPORT_H

#include <jansson.h>
#include <stdint.h>
#include <talloc.h>

struct faults;

/* Print a value on standard output and free it.  Always DONE. */
int report_json(json_t *);

/* Faults as a list of texts. */
json_t *report_faults(const struct faults *);

/* Beside those that calls knows (gateway/calls/heard.h): staff opened it. */
enum { CHANNEL_DESK = 2 };
/* "ussd", "sms", "desk"; "-" none of these. */
const char *channel_name(int channel);
/* "km" ... "en"; "-" where none was chosen. */
const char *language_name(int language);

/* "2026-03-01 14:00" in the time of Cambodia and Thailand, +7 all year.
   Under the talloc parent. */
char *time_local(TALLOC_CTX *, int64_t at);

#endif
