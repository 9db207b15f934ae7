#include "gateway/words/sheet.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/licences/import/csv.h"
#include "gateway/licences/import/encoding.h"
#include "menus/document.h"

enum column { KEY, CONTEXT, ENGLISH, KHMER, ROMANISED, THAI, PAGES, STATE,
	BASIS, COLUMNS };

static const char *const titles[COLUMNS] = { "key", "context", "English",
	"Khmer", "romanised", "Thai", "pages", "state", "basis" };

static const struct { enum column column; enum locale locale; } texts[] = {
	{ ENGLISH, LOCALE_EN }, { KHMER, LOCALE_KM },
	{ ROMANISED, LOCALE_KM_LATN }, { THAI, LOCALE_TH },
};

struct reading {
	struct sheet *sheet;
	struct faults *faults;
	const char *file;
	enum column at[COLUMNS_MAX];	/* which column stands in which place */
	size_t columns;			/* 0: the heading was not read yet */
};

struct sheet *
sheet_new(TALLOC_CTX *ctx)
{
	return talloc_zero(ctx, struct sheet);
}

struct sheet_row *
sheet_add(struct sheet *sheet, const char *key)
{
	unsigned n = (unsigned)sheet->n;
	struct sheet_row *row;

	if ((n & (n - 1)) == 0)
		sheet->row = talloc_realloc(sheet, sheet->row,
		    struct sheet_row, n == 0 ? 1 : n * 2);
	row = &sheet->row[sheet->n++];
	*row = (struct sheet_row){ .key = talloc_strdup(sheet, key) };
	return row;
}

const struct sheet_row *
sheet_find(const struct sheet *sheet, const char *key)
{
	for (size_t i = 0; i < sheet->n; i++)
		if (strcmp(sheet->row[i].key, key) == 0)
			return &sheet->row[i];
	return NULL;
}

/* What a spreadsheet may take for a formula or a command. */
static bool
is_risky(const char *text)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };

	if (*text != '\0' && strchr("=+-@\t\r'", *text) != NULL)
		return true;
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

/* Without the apostrophe, and lines end in one newline. */
static char *
cell_text(TALLOC_CTX *ctx, const char *cell)
{
	char *text, *to;

	if (cell[0] == '\'' && is_risky(cell + 1))
		cell++;
	text = to = talloc_strdup(ctx, cell);
	for (const char *from = text; *from != '\0'; from++) {
		if (*from == '\r' && from[1] == '\n')
			continue;
		*to++ = *from == '\r' ? '\n' : *from;
	}
	*to = '\0';
	return text;
}

static void
read_column(struct reading *r, const struct row *row, size_t i)
{
	const char *title = row->cell[i];

	for (int c = 0; c < COLUMNS; c++) {
		if (strcasecmp(title, titles[c]) != 0)
			continue;
		for (size_t k = 0; k < i; k++)
			if (r->at[k] == (enum column)c)
				faults_add(r->faults, r->file, row->line,
				    "there are two columns \"%s\"", title);
		r->at[i] = (enum column)c;
		return;
	}
	faults_add(r->faults, r->file, row->line, "there is no column \"%s\"; "
	    "there are key, context, English, Khmer, romanised, Thai, pages "
	    "and state", title);
}

static int
read_heading(struct reading *r, const struct row *row)
{
	size_t before = faults_count(r->faults);
	bool key = false;

	r->columns = row->n;
	for (size_t i = 0; i < row->n; i++) {
		r->at[i] = COLUMNS;
		read_column(r, row, i);
		key |= r->at[i] == KEY;
	}
	if (!key)
		faults_add(r->faults, r->file, row->line, "the first line "
		    "names the columns, and one of them is key");
	return faults_count(r->faults) > before ? -EINVAL : 0;
}

/* "km: words" of a cell of states or bases, given to use. */
static void
read_marks(struct reading *r, const struct row *row, struct sheet_row *out,
    const char *cell, void (*use)(struct reading *, struct sheet_row *,
    enum locale, const char *))
{
	enum locale locale;

