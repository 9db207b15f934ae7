/*
 * peopling.h - the people of a case and what is tied to it, as the API shows
 * them.
 */
#ifndef GATEWAY_DESK_PEOPLING_H
#define GATEWAY_DESK_PEOPLING_H

#include <jansson.h>

#include "store/reading.h"

struct visit;

/* As shape_person; names are who opened the case's to see. */
json_t *people_json(const struct persons *);
/* The duplicates read with a case, as shape_joined_read. */
json_t *joined_json(struct visit *, const struct reading *);
/* As shape_links; NULL the store failed. */
json_t *links_json(struct visit *, const struct reading *);

/*
 * How a case ended beside how it ended for its people (a body of shape_close):
 * amounts that are not said become their sum; what is said may be more, for not
 * everybody may be listed, but not less.  0; -EINVAL, and *why says what; else
 * as reading.h.
 */
[[nodiscard]] int people_reconcile(struct visit *, json_t *outcome,
    const char **why);

#endif
