#include "gateway/licences/import/csv.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "menus/document.h"

struct csv {
	const struct sink *sink;
	const char *at;
	char separator;
	int line;		/* where we are */
	int begun;		/* where the row began */
	char *cells;		/* the row's, one behind the other, each with
				   its NUL: never longer than the text */
	size_t used, n;
	const char *cell[COLUMNS_MAX];
	bool filled;		/* something stands in the row */
};

static int
fault(const struct csv *csv, int line, const char *words)
{
	faults_add(csv->sink->faults, csv->sink->file, line, "%s", words);
	return -EINVAL;
}

static char
find_separator(const char *text)
{
	static const char marks[] = ",;\t";
	size_t n[3] = { 0 }, best = 0;
	bool quoted = false;

	text += strspn(text, "\r\n");
	for (; *text != '\0' && (quoted || *text != '\n'); text++) {
		const char *mark = strchr(marks, *text);

		if (*text == '"')
			quoted = !quoted;
		else if (mark != NULL && !quoted)
			n[mark - marks]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (n[i] > n[best])
			best = i;
	return marks[best];
}

static void
put(struct csv *csv, char c)
{
	csv->cells[csv->used++] = c;
	csv->line += c == '\n';
}

static bool
at_end(const struct csv *csv)
{
	return *csv->at == '\0' || *csv->at == '\n' || *csv->at == '\r' ||
	    *csv->at == csv->separator;
}

static int
read_quoted(struct csv *csv)
{
	int from = csv->line;
	bool closed = false;

	for (csv->at++; *csv->at != '\0'; csv->at++) {
		closed = *csv->at == '"' && *++csv->at != '"';
		if (closed)
			break;
		put(csv, *csv->at);
	}
	if (!closed)
		return fault(csv, from, "a quoted cell is not closed");
	while (*csv->at == ' ')
		csv->at++;
	return at_end(csv) ? 0 : fault(csv, csv->line, "text stands behind "
	    "a closing quote");
}

static int
read_cell(struct csv *csv)
{
	size_t from = csv->used;
	int rc = 0;

	if (csv->n == COLUMNS_MAX)
		return fault(csv, csv->line, "it has more than 64 columns");
	if (*csv->at == '"')
		rc = read_quoted(csv);
	else
		while (!at_end(csv))
			put(csv, *csv->at++);
	csv->filled |= csv->used > from;
	put(csv, '\0');
	csv->cell[csv->n++] = csv->cells + from;
	return rc;
}

/* A line ends in CR LF, LF, or CR alone. */
static void
end_line(struct csv *csv)
{
	if (*csv->at == '\r')
		csv->at++;
	if (*csv->at == '\n')
		csv->at++;
	csv->line++;
}

static int
read_row(struct csv *csv)
{
	const struct sink *sink = csv->sink;
	int rc;

	csv->begun = csv->line;
	csv->used = csv->n = 0;
	csv->filled = false;
	while ((rc = read_cell(csv)) == 0 && *csv->at == csv->separator)
		csv->at++;
	if (rc == 0 && *csv->at != '\0')
		end_line(csv);
	if (rc != 0 || !csv->filled)
		return rc;
	return sink->row(sink->arg, &(struct row){ csv->begun, csv->n,
	    csv->cell });
}

int
csv_read(const char *text, size_t n, const struct sink *sink)
{
	struct csv csv = { .sink = sink, .at = text, .line = 1,
	    .separator = find_separator(text) };
	int rc = 0;

	/* Each cell needs its octets and a NUL, which a mark paid for. */
	csv.cells = talloc_size(NULL, n + COLUMNS_MAX + 1);
	while (rc == 0 && *csv.at != '\0')
		rc = read_row(&csv);
	talloc_free(csv.cells);
	return rc;
}
