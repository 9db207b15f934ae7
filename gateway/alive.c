#include "gateway/alive.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "gateway/log.h"

/* "@name" is one of the abstract namespace. */
static socklen_t
address_of(const char *path, struct sockaddr_un *at)
{
	size_t n = strlen(path);

	if (n < 2 || n >= sizeof(at->sun_path) ||
	    (path[0] != '/' && path[0] != '@'))
		return 0;
	memcpy(at->sun_path, path, n);
	if (path[0] == '@')
		at->sun_path[0] = '\0';
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n +
	    (path[0] == '/'));
}

static void
tell_systemd(const char *words)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	socklen_t n = path != NULL ? address_of(path, &at) : 0;
	int fd;

	if (n == 0)
		return;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* Not heard is not a fault of ours: who waits for it will act. */
	if (fd >= 0 && sendto(fd, words, strlen(words), MSG_NOSIGNAL,
	    (const struct sockaddr *)&at, n) < 0)
		log_line(LOG_WARNING, "systemd does not listen: %s",
		    strerror(errno));
	if (fd >= 0)
		close(fd);
}

/* A full pipe is a serve that sleeps: it finds enough when it wakes up. */
static void
tell_serve(struct alive *alive, char octet)
{
	if (alive->ready_fd < 0)
		return;
	/* Who listened may be gone, or asleep. */
	signal(SIGPIPE, SIG_IGN);
	(void)fcntl(alive->ready_fd, F_SETFL, O_NONBLOCK);
	if (write(alive->ready_fd, &octet, 1) == 1 || errno == EAGAIN)
		return;
	close(alive->ready_fd);
	alive->ready_fd = -1;
}

void
alive_ready(struct alive *alive, const char *status)
{
	char words[256];

	tell_serve(alive, 'r');
	snprintf(words, sizeof(words), "READY=1\nSTATUS=%s\n", status);
	tell_systemd(words);
}

void
alive_tick(struct alive *alive)
{
	tell_serve(alive, 'w');
	if (getenv("WATCHDOG_USEC") != NULL)
		tell_systemd("WATCHDOG=1\n");
}

void
alive_stopping(struct alive *alive)
{
	(void)alive;
	tell_systemd("STOPPING=1\n");
}
