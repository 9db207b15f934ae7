/*
 * listen.h - the socket of the desk: loopback, or a Unix socket that group and
 * owner may use.
 */
#ifndef GATEWAY_DESK_LISTEN_H
#define GATEWAY_DESK_LISTEN_H

#include "gateway/settings.h"

/* A listening descriptor, or -EADDRINUSE, -EACCES, -EINVAL (the path is too
   long), -EIO. */
[[nodiscard]] int desk_listen(const struct settings *);

#endif
