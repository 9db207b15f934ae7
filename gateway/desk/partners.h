/*
 * partners.h - partners as the desk's other handlers need them.
 */
#ifndef GATEWAY_DESK_PARTNERS_H
#define GATEWAY_DESK_PARTNERS_H

#include <stdint.h>

#include <jansson.h>

struct id;
struct partner;
struct visit;

/* When one who is written to now is asked again, by the table of steps. */
int64_t partner_chase(struct visit *, const struct partner *);
/* The letters of a case, as a list of shape_letter (letters.c). */
json_t *letters_json(struct visit *, const struct id *);

#endif
