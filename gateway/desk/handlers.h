/*
 * handlers.h - what the routes run; each stands in the file named above it.
 */
#ifndef GATEWAY_DESK_HANDLERS_H
#define GATEWAY_DESK_HANDLERS_H

struct reply;
struct visit;

/* openapi.c */
struct reply *openapi_get(struct visit *);
/* health.c */
struct reply *health_get(struct visit *);
/* sign.c */
struct reply *session_post(struct visit *);
struct reply *unlock_post(struct visit *);
struct reply *confirm_post(struct visit *);
/* stay.c */
struct reply *session_get(struct visit *);
struct reply *session_delete(struct visit *);
struct reply *lock_post(struct visit *);
struct reply *factor_post(struct visit *);
struct reply *factor_confirm_post(struct visit *);
/* password.c */
struct reply *activation_post(struct visit *);
struct reply *password_post(struct visit *);

#endif
