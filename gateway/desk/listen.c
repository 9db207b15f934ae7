#include "gateway/desk/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 64 };

static int
give_up(int fd)
{
	int rc = errno == EADDRINUSE || errno == EACCES ? -errno : -EIO;

	close(fd);
	return rc;
}

static int
listen_tcp(long port)
{
	const struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    0), on = 1;

	if (fd < 0)
		return -EIO;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(fd, (const struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, BACKLOG) != 0)
		return give_up(fd);
	return fd;
}

/* A socket that nobody listens at was left by one of us that fell.  A file
   there is what somebody mistyped, and says the same. */
static bool
is_left_over(const struct sockaddr_un *at)
{
	struct stat st;
	int fd = lstat(at->sun_path, &st) == 0 && S_ISSOCK(st.st_mode) ?
	    socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
	bool left = fd >= 0 && connect(fd, (const struct sockaddr *)at,
	    sizeof(*at)) != 0 && errno == ECONNREFUSED;

	if (fd >= 0)
		close(fd);
	return left;
}

static int
listen_unix(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(at.sun_path))
		return -EINVAL;
	memcpy(at.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -EIO;
	if (is_left_over(&at))
		unlink(path);
	/* The proxy comes in by the group of the directory it stands in. */
	if (bind(fd, (const struct sockaddr *)&at, sizeof(at)) != 0 ||
	    chmod(path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) != 0 ||
	    listen(fd, BACKLOG) != 0)
		return give_up(fd);
	return fd;
}

int
desk_listen(const struct settings *settings)
{
	return settings->desk_socket[0] != '\0' ?
	    listen_unix(settings->desk_socket) :
	    listen_tcp(settings->desk_port);
}
