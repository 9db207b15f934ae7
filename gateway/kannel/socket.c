#include "gateway/kannel/socket.h"

#include <errno.h>
#include <event2/buffer.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A peer that takes nothing for so long is gone; heartbeats bring it out. */
enum { DEAD_MS = 30000 };

static void
set(int fd, int level, int option, int value)
{
	(void)setsockopt(fd, level, option, &value, sizeof value);
}

/* bearerbox knows IPv4 only. */
static int
look_up(const char *host, unsigned port, struct addrinfo **out)
{
	const struct addrinfo hints = { .ai_family = AF_INET,
		.ai_socktype = SOCK_STREAM };
	char service[16];

	snprintf(service, sizeof service, "%u", port);
	return getaddrinfo(host, service, &hints, out) == 0 ? 0 :
	    -EADDRNOTAVAIL;
}

static int
begin(const struct addrinfo *to)
{
	int fd = socket(to->ai_family,
	    to->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	set(fd, IPPROTO_TCP, TCP_QUICKACK, 1);
	set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, DEAD_MS);
	set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	if (connect(fd, to->ai_addr, to->ai_addrlen) != 0 &&
	    errno != EINPROGRESS) {
		int why = -errno;

		close(fd);
		return why;
	}
	return fd;
}

int
socket_connect(const char *host, unsigned port)
{
	struct addrinfo *to;
	int rc = look_up(host, port, &to);

	if (rc != 0)
		return rc;
	rc = begin(to);
	freeaddrinfo(to);
	return rc;
}

int
socket_connected(int fd)
{
	int error = 0;
	socklen_t n = sizeof error;

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n) != 0)
		return -errno;
	return -error;
}

static bool
is_passing(int error)
{
	return error == EAGAIN || error == EINTR;
}

ssize_t
socket_read(int fd, void *into, size_t n)
{
	ssize_t got = recv(fd, into, n, 0);

	if (got == 0)
		return -EPIPE;
	if (got < 0)
		return is_passing(errno) ? 0 : -errno;
	return got;
}

void
socket_acknowledge(int fd)
{
	set(fd, IPPROTO_TCP, TCP_QUICKACK, 1);
}

int
socket_write(int fd, struct evbuffer *from)
{
	size_t n = evbuffer_get_length(from);
	ssize_t sent;

	if (n == 0)
		return 0;
	sent = send(fd, evbuffer_pullup(from, -1), n, MSG_NOSIGNAL);
	if (sent < 0)
		return is_passing(errno) ? 0 : -errno;
	evbuffer_drain(from, (size_t)sent);
	return 0;
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
wait_for(int fd, short what, int64_t until)
{
	struct pollfd poller = { .fd = fd, .events = what };
	int64_t left = until - now_ms();

	return left > 0 && poll(&poller, 1, (int)left) > 0;
}

/* Closing with octets unread would reset the connection, and the other side
   could lose what we wrote last: read until it closes. */
void
socket_finish(int fd, struct evbuffer *from, unsigned ms)
{
	int64_t until = now_ms() + ms;
	char waste[4096];

	while (evbuffer_get_length(from) > 0 &&
	    wait_for(fd, POLLOUT, until) && socket_write(fd, from) == 0)
		continue;
	(void)shutdown(fd, SHUT_WR);
	while (wait_for(fd, POLLIN, until) &&
	    socket_read(fd, waste, sizeof waste) >= 0)
		continue;
}
