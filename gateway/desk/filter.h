/*
 * filter.h - a list or a search narrowed by what cases say in clear.
 */
#ifndef GATEWAY_DESK_FILTER_H
#define GATEWAY_DESK_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/cases.h"

struct visit;

enum { FILTER_FIELDS = 7 };
extern const char *const filter_fields[FILTER_FIELDS];

enum { FILTER_OWNERS = 16 };
/* NULL of a field: any. */
struct filter {
	struct visit *visit;
	const char *want[FILTER_FIELDS];
	/* Whether a member is the owner asked for, by her number: a page looks
	   at 500 cases of a few members. */
	struct { int64_t member; bool asked, is; } owner[FILTER_OWNERS];
};

/* What the query, or the body, asks for; lives as long as the visit. */
struct filter filter_of_query(struct visit *);
struct filter filter_of_body(struct visit *);

/* Lets it everything through? */
bool filter_is_open(const struct filter *);
/* For struct worklist_ask; arg is a struct filter. */
bool filter_fits(void *arg, const struct matter *);

#endif
