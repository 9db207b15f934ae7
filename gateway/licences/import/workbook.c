#include "gateway/licences/import/workbook.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/licences/import/archive.h"
#include "gateway/licences/import/values.h"
#include "gateway/licences/import/xml.h"

enum { FORMATS_MAX = 4096 };

/* While one part of it is read. */
struct part {
	struct workbook *book;
	bool in_text, in_reading;	/* <t>; <rPh>: how it is pronounced */
	size_t begun;			/* where the string began */
	bool in_styles;			/* <cellXfs> */
	bool date_format[FORMATS_MAX];	/* of numFmtId */
};

static int
read_part(struct workbook *book, const char *path,
    const struct xml_handler *handler)
{
	struct part *part = talloc_zero(NULL, struct part);
	struct xml *xml = xml_new(part, handler, part);
	int rc;

	part->book = book;
	rc = archive_member(book->octets, book->octets_n, path, xml_receive,
	    xml);
	if (rc == 0)
		rc = xml_end(xml);
	talloc_free(part);
	return rc;
}

/* ---- xl/workbook.xml ---- */

static int
open_sheets(void *arg, const char *name, const char **attributes)
{
	struct part *part = arg;
	struct workbook *book = part->book;
	const char *value = xml_attribute(attributes, "date1904");

	if (strcmp(name, "workbookPr") == 0)
		book->from_1904 = strcmp(value, "1") == 0 ||
		    strcmp(value, "true") == 0;
	if (strcmp(name, "sheet") != 0)
		return 0;
	if (book->sheets_n == SHEETS_MAX)
		return -EFBIG;
	value = xml_attribute(attributes, "state");
	book->sheet[book->sheets_n++] = (struct sheet){
		.name = talloc_strdup(book, xml_attribute(attributes,
		    "name")),
		/* r:id; sheetId is another name. */
		.id = talloc_strdup(book, xml_attribute(attributes, "id")),
		.path = "",
		.hidden = value[0] != '\0' && strcmp(value, "visible") != 0,
	};
	return 0;
}

/* ---- xl/_rels/workbook.xml.rels ---- */

static int
open_relations(void *arg, const char *name, const char **attributes)
{
	struct part *part = arg;
	struct workbook *book = part->book;
	const char *id = xml_attribute(attributes, "Id");
	const char *target = xml_attribute(attributes, "Target");

	for (size_t i = 0; strcmp(name, "Relationship") == 0 &&
	    i < book->sheets_n; i++)
		if (strcmp(book->sheet[i].id, id) == 0)
			book->sheet[i].path = target[0] == '/' ?
			    talloc_strdup(book, target + 1) :
			    talloc_asprintf(book, "xl/%s", target);
	return 0;
}

/* ---- xl/sharedStrings.xml ---- */

static int
open_strings(void *arg, const char *name, const char **)
{
	struct part *part = arg;

	if (strcmp(name, "si") == 0)
		part->begun = part->book->strings_used;
	else if (strcmp(name, "t") == 0)
		part->in_text = true;
	else if (strcmp(name, "rPh") == 0)
		part->in_reading = true;
	return 0;
}

/* All parts together are at most MEMBER_MAX. */
static void
put(struct workbook *book, const char *octets, size_t n)
{
	size_t room = talloc_get_size(book->strings);

	if (book->strings_used + n > room)
		book->strings = talloc_realloc_size(book, book->strings,
		    2 * (book->strings_used + n));
	memcpy(book->strings + book->strings_used, octets, n);
	book->strings_used += n;
}

/* No more of one than shows that it is too long. */
static int
add_string(void *arg, const char *octets, size_t n)
{
	struct part *part = arg;

	if (part->in_text && !part->in_reading &&
	    part->book->strings_used - part->begun <= CELL_MAX)
		put(part->book, octets, n);
	return 0;
}

