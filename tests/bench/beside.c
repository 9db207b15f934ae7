#include "tests/bench/beside.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/place.h"

/* Its first line comes to us, what follows goes where standard error goes. */
static _Noreturn void
become(const char *command, const char *dir, const int in[2],
    const int out[2])
{
	setenv("BENCH_DIR", dir, 1);
	dup2(in[0], STDIN_FILENO);
	dup2(out[1], STDOUT_FILENO);
	close(in[1]);
	close(out[0]);
	execl("/bin/sh", "sh", "-c", command, NULL);
	_exit(127);
}

struct beside
beside_start(const char *command, const char *dir)
{
	struct beside beside = { .in = -1 };
	int in[2], out[2];
	char octet = '\0';

	if (command == NULL)
		return beside;
	if (pipe(in) != 0 || pipe(out) != 0)
		die("no pipe");
	beside.pid = fork();
	if (beside.pid == 0)
		become(command, dir, in, out);
	close(in[0]);
	close(out[1]);
	beside.in = in[1];
	while (octet != '\n')
		if (read(out[0], &octet, 1) != 1)
			die("what is to work beside us does not begin");
	return beside;
}

void
beside_stop(struct beside *beside)
{
	int status = 0;

	if (beside->in < 0)
		return;
	close(beside->in);
	waitpid(beside->pid, &status, 0);
	if (status != 0)
		die("what worked beside us did not end well");
}
