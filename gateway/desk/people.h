/*
 * people.h - whom a route about a member means, and who asks; for the files
 * that look after people.
 */
#ifndef GATEWAY_DESK_PEOPLE_H
#define GATEWAY_DESK_PEOPLE_H

#include <jansson.h>
#include <stdbool.h>

#include "store/staff.h"

struct reply;
struct visit;

/*
 * Whom the path names, if she is the asker's to look after: of her centre, or
 * for an administrator one who holds no key.  Any other is as one who does not
 * exist.  NULL, or the refusal.
 */
struct reply *people_find(struct visit *, struct member *out);
/* Nobody takes her own leave. */
bool people_is_self(const struct visit *, const struct member *);
/* Whom a member's open cases may go to: active ones of her centre who hold its
   key. */
bool people_may_own(const struct member *leaver, const struct member *to);

#endif
