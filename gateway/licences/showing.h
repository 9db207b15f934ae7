/*
 * showing.h - agencies, changes and imports for people and for programs.
 */
#ifndef GATEWAY_LICENCES_SHOWING_H
#define GATEWAY_LICENCES_SHOWING_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/agencies_import.h"

/* "status" is what the list says, "status_now" what it is on that day. */
json_t *agency_json(const struct agency *, int64_t day);
/* "import", "as_of", "source", "loaded_at", "generation", "rows", "age_days";
   null without a list. */
json_t *register_json(const struct register_head *, int64_t now);
/* "licence", "name", "field" ("" it is new), "was", "is", "revives". */
json_t *change_json(const struct agency_change *);
json_t *changes_json(const struct agency_change *, size_t n);
/* "import" is its number; "reason" why it waits or waited, null if it did
   not have to. */
json_t *import_json(const struct import *);
/* change_json with "import", "as_of", "source", "importer", "decided_by",
   "decided_at". */
json_t *event_json(const struct event_of_licence *);

/* On standard output.  Texts are escaped. */
void register_print(const struct register_head *, int64_t now);
void agency_print_row(const struct agency *, int64_t day);
void agency_print(const struct agency *, int64_t day);
void change_print(const struct agency_change *);
void import_print(const struct import *);
void event_print(const struct event_of_licence *);

/* "12 new, 3 gone, 1 changed, 0 valid again", under the talloc parent. */
char *counts_text(TALLOC_CTX *, const struct diff_counts *);
/* "dara", "the shell", "(rounds)". */
const char *importer_text(const char *importer);

#endif
