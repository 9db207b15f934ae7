#include "gateway/licences/import/worksheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/licences/import/archive.h"
#include "gateway/licences/import/values.h"
#include "gateway/licences/import/xml.h"
#include "menus/document.h"
#include "store/day.h"

/* Of Excel's day 0 and, in books that count so, of 1904. */
enum { EPOCH_1900 = 25569, EPOCH_1904 = 24107, SERIAL_MAX = 200000 };

struct reader {
	const struct workbook *book;
	const struct sink *sink;
	TALLOC_CTX *row;		/* holds the texts of its cells */
	int line;
	size_t n;			/* cells so far */
	const char *cell[COLUMNS_MAX];
	/* The cell that is being read. */
	size_t column;
	char type[12];
	size_t style;
	bool formula, in_value;
	char value[CELL_MAX + 2];
	size_t used;
};

static void
begin_row(struct reader *r, const char **attributes)
{
	const char *number = xml_attribute(attributes, "r");
	long line = strtol(number, NULL, 10);

	r->line = line > 0 && line <= 1048576 ? (int)line : r->line + 1;
	r->n = 0;
	r->column = 0;
	TALLOC_FREE(r->row);
	r->row = talloc_new(NULL);
}

/* "AB12" is column 27; COLUMNS_MAX for all that lie too far. */
static size_t
column_of(const char *reference, size_t next)
{
	size_t column = 0;

	if (*reference < 'A' || *reference > 'Z')
		return next;
	for (; *reference >= 'A' && *reference <= 'Z'; reference++) {
		column = column * 26 + (size_t)(*reference - 'A') + 1;
		if (column > COLUMNS_MAX)
			return COLUMNS_MAX;
	}
	return column - 1;
}

static void
begin_cell(struct reader *r, const char **attributes)
{
	const char *type = xml_attribute(attributes, "t");

	r->column = column_of(xml_attribute(attributes, "r"), r->column);
	r->style = strtoul(xml_attribute(attributes, "s"), NULL, 10);
	snprintf(r->type, sizeof(r->type), "%s", type);
	r->formula = r->in_value = false;
	r->used = 0;
}

static int
opened(void *arg, const char *name, const char **attributes)
{
	struct reader *r = arg;

	if (strcmp(name, "row") == 0)
		begin_row(r, attributes);
	else if (strcmp(name, "c") == 0)
		begin_cell(r, attributes);
	else if (strcmp(name, "f") == 0)
		r->formula = true;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		r->in_value = true;
	else if (strcmp(name, "rPh") == 0)
		r->in_value = false;
	return 0;
}

static int
said(void *arg, const char *octets, size_t n)
{
	struct reader *r = arg;
	size_t room = sizeof(r->value) - 1 - r->used;

	if (!r->in_value)
		return 0;
	if (n > room)
		n = room;
	memcpy(r->value + r->used, octets, n);
	r->used += n;
	return 0;
}

static bool
is_type(const struct reader *r, const char *type)
{
	return strcmp(r->type, type) == 0;
}

static const char *
shared(const struct reader *r)
{
	unsigned long n = strtoul(r->value, NULL, 10);

	if (n >= r->book->strings_n)
		return "=";
	return r->book->strings + r->book->string[n];
}

static bool
shows_day(const struct reader *r)
{
	return r->style < r->book->styles_n && r->book->is_date[r->style];
}

/* A number as people see it: a day, or without the point that Excel may give
   a whole one. */
static const char *
number(struct reader *r)
{
	char *end, text[DAY_TEXT];
	double value = strtod(r->value, &end);
	int64_t day;

	if (r->value[0] == '\0' || *end != '\0' || value < 0 || value > 1e15)
		return r->value;
	if (shows_day(r) && value >= 61 && value < SERIAL_MAX) {
		day = (int64_t)value - (r->book->from_1904 ? EPOCH_1904 :
		    EPOCH_1900);
		return talloc_strdup(r->row, day_text(day, text));
	}
	if (value == (double)(int64_t)value)
		return talloc_asprintf(r->row, "%lld", (long long)value);
	return r->value;
}

static const char *
value_of(struct reader *r)
{
	if (r->formula || is_type(r, "e"))
		return "=";
	if (is_type(r, "s"))
		return shared(r);
	if (r->type[0] == '\0' || is_type(r, "n"))
		return number(r);
	if (is_type(r, "d") && r->used >= DAY_TEXT - 1)
		r->value[DAY_TEXT - 1] = '\0';
	return r->value;
}

static int
end_cell(struct reader *r)
{
	const char *text;

	r->value[r->used] = '\0';
	text = r->row != NULL ? value_of(r) : "";
	if (r->column >= COLUMNS_MAX && text[0] != '\0') {
		faults_add(r->sink->faults, r->sink->file, r->line,
		    "something stands beyond the %dth column", COLUMNS_MAX);
		return -EINVAL;
	}
	if (r->column >= COLUMNS_MAX || text[0] == '\0') {
		r->column++;
		return 0;
	}
	while (r->n <= r->column)
		r->cell[r->n++] = "";
	r->cell[r->column++] = talloc_strdup(r->row, text);
	return 0;
}

static int
end_row(struct reader *r)
{
	const struct sink *sink = r->sink;

	return r->n == 0 ? 0 : sink->row(sink->arg, &(struct row){ r->line,
	    r->n, r->cell });
}

static int
closed(void *arg, const char *name)
{
	struct reader *r = arg;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		r->in_value = false;
	else if (strcmp(name, "c") == 0)
		return end_cell(r);
	else if (strcmp(name, "row") == 0)
		return end_row(r);
	return 0;
}

int
worksheet_read(const struct workbook *book, const struct sheet *sheet,
    const struct sink *sink)
{
	static const struct xml_handler handler = { opened, said, closed };
	struct reader *r = talloc_zero(NULL, struct reader);
	struct xml *xml = xml_new(r, &handler, r);
	int rc;

	r->book = book;
	r->sink = sink;
	rc = archive_member(book->octets, book->octets_n, sheet->path,
	    xml_receive, xml);
	if (rc == 0)
		rc = xml_end(xml);
	talloc_free(r->row);
	talloc_free(r);
	return rc;
}
