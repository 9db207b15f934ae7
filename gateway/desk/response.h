/*
 * response.h - the headers of an answer, handed to libmicrohttpd.
 */
#ifndef DESK_RESPONSE_H
#define DESK_RESPONSE_H

#include <stdbool.h>

struct MHD_Response;
struct answer;

/* All of them: without one a page may be shown in another's frame, or stay in
   a browser's cache.  False: there was no memory for one. */
[[nodiscard]] bool response_add(struct MHD_Response *, const struct answer *);

#endif
