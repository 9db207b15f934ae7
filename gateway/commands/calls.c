#include "gateway/calls/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/instance.h"
#include "gateway/log.h"
#include "gateway/options.h"

static int
run(const struct settings *settings, int ready_fd)
{
	int lock, error;

	error = instance_take(settings->dir, "calls", &lock);
	if (error != 0) {
		log_line(LOG_ERR, error == -EEXIST ?
		    "another helpline calls runs on %s" :
		    "%s/calls.lock cannot be written", settings->dir);
		return FAILED;
	}
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
