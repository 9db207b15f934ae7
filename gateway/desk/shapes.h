/*
 * shapes.h - the shapes of every body that the routes take and give.
 */
#ifndef GATEWAY_DESK_SHAPES_H
#define GATEWAY_DESK_SHAPES_H

#include "gateway/desk/shape.h"

/* Every shape, for the document; ends with NULL. */
extern const struct shape *const shapes_table[];

extern const struct shape shape_refusal, shape_health;
/* shapes_session.c */
extern const struct shape shape_sign_in, shape_session, shape_unlock,
    shape_confirm, shape_password, shape_factor, shape_factor_shown,
    shape_code, shape_activation;

#endif
