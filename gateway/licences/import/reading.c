#include "gateway/licences/import/reading.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "gateway/licences/import/columns.h"
#include "gateway/licences/import/csv.h"
#include "gateway/licences/import/doubles.h"
#include "gateway/licences/import/encoding.h"
#include "gateway/licences/import/values.h"
#include "gateway/licences/import/xlsx.h"
#include "menus/document.h"

struct reader {
	const struct lexicon *lexicon;
	const char *file;
	struct faults *faults;
	size_t faults_before;
	bool headed;			/* headings were read */
	int rows_above;
	int warned_at;			/* a title above said something */
	const char *warning;		/* "suspended" */
	struct columns columns;
	struct list *list;
	int *line;			/* of each agency */
};

static int
fault(struct reader *r, int line, int column, const char *why)
{
	const char *name = column < AGENCY_FIELDS ?
	    agency_field_name((enum agency_field)column) : "head_office";

	faults_add(r->faults, r->file, line, "%s: %s", name, why);
	return -EINVAL;
}

/* Enough to mend; who sends the wrong file needs no ten thousand lines. */
static int
after_faults(struct reader *r, int line)
{
	if (faults_count(r->faults) - r->faults_before < FAULTS_MAX)
		return 0;
	faults_add(r->faults, r->file, line, "and perhaps more: mend these "
	    "first");
	return -EINVAL;
}

/* The clean text of a column of this row; "" where there is none. */
static char *
cell(struct reader *r, TALLOC_CTX *ctx, const struct row *row, int column,
    int *failed)
{
	int at = r->columns.at[column];
	const char *why = "";
	char *text;

	if (at < 0 || (size_t)at >= row->n)
		return talloc_strdup(ctx, "");
	text = value_clean(ctx, row->cell[at], column, &why);
	if (text == NULL)
		*failed = fault(r, row->line, column, why);
	return text;
}

static int
set_field(struct reader *r, const struct row *row, struct agency *agency,
    int column, const char *clean)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const char *why = "";
	char *form = value_form(ctx, r->lexicon, clean, column, &why);
	int rc = 0;

	if (form == NULL)
		rc = fault(r, row->line, column, why);
	else if (agency_field_read(r->list, agency, (enum agency_field)column,
	    form) != 0)
		rc = fault(r, row->line, column, form[0] == '\0' ?
		    "it is missing" : "it is too long, has too many members or"
		    " parts, or ends before it begins");
	talloc_free(ctx);
	return rc;
}

/* Where a list has no column of statuses, all on it are licensed. */
static int
read_field(struct reader *r, TALLOC_CTX *ctx, const struct row *row,
    struct agency *agency, int column)
{
	int failed = 0;
	char *clean = cell(r, ctx, row, column, &failed);

	if (failed != 0)
		return failed;
	if (column == FIELD_STATUS && r->columns.at[column] < 0)
		clean = talloc_strdup(ctx, "valid");
	if (column == FIELD_STATUS && clean[0] == '\0')
		return fault(r, row->line, column, "it is missing");
	return set_field(r, row, agency, column, clean);
}

/* Province, phone and address may stand in columns of their own. */
static int
read_head_office(struct reader *r, TALLOC_CTX *ctx, const struct row *row,
    struct agency *agency)
{
	char *part[COLUMN_ADDRESS + 1];
	int failed = 0;

	if (r->columns.at[FIELD_HEAD_OFFICE] >= 0)
		return read_field(r, ctx, row, agency, FIELD_HEAD_OFFICE);
	for (int c = COLUMN_PROVINCE; c <= COLUMN_ADDRESS; c++) {
		part[c] = cell(r, ctx, row, c, &failed);
		if (part[c] != NULL && strchr(part[c], '|') != NULL)
			failed = fault(r, row->line, c, "a | cannot be kept");
	}
	if (failed != 0)
		return failed;
	return set_field(r, row, agency, FIELD_HEAD_OFFICE,
	    talloc_asprintf(ctx, "%s | %s | %s", part[COLUMN_PROVINCE],
	    part[COLUMN_PHONE], part[COLUMN_ADDRESS]));
}

