/*
 * consenting.h - what a caller allows, as the API shows it.
 */
#ifndef GATEWAY_DESK_CONSENTING_H
#define GATEWAY_DESK_CONSENTING_H

#include <jansson.h>

#include "store/cases.h"
#include "store/consent.h"
#include "store/reading.h"

/*
 * What is kept of it; where nothing was said it is nothing, at hours that wake
 * nobody.  Where she is, if she did not say, is her destination.  A
 * transaction of its own.  -EIO.
 */
[[nodiscard]] int consenting_load(struct store *, const struct matter *,
    struct consent *out);

/* The same of a case that is open; where nothing is kept, what its items say. */
[[nodiscard]] int consenting_read(struct store *, const struct reading *,
    struct consent *out);

/* As shape_allowed. */
json_t *consenting_json(const struct consent *);

#endif
