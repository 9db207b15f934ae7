/*
 * socket.h - the system calls of a link to bearerbox.
 *
 * Non-blocking, one write for all that is queued, and quick: bearerbox does
 * not set TCP_NODELAY, so what it says next waits until TCP has acknowledged
 * what it said before: with our answer, else by socket_acknowledge, else after
 * 40 ms.  Holds no state.
 */
#ifndef GATEWAY_KANNEL_SOCKET_H
#define GATEWAY_KANNEL_SOCKET_H

#include <stddef.h>
#include <sys/types.h>

struct evbuffer;

/* Begin to connect.  The socket, which becomes writable when it is decided,
   or a negative errno.  A name that is no address is looked up here. */
[[nodiscard]] int socket_connect(const char *host, unsigned port);
/* 0, or the negative errno that says why it could not connect. */
[[nodiscard]] int socket_connected(int fd);

/* How many octets were read; 0 there are none now; a negative errno,
   -EPIPE when the other side has closed. */
[[nodiscard]] ssize_t socket_read(int fd, void *into, size_t n);

/* Tell TCP's other side what has arrived, now: a packet of its own. */
void socket_acknowledge(int fd);

/* One write; what the socket did not take stays.  0, or a negative errno. */
[[nodiscard]] int socket_write(int fd, struct evbuffer *);

/* Write all and say goodbye; returns when the other side has said it too or
   after so long.  The socket is still to be closed. */
void socket_finish(int fd, struct evbuffer *, unsigned ms);

#endif
