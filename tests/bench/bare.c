#include "tests/bench/bare.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/figures.h"
#include "tests/bench/place.h"

enum { STEPS = 3000, PACED = 10000, WARM_UP = 100, MESSAGE = 256, ANSWER = 420, WRITTEN = 8240,
    ROOM = 4 << 20 };

/* Over and over the same blocks, as SQLite's log does. */
static _Noreturn void
answer_on(int link, const char *path)
{
	static char octets[ROOM];
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	off_t at = 0;

	pin(CORE_OF_CALLS);
	memset(octets, 1, sizeof(octets));
	if (file < 0 || write(file, octets, ROOM) != ROOM || fsync(file) != 0)
		_exit(1);
	while (recv(link, octets, MESSAGE, MSG_WAITALL) == MESSAGE) {
		if (pwrite(file, octets, WRITTEN, at) != WRITTEN ||
		    fdatasync(file) != 0 ||
		    send(link, octets, ANSWER, MSG_NOSIGNAL) != ANSWER)
			_exit(1);
		at = (at + WRITTEN) % (ROOM - WRITTEN);
	}
	_exit(0);
}

/* One after the other, or as if so many were due each second: then a time
   counts from when its step was due. */
static void
ask(int link, uint64_t *times, int n, double rate)
{
	char octets[ANSWER] = "";
	uint64_t from = now_ns();

	for (int i = 0; i < n; i++) {
		from = rate > 0 ? from + (uint64_t)(1e9 / rate) : now_ns();
		sleep_until_ns(from);
		if (send(link, octets, MESSAGE, MSG_NOSIGNAL) != MESSAGE ||
		    recv(link, octets, ANSWER, MSG_WAITALL) != ANSWER)
			die("%s", "the bare step does not answer");
		times[i] = now_ns() - from;
	}
}

struct figures
bare_figures(const char *path, double rate)
{
	static uint64_t times[PACED];
	int n = rate > 0 ? PACED : STEPS;
	struct figures f = { .steps = n };
	int ends[2];
	uint64_t from;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		die("no socket pair");
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		answer_on(ends[1], path);
	}
	close(ends[1]);
	pin(CORE_OF_DRIVER);
	ask(ends[0], times, WARM_UP, 0);
	from = now_ns();
	ask(ends[0], times, n, rate);
	f.seconds = (double)(now_ns() - from) / 1e9;
	close(ends[0]);
	waitpid(pid, NULL, 0);
	unlink(path);
	figures_times(&f, times, (size_t)n);
	return f;
}
