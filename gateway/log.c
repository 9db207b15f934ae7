#include "gateway/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "gateway/terminal.h"

static const char *process = "helpline";

void
log_open(const char *name)
{
	process = name;
}

void
log_line(int level, const char *format, ...)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	va_list args;
	char *text, *newline;

	va_start(args, format);
	text = talloc_vasprintf(ctx, format, args);
	va_end(args);
	text = terminal_escape(ctx, text);
	while ((newline = strchr(text, '\n')) != NULL)
		*newline = ' ';
	/* The level is for systemd; on a screen it is noise. */
	if (isatty(STDERR_FILENO) != 1)
		fprintf(stderr, "<%d>", level);
	fprintf(stderr, "%s: %s\n", process, text);
	talloc_free(ctx);
}
