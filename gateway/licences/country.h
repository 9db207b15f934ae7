/*
 * country.h - a country at the end of what someone typed: "sok dara thailand".
 */
#ifndef GATEWAY_LICENCES_COUNTRY_H
#define GATEWAY_LICENCES_COUNTRY_H

#include <stddef.h>
#include <talloc.h>

struct names;
struct countries;

/* The spellings of every country of menus/names.yaml, which must outlive it,
   and their ISO codes. */
struct countries *countries_open(TALLOC_CTX *, const struct names *);

/*
 * The ISO code of the country that clean text ends with, owned by the names,
 * or NULL.  *rest becomes the text before it, "to" and the like left out,
 * under the talloc parent.
 */
const char *country_at_end(TALLOC_CTX *, const struct countries *,
    const char *clean, char **rest);

#endif
