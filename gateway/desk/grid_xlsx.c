#include "gateway/desk/grid.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* What does not depend on the rows.  The font has Khmer and Thai letters. */
static const struct { const char *name, *text; } fixed[] = {
	{ "[Content_Types].xml", HEAD
	    "<Types xmlns=\"" PACKAGE "content-types\">"
	    "<Default Extension=\"rels\" ContentType=\"application/"
	    "vnd.openxmlformats-package.relationships+xml\"/>"
	    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
	    "sheet.main+xml\"/>"
	    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\""
	    TYPE "worksheet+xml\"/>"
	    "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE
	    "styles+xml\"/></Types>" },
	{ "_rels/.rels", HEAD
	    "<Relationships xmlns=\"" PACKAGE "relationships\">"
	    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" "
	    "Target=\"xl/workbook.xml\"/></Relationships>" },
	{ "xl/workbook.xml", HEAD
	    "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>"
	    "<sheet name=\"Helpline\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
	    "</workbook>" },
	{ "xl/_rels/workbook.xml.rels", HEAD
	    "<Relationships xmlns=\"" PACKAGE "relationships\">"
	    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" "
	    "Target=\"worksheets/sheet1.xml\"/>"
	    "<Relationship Id=\"rId2\" Type=\"" OFFICE "/styles\" "
	    "Target=\"styles.xml\"/></Relationships>" },
	{ "xl/styles.xml", HEAD
	    "<styleSheet xmlns=\"" MAIN "\"><fonts count=\"2\">"
	    "<font><sz val=\"11\"/><name val=\"Leelawadee UI\"/></font>"
	    "<font><b/><sz val=\"11\"/><name val=\"Leelawadee UI\"/></font>"
	    "</fonts><fills count=\"2\"><fill><patternFill "
	    "patternType=\"none\"/></fill><fill><patternFill "
	    "patternType=\"gray125\"/></fill></fills><borders count=\"1\">"
	    "<border><left/><right/><top/><bottom/><diagonal/></border>"
	    "</borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" "
	    "fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
	    "<cellXfs count=\"4\">"
	    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" "
	    "xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\">"
	    "<alignment vertical=\"top\" wrapText=\"1\"/></xf>"
	    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" "
	    "xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>"
	    "<xf numFmtId=\"3\" fontId=\"0\" fillId=\"0\" borderId=\"0\" "
	    "xfId=\"0\" applyNumberFormat=\"1\"/>"
	    "<xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" "
	    "xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>" },
};
enum { STYLE_TEXT, STYLE_HEAD, STYLE_WHOLE, STYLE_COINS };
enum { FIXED = sizeof(fixed) / sizeof(*fixed) };

/* XML 1.0 has no other controls, and U+FFFE and U+FFFF are nothing. */
static size_t
forbidden(const char *at)
{
	unsigned char c = (unsigned char)*at;

	if (c < ' ')
		return c != '\t' && c != '\n' && c != '\r';
	return strncmp(at, "\xef\xbf\xbe", 3) == 0 ||
	    strncmp(at, "\xef\xbf\xbf", 3) == 0 ? 3 : 0;
}

/* "_x0041_" in a cell is the letter A to a spreadsheet: ST_Xstring, 22.9.2.19.
   What looks like that has its own first sign written so. */
static void
put_letter(FILE *out, const char *at)
{
	switch (*at) {
	case '&': fputs("&amp;", out); break;
	case '<': fputs("&lt;", out); break;
	case '>': fputs("&gt;", out); break;
	case '"': fputs("&quot;", out); break;
	case '\r': fputs("&#13;", out); break;
	default:
		if (*at == '_' && at[1] == 'x')
			fputs("_x005F_", out);
		else
			putc(*at, out);
	}
}

static void
put_text(FILE *out, const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		size_t skip = forbidden(at);

		if (skip == 0)
			put_letter(out, at);
		else
			at += skip - 1;
	}
}

static void
put_cell(FILE *out, const struct grid_cell *cell, bool head)
{
	char *number;

	if (cell->text != NULL) {
		fprintf(out, "<c s=\"%d\" t=\"inlineStr\"><is>"
		    "<t xml:space=\"preserve\">",
		    head ? STYLE_HEAD : STYLE_TEXT);
		put_text(out, cell->text);
		fputs("</t></is></c>", out);
		return;
	}
	number = grid_number_text(NULL, cell);
	fprintf(out, "<c s=\"%d\"><v>%s</v></c>",
	    cell->decimals > 0 ? STYLE_COINS : STYLE_WHOLE, number);
	talloc_free(number);
}

static char *
make_rows(const struct grid *grid, size_t *n)
{
	char *made = NULL;
	FILE *out = open_memstream(&made, n);

	fputs(HEAD "<worksheet xmlns=\"" MAIN "\"><sheetViews><sheetView "
	    "workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
	    "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>"
	    "</sheetViews><cols>", out);
	for (size_t i = 1; i <= grid->columns; i++)
		fprintf(out, "<col min=\"%zu\" max=\"%zu\" width=\"%d\" "
		    "customWidth=\"1\"/>", i, i,
		    i == grid->columns ? 60 : 24);
	fputs("</cols><sheetData>", out);
	for (size_t i = 0; i < grid->n; i++) {
		if (i % grid->columns == 0)
			fputs("<row>", out);
		put_cell(out, &grid->cell[i], i < grid->columns);
		if ((i + 1) % grid->columns == 0)
			fputs("</row>", out);
	}
	fputs("</sheetData></worksheet>", out);
	fclose(out);
	return made;
}

static bool
put_file(struct archive *zip, const char *name, const char *text, size_t n)
{
	struct archive_entry *entry = archive_entry_new();
	bool good;

	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, (la_int64_t)n);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	good = archive_write_header(zip, entry) == ARCHIVE_OK &&
	    archive_write_data(zip, text, n) == (la_ssize_t)n;
	archive_entry_free(entry);
	return good;
}

static bool
put_all(struct archive *zip, const char *rows, size_t n)
{
	for (size_t i = 0; i < FIXED; i++)
		if (!put_file(zip, fixed[i].name, fixed[i].text,
		    strlen(fixed[i].text)))
			return false;
	return put_file(zip, "xl/worksheets/sheet1.xml", rows, n);
}

void *
grid_xlsx(TALLOC_CTX *ctx, const struct grid *grid, size_t *n)
{
	struct archive *zip = archive_write_new();
	size_t rows_n, room;
	char *rows = make_rows(grid, &rows_n), *out;
	bool good;

	/* Packed it is smaller, with room for the fixed files and names. */
	room = rows_n + rows_n / 8 + 16384;
	out = talloc_array(ctx, char, (unsigned)room);
	*n = 0;
	good = archive_write_set_format_zip(zip) == ARCHIVE_OK &&
	    archive_write_set_bytes_in_last_block(zip, 1) == ARCHIVE_OK &&
	    archive_write_open_memory(zip, out, room, n) == ARCHIVE_OK &&
	    put_all(zip, rows, rows_n) &&
	    archive_write_close(zip) == ARCHIVE_OK;
	archive_write_free(zip);
	free(rows);
	return good ? out : NULL;
}
