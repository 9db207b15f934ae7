/*
 * sign.h - a password and a code looked at, and what a session shows of itself.
 */
#ifndef GATEWAY_DESK_SIGN_H
#define GATEWAY_DESK_SIGN_H

#include <jansson.h>

#include "gateway/settings.h"

struct attempt;
struct reply;
struct session;
struct visit;

/* A session as shape_session. */
json_t *session_json(const struct session *, const struct settings *);

/* Ask for the body's password and code of who is signed in, then go on; next
   returns a reply, or NULL when it comes later. */
typedef struct reply *sign_next(struct visit *, struct attempt *);
struct reply *sign_then(struct visit *, const char *action, sign_next *next);

#endif
