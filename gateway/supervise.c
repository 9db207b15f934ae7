#include "gateway/supervise.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#include "gateway/alive.h"
#include "gateway/jump.h"
#include "gateway/log.h"
#include "gateway/spawn.h"

enum {
	WAIT_FIRST_MS = 100,
	WAIT_LAST_MS = 5000,
	FALLS_MAX = 10,		/* in FALLS_MS: it will not stand */
	FALLS_MS = 60 * 1000,
	STOP_S = 10,
	SIGNALS = 4,
};

struct child {
	struct keeper *keeper;
	const struct post *post;
	pid_t pid;			/* 0: not running */
	bool ready;			/* has been, once */
	int ready_fd;
	struct event *heard, *start, *silent;
	int64_t started_at_ms;
	int64_t falls_ms[FALLS_MAX];	/* a ring: when it fell */
	unsigned falls;
	long wait_ms;
};

struct keeper {
	struct event_base *base;
	const char *dir;
	long silence_s;
	struct child *children;
	size_t n;
	struct event *signals[SIGNALS], *deadline, *tick;
	struct alive alive;
	bool told, stopping;
	int result;
};

static void heard(evutil_socket_t, short, void *);

static long
patience_s(const struct child *child)
{
	return child->keeper->silence_s * child->post->patience;
}

/* It hangs: SIGABRT would leave its memory on the disk. */
static void
fell_silent(evutil_socket_t fd, short what, void *arg)
{
	struct child *child = arg;

	(void)fd;
	(void)what;
	if (child->pid == 0)
		return;
	log_line(LOG_CRIT, "%s says nothing for %ld s and is killed",
	    child->post->command, patience_s(child));
	kill(child->pid, SIGKILL);
}

static int
start(struct child *child)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -EIO;
	child->pid = spawn_self(child->post->command, child->keeper->dir,
	    ends[1]);
	close(ends[1]);
	if (child->pid < 0) {
		child->pid = 0;
		close(ends[0]);
		return -EIO;
	}
	child->started_at_ms = steady_ms();
	child->ready_fd = ends[0];
	child->heard = event_new(child->keeper->base, ends[0], EV_READ |
	    EV_PERSIST, heard, child);
	event_add(child->heard, NULL);
	return 0;
}

static void
stop_listening(struct child *child)
{
	if (child->heard == NULL)
		return;
	event_free(child->heard);
	event_del(child->silent);
	child->heard = NULL;
	close(child->ready_fd);
}

static void
tell(struct keeper *keeper)
{
	for (size_t i = 0; i < keeper->n; i++)
		if (!keeper->children[i].ready)
			return;
	if (keeper->told)
		return;
	keeper->told = true;
	puts("ready");
	fflush(stdout);
	alive_ready(&keeper->alive, "answering callers; the desk is open");
}

static void
heard(evutil_socket_t fd, short what, void *arg)
{
	struct child *child = arg;
	const struct timeval patience = { patience_s(child), 0 };
	char octets[64];
	ssize_t n = read(fd, octets, sizeof(octets));

	(void)what;
	if (n <= 0) {
		stop_listening(child);
		return;
	}
	child->ready |= memchr(octets, 'r', (size_t)n) != NULL;
	event_add(child->silent, &patience);
	tell(child->keeper);
}

/* Ours to systemd, which hears of the children's through us. */
static void
tick(evutil_socket_t fd, short what, void *arg)
{
	struct keeper *keeper = arg;

	(void)fd;
	(void)what;
	alive_tick(&keeper->alive);
}

/* Ask the last one that runs; when none does, the day is over. */
static void
stop_next(struct keeper *keeper)
{
	for (size_t i = keeper->n; i-- > 0;) {
		if (keeper->children[i].pid == 0)
			continue;
		kill(keeper->children[i].pid, SIGTERM);
		return;
	}
	event_base_loopbreak(keeper->base);
}

static void
stop(struct keeper *keeper)
{
	static const struct timeval limit = { STOP_S, 0 };

	if (keeper->stopping)
		return;
	keeper->stopping = true;
	alive_stopping(&keeper->alive);
	for (size_t i = 0; i < keeper->n; i++)
		event_del(keeper->children[i].start);
	event_add(keeper->deadline, &limit);
	stop_next(keeper);
}

static void
lose_patience(evutil_socket_t fd, short what, void *arg)
{
	struct keeper *keeper = arg;

	(void)fd;
	(void)what;
	for (size_t i = 0; i < keeper->n; i++) {
		if (keeper->children[i].pid == 0)
			continue;
		log_line(LOG_ERR, "%s did not stop in %d s and was killed",
		    keeper->children[i].post->command, STOP_S);
		kill(keeper->children[i].pid, SIGKILL);
	}
}

