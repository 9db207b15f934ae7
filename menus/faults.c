#include "menus/document.h"

#include <stdarg.h>

struct faults {
	unsigned n;
	char **message;
};

struct faults *
faults_new(TALLOC_CTX *parent)
{
	return talloc_zero(parent, struct faults);
}

/* Room for the next message; grows when the count is a power of two. */
static char **
next_place(struct faults *faults)
{
	if ((faults->n & (faults->n - 1)) == 0)
		faults->message = talloc_realloc(faults, faults->message,
		    char *, faults->n == 0 ? 1 : faults->n * 2);
	return &faults->message[faults->n++];
}

void
faults_add(struct faults *faults, const char *file, int line,
    const char *format, ...)
{
	char **place = next_place(faults);
	va_list arguments;

	if (line > 0)
		*place = talloc_asprintf(faults, "%s:%d: ", file, line);
	else
		*place = talloc_asprintf(faults, "%s: ", file);
	va_start(arguments, format);
	*place = talloc_vasprintf_append_buffer(*place, format, arguments);
	va_end(arguments);
}

void
faults_copy(struct faults *faults, const char *message)
{
	char **place = next_place(faults);

	*place = talloc_strdup(faults, message);
}

size_t
faults_count(const struct faults *faults)
{
	return faults->n;
}

const char *
faults_at(const struct faults *faults, size_t n)
{
	return n < faults->n ? faults->message[n] : NULL;
}

void
faults_print(const struct faults *faults, FILE *to)
{
	for (size_t i = 0; i < faults->n; i++)
		fprintf(to, "%s\n", faults->message[i]);
}
