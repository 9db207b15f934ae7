/*
 * report.h - what leaves the desk as a file.
 *
 * Headings and values are in the language that the visit's body asks for.
 */
#ifndef GATEWAY_DESK_REPORT_H
#define GATEWAY_DESK_REPORT_H

#include <jansson.h>

struct reply;
struct visit;

enum report_format { REPORT_CSV, REPORT_XLSX, REPORT_JSON };

/* A month as tally_json makes it; name is "2026-11".  A row of the audit,
   "export", comes first: no row, no file. */
struct reply *report_month(struct visit *, const json_t *numbers,
    const char *name, enum report_format);
/* A case's entries, as casing_entries makes them; numbers stay withheld.  The
   row is made where the case is read. */
struct reply *report_case(struct visit *, const json_t *entries,
    const char *ref, enum report_format);

#endif
