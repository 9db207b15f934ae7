#include "gateway/licences/import/xlsx.h"

#include <errno.h>
#include <string.h>

#include "gateway/licences/import/worksheet.h"
#include "gateway/licences/import/values.h"
#include "gateway/licences/import/workbook.h"
#include "menus/document.h"

static const char zip[] = "PK\x03\x04";
static const char ole[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

static bool
begins(const void *octets, size_t n, const char *with)
{
	return n >= strlen(with) && memcmp(octets, with, strlen(with)) == 0;
}

bool
xlsx_is(const void *octets, size_t n)
{
	return begins(octets, n, zip) || begins(octets, n, ole);
}

static int
fault(const struct sink *sink, const char *words)
{
	faults_add(sink->faults, sink->file, 0, "%s", words);
	return -EINVAL;
}

/* What the archive says, in words; faults of the sink were said already. */
static int
explain(const struct sink *sink, int rc)
{
	switch (rc) {
	case -ENOENT:
		return fault(sink, "a zip file, but no Excel workbook");
	case -EFBIG:
		return fault(sink, "it unpacks to more than 64 MiB: a list of "
		    "agencies does not");
	case -EACCES:
		return fault(sink, "it has a password: save it without one");
	case -EBADMSG:
		return fault(sink, "the workbook is damaged, or holds what "
		    "none should: save it again, or as \"CSV UTF-8\"");
	default:
		return rc;
	}
}

static const struct sheet *
find_named(const struct workbook *book, const char *name)
{
	for (size_t i = 0; i < book->sheets_n; i++)
		if (strcmp(book->sheet[i].name, name) == 0)
			return &book->sheet[i];
	return NULL;
}

static const struct sheet *
find_shown(const struct workbook *book, size_t *shown)
{
	const struct sheet *found = NULL;

	*shown = 0;
	for (size_t i = 0; i < book->sheets_n; i++)
		if (!book->sheet[i].hidden && (*shown)++ == 0)
			found = &book->sheet[i];
	return found;
}

static char *
names_of(TALLOC_CTX *ctx, const struct workbook *book)
{
	char *names = talloc_strdup(ctx, "");

	for (size_t i = 0; i < book->sheets_n; i++)
		names = talloc_asprintf_append_buffer(names, "%s%s%s",
		    i > 0 ? ", " : "", value_quote(ctx, book->sheet[i].name),
		    book->sheet[i].hidden ? " (hidden)" : "");
	return names;
}

static const struct sheet *
choose(const struct workbook *book, const char *name, const struct sink *sink)
{
	size_t shown = 1;
	const struct sheet *found = name != NULL ? find_named(book, name) :
	    find_shown(book, &shown);

	if (found != NULL && shown == 1)
		return found;
	faults_add(sink->faults, sink->file, 0, "%s; there are: %s; say which "
	    "with --sheet NAME", name != NULL ? "there is no such sheet" :
	    shown == 0 ? "every sheet is hidden" : "it has several sheets",
	    names_of((void *)book, book));
	return NULL;
}

int
xlsx_read(const void *octets, size_t n, const char *name,
    const struct sink *sink)
{
	struct workbook *book;
	const struct sheet *sheet;
	int rc;

	if (begins(octets, n, ole))
		return fault(sink, "an old workbook (.xls), or one with a "
		    "password: save it as .xlsx without one");
	rc = workbook_open(NULL, octets, n, &book);
	if (rc != 0)
		return explain(sink, rc);
	sheet = choose(book, name, sink);
	rc = sheet != NULL ? worksheet_read(book, sheet, sink) : -EINVAL;
	talloc_free(book);
	return explain(sink, rc);
}
