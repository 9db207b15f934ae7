/*
 * A sheet of words, as readers send it back.  Any octets are refused with at
 * least one fault, or are a sheet whose keys stand once each; written and read
 * again it is the same, with the column of bases or without, and no cell of it
 * begins with what a spreadsheet takes for a formula.
 */
#include "tests/fuzz/fuzz.h"

#include <talloc.h>

#include "gateway/words/sheet.h"
#include "menus/document.h"

static bool
same(const char *one, const char *other)
{
	return one == NULL || other == NULL ? one == other :
	    strcmp(one, other) == 0;
}

static void
hold_row(TALLOC_CTX *ctx, const struct sheet_row *row,
    const struct sheet_row *again, bool basis)
{
	must(strcmp(row->key, again->key) == 0);
	for (int l = 0; l < LOCALES; l++) {
		must(same(row->text[l], again->text[l]));
		must(row->stated[l] == again->stated[l]);
		must(!row->stated[l] || (review_mistake(&row->state[l]) ==
		    NULL && same(review_words(ctx, &row->state[l]),
		    review_words(ctx, &again->state[l]))));
		must(!basis || same(row->basis[l], again->basis[l]));
	}
}

/* Nothing that a spreadsheet would run: after a comma, a newline, or a quote
   that opens a cell. */
static void
hold_cells(const char *file)
{
	bool quoted = false, first = true;

	for (const char *at = file + strlen("\ufeff"); *at != '\0'; at++) {
		if (first && *at == '"') {
			quoted = true;
			must(strchr("=+-@\t", at[1]) == NULL || at[1] == '\0');
			first = false;
			continue;
		}
		must(!first || strchr("=+-@\t", *at) == NULL);
		if (quoted && *at == '"')
			quoted = at[1] == '"' ? at++, true : false;
		first = !quoted && (*at == ',' || *at == '\n');
	}
}

static void
hold_again(TALLOC_CTX *ctx, const struct sheet *sheet, bool basis)
{
	struct faults *faults = faults_new(ctx);
	char *file = sheet_write(ctx, sheet, basis);
	struct sheet *again;

	hold_cells(file);
	must(sheet_read(ctx, "again", file, strlen(file), faults, &again) ==
	    0);
	must(again->n == sheet->n);
	for (size_t i = 0; i < sheet->n; i++)
		hold_row(ctx, &sheet->row[i], &again->row[i], basis);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults = faults_new(ctx);
	struct sheet *sheet = NULL;
	int rc = sheet_read(ctx, "words.csv", at, n, faults, &sheet);

	must((rc == 0) == (faults_count(faults) == 0));
	for (size_t i = 0; rc == 0 && i < sheet->n; i++)
		must(sheet_find(sheet, sheet->row[i].key) == &sheet->row[i]);
	if (rc == 0) {
		hold_again(ctx, sheet, true);
		hold_again(ctx, sheet, false);
	}
	talloc_free(ctx);
	return 0;
}
