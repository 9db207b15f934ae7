#include "gateway/desk/desk.h"

#include <fcntl.h>
#include <unistd.h>

#include "gateway/commands/commands.h"
#include "gateway/desk/openapi.h"
#include "gateway/directory.h"
#include "gateway/instance.h"
#include "gateway/options.h"
#include "gateway/report.h"

static int
run(const struct settings *settings, int ready_fd)
{
	int lock = instance_hold(settings->dir, "desk"), error;

	if (lock < 0)
		return FAILED;
	error = desk_run(settings, ready_fd);
	close(lock);
	return error == 0 ? DONE : FAILED;
}

static int
open_and_run(const char *dir, int ready_fd)
{
	struct settings *settings = directory_settings(NULL, dir);
	int status;

	if (settings == NULL)
		return FAILED;
	if (ready_fd >= 0)
		(void)fcntl(ready_fd, F_SETFD, FD_CLOEXEC);
	status = run(settings, ready_fd);
	talloc_free(settings);
	return status;
}

int
command_desk(int argc, char **argv)
{
	int ready_fd = -1, status;
	bool openapi = false;
	const struct flag flags[] = {
		{ "ready-fd", FLAG_FD, &ready_fd, "N",
		  "write one octet there when it listens" },
		{ "openapi", FLAG_SWITCH, &openapi, NULL,
		  "print the API as an OpenAPI document, and end" },
		{ 0 }
	};
	struct operands operands = { .min = 0, .max = 1 };

	status = options_read(argc, argv, flags, &operands);
	if (status != OPTIONS_GO)
		return status;
	if (openapi)
		return report_json(openapi_document());
	if (operands.n == 0)
		return options_wrong("desk", "DIR is needed");
	return open_and_run(operands.word[0], ready_fd);
}