/* A name in Khmer letters is the Khmer name, wherever it stands. */
static void
sort_names(struct agency *agency)
{
	static const char *const khmer[] = { "\xe1\x9e", "\xe1\x9f" };
	bool has = strstr(agency->name, khmer[0]) != NULL ||
	    strstr(agency->name, khmer[1]) != NULL;

	if (!has || agency->name_km[0] != '\0')
		return;
	agency->name_km = agency->name;
	agency->name = "";
}

static bool
is_within(const struct reader *r, const struct row *row)
{
	for (size_t i = r->columns.n; i < row->n; i++)
		if (row->cell[i][strspn(row->cell[i], " \t\r\n")] != '\0')
			return false;
	return true;
}

/* A remark that says "suspended" is no remark. */
static int
check_ignored(struct reader *r, const struct row *row)
{
	const char *status;

	for (size_t i = 0; i < row->n && i < r->columns.n; i++) {
		if (r->columns.kind[i] != COLUMN_IGNORED)
			continue;
		status = lexicon_warns(r->lexicon, row->cell[i]);
		if (status == NULL)
			continue;
		faults_add(r->faults, r->file, row->line, "column %zu is not "
		    "kept, but says %s: put %s into a column \"status\", or "
		    "leave the remark out", i + 1, value_quote(r->list,
		    row->cell[i]), status);
		return -EINVAL;
	}
	return 0;
}

static int
check_row(struct reader *r, const struct row *row, struct agency *agency)
{
	if (!is_within(r, row)) {
		faults_add(r->faults, r->file, row->line, "more cells than "
		    "there are columns: a separator in a text without quotes?");
		return -EINVAL;
	}
	if (check_ignored(r, row) != 0)
		return -EINVAL;
	sort_names(agency);
	if (agency->name[0] != '\0' || agency->name_km[0] != '\0')
		return 0;
	return fault(r, row->line, FIELD_NAME, "it is missing");
}

static struct agency *
next_place(struct reader *r)
{
	struct list *list = r->list;

	if ((list->n & (list->n - 1)) == 0) {
		unsigned room = (unsigned)(list->n == 0 ? 1 : list->n * 2);

		list->agency = talloc_realloc(list, list->agency,
		    struct agency, room);
		r->line = talloc_realloc(list, r->line, int, room);
	}
	return &list->agency[list->n];
}

static int
read_agency(struct reader *r, const struct row *row)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct agency *agency = next_place(r);
	int failed = 0;

	*agency = (struct agency){ .licence = "", .name = "", .name_km = "" };
	for (int f = 0; f < AGENCY_FIELDS; f++)
		if ((f == FIELD_HEAD_OFFICE ? read_head_office(r, ctx, row,
		    agency) : read_field(r, ctx, row, agency, f)) != 0)
			failed = -EINVAL;
	if (failed == 0)
		failed = check_row(r, row, agency);
	talloc_free(ctx);
	r->line[r->list->n] = row->line;
	r->list->n += failed == 0;
	return after_faults(r, row->line);
}

static void
read_title(struct reader *r, const struct row *row)
{
	for (size_t i = 0; i < row->n && r->warning == NULL; i++) {
		r->warning = lexicon_warns(r->lexicon, row->cell[i]);
		r->warned_at = row->line;
	}
}

/* Where there is no column of statuses all would be valid. */
static int
check_title(struct reader *r)
{
	if (r->warning == NULL || r->columns.at[FIELD_STATUS] >= 0)
		return 0;
	faults_add(r->faults, r->file, r->warned_at, "the title speaks of %s, "
	    "but there is no column \"status\": add one", r->warning);
	return -EINVAL;
}

static int
read_headings(struct reader *r, const struct row *row)
{
	int rc;

	if (!columns_are_there(r->lexicon, row)) {
		read_title(r, row);
		if (++r->rows_above < HEADING_ROWS)
			return 0;
		faults_add(r->faults, r->file, row->line, "no headings in the "
		    "first %d rows: \"licence\" and \"name\" are needed",
		    HEADING_ROWS);
		return -EINVAL;
	}
	r->headed = true;
	rc = columns_read(r->lexicon, row, r->file, r->faults, &r->columns);
	return rc == 0 ? check_title(r) : rc;
}