static int
end_string(struct part *part)
{
	struct workbook *book = part->book;

	if (book->strings_n == STRINGS_MAX)
		return -EFBIG;
	put(book, "", 1);
	if ((book->strings_n & (book->strings_n - 1)) == 0)
		book->string = talloc_realloc(book, book->string, size_t,
		    (unsigned)(book->strings_n == 0 ? 1 :
		    book->strings_n * 2));
	book->string[book->strings_n++] = part->begun;
	return 0;
}

static int
close_strings(void *arg, const char *name)
{
	struct part *part = arg;

	if (strcmp(name, "t") == 0)
		part->in_text = false;
	else if (strcmp(name, "rPh") == 0)
		part->in_reading = false;
	else if (strcmp(name, "si") == 0)
		return end_string(part);
	return 0;
}

/* ---- xl/styles.xml ---- */

bool
workbook_format_is_date(const char *format)
{
	bool quoted = false, bracketed = false;

	for (; *format != '\0'; format++) {
		if (*format == '"')
			quoted = !quoted;
		else if (*format == '[' || *format == ']')
			bracketed = *format == '[';
		else if ((*format == '\\' || *format == '_' ||
		    *format == '*') && format[1] != '\0')
			format++;
		else if (!quoted && !bracketed && strchr("yYdDbB", *format))
			return true;
	}
	return false;
}

static bool
is_built_in_date(long id)
{
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
	    (id >= 50 && id <= 58);
}

static int
add_style(struct part *part, long format)
{
	struct workbook *book = part->book;

	if (book->styles_n == STYLES_MAX)
		return -EFBIG;
	if ((book->styles_n & (book->styles_n - 1)) == 0)
		book->is_date = talloc_realloc(book, book->is_date, bool,
		    (unsigned)(book->styles_n == 0 ? 1 : book->styles_n * 2));
	book->is_date[book->styles_n++] = is_built_in_date(format) ||
	    (format >= 0 && format < FORMATS_MAX && part->date_format[format]);
	return 0;
}

static int
open_styles(void *arg, const char *name, const char **attributes)
{
	struct part *part = arg;
	long id = strtol(xml_attribute(attributes, "numFmtId"), NULL, 10);

	if (strcmp(name, "cellXfs") == 0)
		part->in_styles = true;
	else if (strcmp(name, "numFmt") == 0 && id >= 0 && id < FORMATS_MAX)
		part->date_format[id] = workbook_format_is_date(
		    xml_attribute(attributes, "formatCode"));
	else if (strcmp(name, "xf") == 0 && part->in_styles)
		return add_style(part, id);
	return 0;
}

static int
close_styles(void *arg, const char *name)
{
	struct part *part = arg;

	if (strcmp(name, "cellXfs") == 0)
		part->in_styles = false;
	return 0;
}

/* In this order: formats come before styles, sheets before their paths. */
static const struct {
	const char *path;
	bool needed;
	struct xml_handler handler;
} parts[] = {
	{ "xl/workbook.xml", true, { .open = open_sheets } },
	{ "xl/_rels/workbook.xml.rels", true, { .open = open_relations } },
	{ "xl/styles.xml", false, { open_styles, NULL, close_styles } },
	{ "xl/sharedStrings.xml", false,
	  { open_strings, add_string, close_strings } },
};

int
workbook_open(TALLOC_CTX *ctx, const void *octets, size_t n,
    struct workbook **out)
{
	struct workbook *book = talloc_zero(ctx, struct workbook);
	int rc = 0;

	book->octets = octets;
	book->octets_n = n;
	for (size_t i = 0; rc == 0 && i < sizeof(parts) / sizeof(*parts);
	    i++) {
		rc = read_part(book, parts[i].path, &parts[i].handler);
		if (rc == -ENOENT && !parts[i].needed)
			rc = 0;
	}
	if (rc != 0) {
		talloc_free(book);
		return rc;
	}
	*out = book;
	return 0;
}