	while (*cell != '\0') {
		size_t n = strcspn(cell, "|"), colon;
		char *mark = talloc_strndup(r->sheet, cell, n);

		while (n > 0 && mark[n - 1] == ' ')
			mark[--n] = '\0';
		mark += strspn(mark, " ");
		colon = strcspn(mark, ":");
		if (mark[colon] != ':' || mark[colon + 1] != ' ') {
			faults_add(r->faults, r->file, row->line, "\"%s\": a "
			    "state is like \"km: composed | th: composed\"",
			    mark);
		} else {
			mark[colon] = '\0';
			if (locale_find(mark, &locale) != 0)
				faults_add(r->faults, r->file, row->line,
				    "\"%s\" is no language; there are km, "
				    "km_Latn, th and en", mark);
			else
				use(r, out, locale, mark + colon + 2);
		}
		cell += strcspn(cell, "|");
		cell += *cell == '|';
	}
}

static void
use_state(struct reading *r, struct sheet_row *row, enum locale locale,
    const char *words)
{
	const char *why;

	if (row->stated[locale])
		faults_add(r->faults, r->file, row->line, "%s: the state of %s "
		    "stands twice", row->key, locale_name(locale));
	else if (review_read(r->sheet, words, &row->state[locale],
	    &why) != 0)
		faults_add(r->faults, r->file, row->line, "%s: %s: %s",
		    row->key, locale_name(locale), why);
	row->stated[locale] = true;
}

static void
use_basis(struct reading *r, struct sheet_row *row, enum locale locale,
    const char *words)
{
	row->basis[locale] = talloc_strdup(r->sheet, words);
}

static void
read_cell(struct reading *r, const struct row *row, size_t i,
    struct sheet_row *out)
{
	char *text = cell_text(r->sheet, row->cell[i]);

	if (r->at[i] == STATE)
		read_marks(r, row, out, text, use_state);
	if (r->at[i] == BASIS)
		read_marks(r, row, out, text, use_basis);
	for (int t = 0; t < LOCALES; t++)
		if (r->at[i] == texts[t].column && text[0] != '\0')
			out->text[texts[t].locale] = text;
}

static const char *
key_of(const struct reading *r, const struct row *row)
{
	for (size_t i = 0; i < row->n && i < r->columns; i++)
		if (r->at[i] == KEY)
			return cell_text(r->sheet, row->cell[i]);
	return "";
}

static int
read_row(void *arg, const struct row *row)
{
	struct reading *r = arg;
	struct sheet_row *out;
	const char *key;

	if (r->columns == 0)
		return read_heading(r, row);
	key = key_of(r, row);
	if (key[0] == '\0')
		faults_add(r->faults, r->file, row->line, "a row without a "
		    "key");
	else if (row->n > r->columns)
		faults_add(r->faults, r->file, row->line, "%s: %zu cells, but "
		    "the first line names %zu", key, row->n, r->columns);
	else if (sheet_find(r->sheet, key) != NULL)
		faults_add(r->faults, r->file, row->line, "%s stands here and "
		    "on line %d", key, sheet_find(r->sheet, key)->line);
	else {
		out = sheet_add(r->sheet, key);
		out->line = row->line;
		for (size_t i = 0; i < row->n; i++)
			read_cell(r, row, i, out);
	}
	return 0;
}

int
sheet_read(TALLOC_CTX *ctx, const char *file, const void *octets, size_t n,
    struct faults *faults, struct sheet **out)
{
	struct reading r = { .sheet = sheet_new(ctx), .faults = faults,
	    .file = file };
	const struct sink sink = { read_row, &r, file, faults };
	size_t before = faults_count(faults);
	char *text = encoding_utf8(r.sheet, file, octets, n, faults, &n);
	int rc = text == NULL ? -EINVAL : csv_read(text, n, &sink);

	if (rc == 0 && r.columns == 0)
		faults_add(faults, file, 0, "it is empty");
	if (faults_count(faults) > before) {
		talloc_free(r.sheet);
		return -EINVAL;
	}
	*out = r.sheet;
	return rc;
}