static bool
is_blank(const struct row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->cell[i][strspn(row->cell[i], " \t\r\n")] != '\0')
			return false;
	return true;
}

static int
take_row(void *arg, const struct row *row)
{
	struct reader *r = arg;

	if (is_blank(row))
		return 0;
	if (!r->headed)
		return read_headings(r, row);
	if (r->list->n == LIST_MAX) {
		faults_add(r->faults, r->file, row->line, "more than %d "
		    "agencies: is this the right file?", LIST_MAX);
		return -EINVAL;
	}
	return read_agency(r, row);
}

static void
find_doubles(struct reader *r)
{
	size_t n;
	struct doubled *doubled = doubles_find(r->list, r->list, r->line, &n);

	for (size_t i = 0; i < n && after_faults(r, doubled[i].line) == 0; i++)
		faults_add(r->faults, r->file, doubled[i].line,
		    "licence: the number of line %d again",
		    doubled[i].before);
	talloc_free(doubled);
}

static int
check_list(struct reader *r)
{
	if (!r->headed) {
		faults_add(r->faults, r->file, 0, "there are no headings in "
		    "it: \"licence\" and \"name\" are needed");
		return -EINVAL;
	}
	if (r->list->n == 0 && faults_count(r->faults) == r->faults_before)
		faults_add(r->faults, r->file, 0, "there is no agency in it");
	find_doubles(r);
	return faults_count(r->faults) == r->faults_before ? 0 : -EINVAL;
}

/* What people save, or servers send, instead of a list. */
static int
check_text(struct reader *r, const char *text, size_t n,
    const struct reading_options *options)
{
	const char *first = text + strspn(text, " \t\r\n");

	if (*first == '<') {
		faults_add(r->faults, r->file, 0, "this is a web page or XML, "
		    "no CSV and no XLSX");
		return -EINVAL;
	}
	if (options->whole_lines && n > 0 && text[n - 1] != '\n' &&
	    text[n - 1] != '\r') {
		faults_add(r->faults, r->file, 0, "it ends in the middle of a "
		    "line: was it cut?");
		return -EINVAL;
	}
	return 0;
}

static int
read_rows(struct reader *r, const void *octets, size_t n,
    const struct reading_options *options)
{
	const struct sink sink = { take_row, r, r->file, r->faults };
	size_t text_n = 0;
	char *text;
	int rc;

	if (xlsx_is(octets, n))
		return xlsx_read(octets, n, options->sheet, &sink);
	text = encoding_utf8(NULL, r->file, octets, n, r->faults, &text_n);
	if (text == NULL)
		return -EINVAL;
	rc = check_text(r, text, text_n, options);
	if (rc == 0)
		rc = csv_read(text, text_n, &sink);
	talloc_free(text);
	return rc;
}

static int
check_size(const char *file, size_t n, struct faults *faults)
{
	if (n == 0)
		faults_add(faults, file, 0, "it is empty");
	else if (n > FILE_MAX)
		faults_add(faults, file, 0, "it is larger than %d MiB: a list "
		    "of %d agencies is not", FILE_MAX >> 20, LIST_MAX);
	return n == 0 || n > FILE_MAX ? -EINVAL : 0;
}

int
reading_parse(TALLOC_CTX *ctx, const char *file, const void *octets, size_t n,
    const struct reading_options *options, struct faults *faults,
    struct list **out)
{
	struct list *list = talloc_zero(ctx, struct list);
	struct reader r = { .file = file, .faults = faults, .list = list,
	    .faults_before = faults_count(faults) };
	struct lexicon *own = NULL;
	int rc = check_size(file, n, faults);

	if (rc == 0 && options->lexicon == NULL)
		rc = lexicon_open(list, faults, &own);
	r.lexicon = own != NULL ? own : options->lexicon;
	if (rc == 0)
		rc = read_rows(&r, octets, n, options);
	if (rc == 0)
		rc = check_list(&r);
	TALLOC_FREE(r.line);
	talloc_free(own);
	if (rc != 0) {
		talloc_free(list);
		return -EINVAL;
	}
	list->octet = octets;
	list->octets = n;
	*out = list;
	return 0;
}
