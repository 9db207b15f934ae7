/*
 * guard.h - does a request come from our own page, to our own name?
 *
 * The browser says so itself (Sec-Fetch-Site, Origin), and the host must be
 * ours, so that no foreign name that points here (DNS rebinding) is answered.
 * A change also needs the session's token in a header that no form and no
 * foreign page can set.
 */
#ifndef GATEWAY_DESK_GUARD_H
#define GATEWAY_DESK_GUARD_H

#include <stdbool.h>

#include "gateway/desk/reply.h"
#include "gateway/settings.h"

/* REFUSAL_NONE, BAD_ORIGIN, BAD_TYPE or BAD_REQUEST. */
enum refusal guard_check(const struct settings *, const struct request *,
    bool changes);

/* Is the host ours?  For what is no secret: the page itself. */
bool guard_is_host(const struct settings *, const struct request *);

/* Is the page reached by https, as desk_origin says? */
bool guard_is_secure(const struct settings *);

#endif