/* At most SHEET_MAX octets, and a sign that there were more. */
static char *
read_file(TALLOC_CTX *ctx, FILE *file, size_t *n)
{
	char *octets = talloc_size(ctx, SHEET_MAX + 1);

	*n = fread(octets, 1, SHEET_MAX + 1, file);
	return octets;
}

int
sheet_load(TALLOC_CTX *ctx, const char *path, struct faults *faults,
    struct sheet **out)
{
	FILE *file = fopen(path, "re");
	char *octets;
	size_t n;
	int rc;

	if (file == NULL && errno == ENOENT)
		return -ENOENT;
	if (file == NULL) {
		faults_add(faults, path, 0, "%s", strerror(errno));
		return -EINVAL;
	}
	octets = read_file(ctx, file, &n);
	rc = ferror(file) || n > SHEET_MAX ? -EINVAL : 0;
	if (rc != 0)
		faults_add(faults, path, 0, "cannot be read, or is larger "
		    "than %d octets", SHEET_MAX);
	else
		rc = sheet_read(ctx, path, octets, n, faults, out);
	talloc_free(octets);
	fclose(file);
	return rc;
}

static char *
put_cell(char *out, const char *text, bool first)
{
	bool quoted = strpbrk(text, "\",\r\n") != NULL || text[0] == ' ';

	if (!first)
		out = talloc_strdup_append_buffer(out, ",");
	if (quoted)
		out = talloc_strdup_append_buffer(out, "\"");
	if (is_risky(text))
		out = talloc_strdup_append_buffer(out, "'");
	for (size_t n; *text != '\0'; text += n) {
		n = strcspn(text, "\"");
		out = talloc_strndup_append_buffer(out, text, n);
		if (text[n] == '"') {
			out = talloc_strdup_append_buffer(out, "\"\"");
			n++;
		}
	}
	return quoted ? talloc_strdup_append_buffer(out, "\"") : out;
}

static const char *
marks_of(TALLOC_CTX *ctx, const struct sheet_row *row, bool basis)
{
	char *marks = talloc_strdup(ctx, "");
	const char *words;

	for (int t = 0; t < LOCALES; t++) {
		enum locale l = texts[t].locale;

		words = basis ? row->basis[l] : row->stated[l] ?
		    review_words(ctx, &row->state[l]) : NULL;
		if (words != NULL)
			marks = talloc_asprintf_append_buffer(marks,
			    "%s%s: %s", *marks != '\0' ? " | " : "",
			    locale_name(l), words);
	}
	return marks;
}

static const char *
cell_of(TALLOC_CTX *ctx, const struct sheet_row *row, enum column column)
{
	const char *text = NULL;

	for (int t = 0; t < LOCALES; t++)
		if (texts[t].column == column)
			text = row->text[texts[t].locale];
	if (column == KEY)
		text = row->key;
	if (column == CONTEXT)
		text = row->about;
	if (column == PAGES)
		text = row->pages;
	if (column == STATE || column == BASIS)
		text = marks_of(ctx, row, column == BASIS);
	return text != NULL ? text : "";
}

char *
sheet_write(TALLOC_CTX *ctx, const struct sheet *sheet, bool basis)
{
	/* Spreadsheets take a file without it for Latin-1. */
	char *out = talloc_strdup(ctx, "\ufeff");
	int columns = basis ? COLUMNS : BASIS;
	TALLOC_CTX *tmp = talloc_new(ctx);

	for (int c = 0; c < columns; c++)
		out = put_cell(out, titles[c], c == 0);
	out = talloc_strdup_append_buffer(out, "\r\n");
	for (size_t i = 0; i < sheet->n; i++) {
		for (int c = 0; c < columns; c++)
			out = put_cell(out, cell_of(tmp, &sheet->row[i],
			    (enum column)c), c == 0);
		out = talloc_strdup_append_buffer(out, "\r\n");
	}
	talloc_free(tmp);
	return out;
}
