/*
 * A list of agencies, CSV or XLSX.  Any octets are refused with at least one
 * fault, or are a list of at least one agency, each number once, whose fields
 * all come back from their text forms, and that is exported and imported to
 * the same list.
 *
 * The first octet says what the rest is: a whole file, or one part of a
 * workbook that is otherwise sound (a zip checks its parts, so that changes
 * to one would go no further).
 */
#include "tests/fuzz/fuzz.h"

#include <archive.h>
#include <archive_entry.h>
#include <talloc.h>

#include "gateway/licences/export.h"
#include "gateway/licences/import/columns.h"
#include "gateway/licences/import/lexicon.h"
#include "gateway/licences/import/reading.h"
#include "menus/document.h"

enum { BOOK_MAX = 1 << 20 };

static const char book[] = "<workbook><sheets><sheet name='A' id='r1'/>"
    "</sheets></workbook>";
static const char relations[] = "<R><Relationship Id='r1' "
    "Target='worksheets/sheet1.xml'/></R>";
static const char styles[] = "<styleSheet><numFmts><numFmt numFmtId='164' "
    "formatCode='d/m/yyyy'/></numFmts><cellXfs><xf numFmtId='0'/>"
    "<xf numFmtId='164'/></cellXfs></styleSheet>";
static const char strings[] = "<sst><si><t>licence</t></si><si><t>name</t>"
    "</si><si><t>1</t></si><si><t>One</t></si><si><t>until</t></si></sst>";
static const char sheet[] = "<worksheet><sheetData><row r='1'>"
    "<c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
    "<c r='C1' t='s'><v>4</v></c></row><row r='2'><c r='A2' t='s'><v>2</v>"
    "</c><c r='B2' t='s'><v>3</v></c><c r='C2' s='1'><v>46112</v></c></row>"
    "</sheetData></worksheet>";

static const struct part { const char *name, *text; } parts[] = {
	{ "xl/workbook.xml", book },
	{ "xl/_rels/workbook.xml.rels", relations },
	{ "xl/styles.xml", styles },
	{ "xl/sharedStrings.xml", strings },
	{ "xl/worksheets/sheet1.xml", sheet },
};
enum { PARTS = sizeof(parts) / sizeof(*parts) };

static void
add_part(struct archive *archive, const char *name, const void *octets,
    size_t n)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, (la_int64_t)n);
	archive_entry_set_filetype(entry, AE_IFREG);
	must(archive_write_header(archive, entry) == ARCHIVE_OK);
	must(archive_write_data(archive, octets, n) == (la_ssize_t)n);
	archive_entry_free(entry);
}

/* A workbook one part of which is the octets. */
static size_t
make_book(size_t which, const uint8_t *octets, size_t n, char *out)
{
	struct archive *archive = archive_write_new();
	size_t used = 0;

	archive_write_set_format_zip(archive);
	archive_write_set_options(archive, "zip:compression=store");
	must(archive_write_open_memory(archive, out, BOOK_MAX, &used) ==
	    ARCHIVE_OK);
	for (size_t i = 0; i < PARTS; i++)
		if (i == which)
			add_part(archive, parts[i].name, octets, n);
		else
			add_part(archive, parts[i].name, parts[i].text,
			    strlen(parts[i].text));
	must(archive_write_close(archive) == ARCHIVE_OK);
	archive_write_free(archive);
	return used;
}

static void
hold_field(TALLOC_CTX *work, const struct agency *agency,
    enum agency_field field)
{
	struct agency again = { .licence = "" };
	char *text = agency_field_text(work, agency, field);

	must(strlen(text) <= AGENCY_FIELD_MAX + 3 * AGENCY_LIST_MAX);
	for (const char *c = text; *c != '\0'; c++)
		must((unsigned char)*c >= ' ' && *c != 0x7f);
	must(agency_field_read(work, &again, field, text) == 0);
	must(strcmp(agency_field_text(work, &again, field), text) == 0);
}

static void
hold_list(TALLOC_CTX *work, const struct list *list)
{
	must(list->n > 0);
	for (size_t i = 0; i < list->n; i++) {
		const struct agency *agency = &list->agency[i];

		must(agency->licence[0] != '\0');
		must(agency->name[0] != '\0' || agency->name_km[0] != '\0');
		for (int f = 0; f < AGENCY_FIELDS; f++)
			hold_field(work, agency, (enum agency_field)f);
		for (size_t k = 0; k < i && i < 50; k++)
			must(strcmp(list->agency[k].licence,
			    agency->licence) != 0);
	}
}

static int
read_list(TALLOC_CTX *work, const void *octets, size_t n, struct list **out)
{
	static struct lexicon *lexicon;
	struct faults *faults = faults_new(work);
	struct reading_options options;
	int rc;

	if (lexicon == NULL)
		must(lexicon_open(NULL, faults, &lexicon) == 0);
	options = (struct reading_options){ .lexicon = lexicon };
	*out = NULL;
	rc = reading_parse(work, "list", octets, n, &options, faults, out);
	must((rc == 0) == (*out != NULL));
	must((rc == 0) == (faults_count(faults) == 0));
	/* The last row that was read may have had one in every column. */
	must(faults_count(faults) <= FAULTS_MAX + COLUMN_ADDRESS + 1);
	return rc;
}

static void
hold_export(TALLOC_CTX *work, const struct list *list)
{
	struct agencies all = { .n = list->n, .agency = list->agency };
	struct list *again;
	char *text = NULL;
	size_t n = 0;
	FILE *file = open_memstream(&text, &n);

	export_csv(&all, file);
	fclose(file);
	must(read_list(work, text, n, &again) == 0);
	must(again->n == list->n);
	for (size_t i = 0; i < list->n; i++)
		for (int f = 0; f < AGENCY_FIELDS; f++)
			must(strcmp(agency_field_text(work,
			    &list->agency[i], (enum agency_field)f),
			    agency_field_text(work, &again->agency[i],
			    (enum agency_field)f)) == 0);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static char room[BOOK_MAX];
	TALLOC_CTX *work = talloc_new(NULL);
	struct draw draw = { at, n };
	size_t which = draw_octet(&draw) % 8, got = draw.n;
	const void *octets = draw.at;
	struct list *list;

	if (which < PARTS && got < BOOK_MAX / 2) {
		got = make_book(which, draw.at, got, room);
		octets = room;
	}
	if (read_list(work, octets, got, &list) == 0) {
		hold_list(work, list);
		hold_export(work, list);
	}
	talloc_free(work);
	return 0;
}
