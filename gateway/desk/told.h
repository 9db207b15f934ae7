/*
 * told.h - items of a case that staff made and that are no plain text: what
 * she agreed to, letters and their answers.
 */
#ifndef GATEWAY_DESK_TOLD_H
#define GATEWAY_DESK_TOLD_H

#include <jansson.h>
#include <stdint.h>

#include "store/reading.h"

struct visit;

/* As JSON, to stand under the name of its kind; NULL: it is none of these. */
json_t *told_json(const struct entry *);

/* Fields of a case that a letter may hold; ends with NULL. */
extern const char *const told_fields[];
/* Texts of a list in the body, each a name of told_fields; NULL: one is not.
   Under the visit. */
const char **told_fields_of(struct visit *, size_t *n);
/* The number that stands for a :word of the path; 0 none. */
int64_t told_number(const struct visit *, int param);

#endif
