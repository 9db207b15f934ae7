#include "gateway/calls/calls.h"

#include <fcntl.h>
#include <unistd.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/instance.h"
#include "gateway/options.h"

static int
run(const struct settings *settings, int ready_fd)
{
	int lock = instance_hold(settings->dir, "calls"), error;

	if (lock < 0)
		return FAILED;
	error = calls_run(settings, ready_fd);
	close(lock);
	return error == 0 ? DONE : FAILED;
}

int
command_calls(int argc, char **argv)
{
	int ready_fd = -1, status;
	const struct flag flags[] = {
		{ "ready-fd", FLAG_FD, &ready_fd, "N",
		  "write one octet there when bearerbox has accepted us" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 1 };
	struct settings *settings;

	status = options_read(argc, argv, flags, &operands);
	if (status != OPTIONS_GO)
		return status;
	settings = directory_settings(NULL, operands.word[0]);
	if (settings == NULL)
		return FAILED;
	if (ready_fd >= 0)
		(void)fcntl(ready_fd, F_SETFD, FD_CLOEXEC);
	status = run(settings, ready_fd);
	talloc_free(settings);
	return status;
}
