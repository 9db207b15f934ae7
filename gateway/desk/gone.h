/*
 * gone.h - is anybody there to be answered?  A request that is held is not
 * read from meanwhile, so that nobody notices when its line is cut.
 */
#ifndef GATEWAY_DESK_GONE_H
#define GATEWAY_DESK_GONE_H

#include <stdbool.h>

struct request;

/* The other end has closed or shut down its side. */
bool request_is_gone(const struct request *);

#endif
