#include "gateway/spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

/* In the child: become the command, with nothing of ours. */
_Noreturn static void
become(const char *command, const char *dir, int ready_fd, pid_t parent)
{
	static const int ours[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGPIPE };
	char fd[16];
	sigset_t none;

	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		signal(ours[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* An interrupt from the terminal is for serve, which stops in order. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	/* To systemd serve speaks for all. */
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	fcntl(ready_fd, F_SETFD, 0);
	snprintf(fd, sizeof(fd), "%d", ready_fd);
	execl("/proc/self/exe", "helpline", command, dir, "--ready-fd", fd,
	    (char *)NULL);
	_exit(EXIT_FAILURE);
}

pid_t
spawn_self(const char *command, const char *dir, int ready_fd)
{
	pid_t parent = getpid(), pid;
	sigset_t all, before;

	/* Signals wait while there are two of us: libevent's handler in the
	   child would write to the parent's pipe. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid = fork();
	if (pid == 0)
		become(command, dir, ready_fd, parent);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return pid;
}