/* Note a fall; true when it was the tenth in a minute. */
static bool
falls_too_often(struct child *child)
{
	int64_t now = steady_ms();
	int64_t *oldest = &child->falls_ms[child->falls++ % FALLS_MAX];

	*oldest = now;
	oldest = &child->falls_ms[child->falls % FALLS_MAX];
	return child->falls >= FALLS_MAX && now - *oldest < FALLS_MS;
}

static void
start_later(struct child *child)
{
	struct timeval wait;

	if (steady_ms() - child->started_at_ms >= FALLS_MS)
		child->wait_ms = WAIT_FIRST_MS;
	wait = (struct timeval){ child->wait_ms / 1000,
	    child->wait_ms % 1000 * 1000 };
	event_add(child->start, &wait);
	child->wait_ms *= 2;
	if (child->wait_ms > WAIT_LAST_MS)
		child->wait_ms = WAIT_LAST_MS;
}

static void
fell(struct child *child, int status)
{
	struct keeper *keeper = child->keeper;

	log_line(LOG_ERR, "%s fell (%s %d)", child->post->command,
	    WIFSIGNALED(status) ? "signal" : "exit status",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		log_line(LOG_CRIT, "%s asked the kernel for what it never "
		    "needs (see type=1326 in the kernel's log): a fault of "
		    "ours, or somebody got in", child->post->command);
	if (!falls_too_often(child)) {
		start_later(child);
		return;
	}
	log_line(LOG_CRIT, "%s fell %d times in a minute: giving up; see: "
	    "helpline doctor %s", child->post->command, FALLS_MAX,
	    keeper->dir);
	keeper->result = -ECHILD;
	stop(keeper);
}

static void
gone(struct keeper *keeper, pid_t pid, int status)
{
	for (size_t i = 0; i < keeper->n; i++) {
		struct child *child = &keeper->children[i];

		if (child->pid != pid)
			continue;
		child->pid = 0;
		stop_listening(child);
		if (keeper->stopping)
			stop_next(keeper);
		else
			fell(child, status);
	}
}

static void
start_again(evutil_socket_t fd, short what, void *arg)
{
	struct child *child = arg;

	(void)fd;
	(void)what;
	if (start(child) == 0)
		return;
	log_line(LOG_ERR, "%s cannot be started", child->post->command);
	start_later(child);
}

static void
pass_on(struct keeper *keeper, int number)
{
	for (size_t i = 0; i < keeper->n; i++)
		if (keeper->children[i].pid > 0 &&
		    keeper->children[i].post->reloads)
			kill(keeper->children[i].pid, number);
}

static void
signalled(evutil_socket_t number, short what, void *arg)
{
	struct keeper *keeper = arg;
	int status;
	pid_t pid;

	(void)what;
	switch (number) {
	case SIGCHLD:
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			gone(keeper, pid, status);
		break;
	case SIGHUP:
		pass_on(keeper, SIGHUP);
		break;
	default:
		stop(keeper);
	}
}

static void
listen_for_signals(struct keeper *keeper)
{
	static const int numbers[SIGNALS] = { SIGTERM, SIGINT, SIGHUP,
	    SIGCHLD };

	for (size_t i = 0; i < SIGNALS; i++) {
		keeper->signals[i] = evsignal_new(keeper->base, numbers[i],
		    signalled, keeper);
		event_add(keeper->signals[i], NULL);
	}
	keeper->deadline = evtimer_new(keeper->base, lose_patience, keeper);
}

static void
man(struct keeper *keeper, const struct post *posts, size_t n)
{
	keeper->n = n;
	keeper->children = talloc_zero_array(NULL, struct child,
	    (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		struct child *child = &keeper->children[i];

		child->keeper = keeper;
		child->post = &posts[i];
		child->wait_ms = WAIT_FIRST_MS;
		child->start = evtimer_new(keeper->base, start_again, child);
		child->silent = evtimer_new(keeper->base, fell_silent, child);
		start_again(-1, 0, child);
	}
}

int
supervise(const char *dir, long silence_s, const struct post *posts, size_t n)
{
	static const struct timeval often = { ALIVE_TICK_S, 0 };
	struct keeper keeper = { .dir = dir, .silence_s = silence_s, .alive = { -1 } };

	keeper.base = event_base_new();
	if (keeper.base == NULL)
		return -EIO;
	listen_for_signals(&keeper);
	keeper.tick = event_new(keeper.base, -1, EV_PERSIST, tick, &keeper);
	event_add(keeper.tick, &often);
	man(&keeper, posts, n);
	event_base_dispatch(keeper.base);
	for (size_t i = 0; i < n; i++) {
		stop_listening(&keeper.children[i]);
		event_free(keeper.children[i].start);
		event_free(keeper.children[i].silent);
	}
	for (size_t i = 0; i < SIGNALS; i++)
		event_free(keeper.signals[i]);
	event_free(keeper.deadline);
	event_free(keeper.tick);
	event_base_free(keeper.base);
	talloc_free(keeper.children);
	return keeper.result;
}
