/*
 * matter.h - the clear columns of a case, as commands show them.
 */
#ifndef GATEWAY_MATTER_H
#define GATEWAY_MATTER_H

#include <jansson.h>

#include "gateway/directory.h"
#include "store/cases.h"

/* The English name of its centre; "-" where there is none. */
const char *matter_centre(const struct directory *, const struct matter *);

json_t *matter_json(const struct directory *, const struct matter *);
void matter_print(const struct directory *, const struct matter *);

#endif
