/*
 * memory.h - out of memory ends the process, in every library that can be told
 * so; talloc's functions do by themselves (banned.h).
 *
 * libmicrohttpd closes the connection, libyaml, libcurl, libarchive and expat
 * say that they cannot: whoever calls them looks.
 */
#ifndef GATEWAY_MEMORY_H
#define GATEWAY_MEMORY_H

/* Once, before anything else. */
void memory_guard(void);

#endif
