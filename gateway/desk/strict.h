/*
 * strict.h - a request that two programs in a row could read differently is
 * refused before anything else looks at it (RFC 9112, 11.2).
 *
 * libmicrohttpd takes two lengths, a length beside a coding, two hosts, a NUL
 * and an escaped NUL for good.
 */
#ifndef GATEWAY_DESK_STRICT_H
#define GATEWAY_DESK_STRICT_H

struct MHD_Connection;

/* uri is the whole of what was asked for; path and version lie in the line as
   the library cut it.  0, or the status to refuse with. */
unsigned strict_check(struct MHD_Connection *, const char *uri,
    const char *path, const char *version);

#endif
